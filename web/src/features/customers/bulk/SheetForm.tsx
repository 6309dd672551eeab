import { Button, Checkbox, Group, Radio, ScrollArea, Stack, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { type BulkJob, useStart } from "./bulk";

const STAGES = ["lead", "contact", "customer"] as const;
const KINDS = ["person", "organisation"] as const;
const FORMS = ["xlsx", "csv"] as const;

interface Props {
  /** Where the file is asked for, and of which rows. */
  path: string;
  body: Record<string, unknown>;
  /** What is written, and on the button, with how many. */
  hint: string;
  send: string;
  /** The columns there are, and those a file has unless the user chose otherwise. */
  known: string[];
  usual: string[];
  label: (key: string) => string;
  /** What stands above a column in the file, if not its label. */
  heading?: (key: string) => string;
  /** How what is stored as a code is called, besides kinds and stages of customers. */
  words?: Record<string, string>;
  /** Under which name the choice is kept on this machine. */
  keep: string;
  onStarted: (job: BulkJob) => void;
  children?: ReactNode;
}

/** Choose columns and the kind of file, and have it written. */
export function SheetForm(props: Props) {
  const { known, usual, label, onStarted } = props;
  const { t } = useTranslation();
  const [form, setForm] = useState<(typeof FORMS)[number]>("xlsx");
  const [chosen, setChosen] = useLocalStorage({ key: props.keep, defaultValue: usual });
  const start = useStart();
  const columns = known.filter((key) => chosen.includes(key));
  const words = Object.fromEntries([
    ...STAGES.map((one) => [`stage.${one}`, t(`contacts.stages.${one}`)]),
    ...KINDS.map((one) => [`kind.${one}`, t(`contacts.kinds.${one}`)]),
    ...Object.entries(props.words ?? {}),
  ]);
  const send = (): void =>
    start.mutate(
      {
        path: props.path,
        body: {
          ...props.body,
          form,
          columns: columns.map((key) => ({ key, heading: (props.heading ?? label)(key) })),
          words,
        },
      },
      { onSuccess: onStarted },
    );
  return (
    <Stack gap="sm">
      <Text size="sm">{props.hint}</Text>
      {props.children}
      <Radio.Group
        label={t("bulk.file")}
        value={form}
        onChange={(value) => setForm(FORMS.find((one) => one === value) ?? "xlsx")}
      >
        <Group mt={4}>
          {FORMS.map((one) => (
            <Radio key={one} value={one} label={t(`bulk.form.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
      <Checkbox.Group
        label={t("bulk.columns", { n: columns.length })}
        value={columns}
        onChange={setChosen}
      >
        <Group gap="xs" my={6}>
          <Button variant="default" size="compact-xs" onClick={() => setChosen(known)}>
            {t("bulk.allColumns")}
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => setChosen(usual)}>
            {t("bulk.usualColumns")}
          </Button>
        </Group>
        <ScrollArea.Autosize mah={320} type="auto" offsetScrollbars>
          <Stack gap={6}>
            {known.map((key) => (
              <Checkbox key={key} size="xs" value={key} label={label(key)} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Checkbox.Group>
      <FormError error={start.error} />
      <Button
        disabled={columns.length === 0}
        title={columns.length === 0 ? t("bulk.chooseColumn") : undefined}
        loading={start.isPending}
        onClick={send}
      >
        {props.send}
      </Button>
    </Stack>
  );
}
