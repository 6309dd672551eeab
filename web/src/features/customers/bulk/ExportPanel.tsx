import { Alert, Button, Checkbox, Group, Radio, ScrollArea, Stack, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblem } from "@/components/problem";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";

/** What a file has unless the user chose otherwise. */
const USUAL = [
  "code",
  "name",
  "kind",
  "stage",
  "relationship",
  "owner",
  "contact.name",
  "contact.phones",
  "contact.email",
  "address",
  "created_at",
];
const STAGES = ["lead", "contact", "customer"] as const;
const KINDS = ["person", "organisation"] as const;
const OF = ["customers", "contacts"] as const;
const FORMS = ["xlsx", "csv"] as const;

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  of?: "customers" | "contacts";
  onStarted: (job: BulkJob) => void;
}

/** Choose columns and the kind of file; the choice is kept on this machine. */
export function ExportPanel({ selection, shown, of: firstOf = "customers", onStarted }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const label = useFieldLabel();
  const fields = useFields();
  const [of, setOf] = useState<(typeof OF)[number]>(firstOf);
  const [form, setForm] = useState<(typeof FORMS)[number]>("xlsx");
  const [chosen, setChosen] = useLocalStorage({ key: "cti.export.columns", defaultValue: USUAL });
  const start = useStart();
  const known = [
    ...fields.filter((one) => one.key !== "referrer").map((one) => one.key),
    "supporters",
  ];
  const columns = known.filter((key) => chosen.includes(key));
  const words = Object.fromEntries([
    ...STAGES.map((one) => [`stage.${one}`, t(`contacts.stages.${one}`)]),
    ...KINDS.map((one) => [`kind.${one}`, t(`contacts.kinds.${one}`)]),
  ]);
  const send = (): void =>
    start.mutate(
      {
        path: "/customers/exports",
        body: {
          selection: asBody(selection),
          of,
          form,
          columns: columns.map((key) => ({ key, heading: label(key) })),
          words,
          title: t(`bulk.of.${of}`),
        },
      },
      { onSuccess: onStarted },
    );
  return (
    <Stack gap="sm">
      <Text size="sm">{t("bulk.exportHint", { n: shown })}</Text>
      <Radio.Group
        label={t("bulk.rowFor")}
        value={of}
        onChange={(value) => setOf(OF.find((one) => one === value) ?? "customers")}
      >
        <Group mt={4}>
          {OF.map((one) => (
            <Radio key={one} value={one} label={t(`bulk.rowOf.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
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
          <Button variant="default" size="compact-xs" onClick={() => setChosen(USUAL)}>
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
      {start.isError && (
        <Alert color="red" role="alert">
          {problem(start.error)}
        </Alert>
      )}
      <Button
        disabled={columns.length === 0}
        title={columns.length === 0 ? t("bulk.chooseColumn") : undefined}
        loading={start.isPending}
        onClick={send}
      >
        {t("bulk.exportSend", { n: shown })}
      </Button>
    </Stack>
  );
}
