import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { DayField } from "@/components/DayField";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import { UNREADABLE } from "@/components/moments";
import { NumberField } from "@/components/NumberField";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";
import classes from "./bulk.module.css";

/** The fields that many customers may share; names, codes and numbers are each one's own. */
const SHARED = [
  "stage",
  "relationship",
  "group",
  "source",
  "sector",
  "size",
  "province",
  "address",
  "website",
];
const PICKED = new Set(["relationship", "group", "source", "sector", "size"]);
const STAGES = ["lead", "contact", "customer"] as const;

type Value = string | number | number[] | null;

interface Line {
  key: string;
  value: Value;
  emptied: boolean;
}

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** Choose fields and what they become; each line is one field. */
export function EditPanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const fields = useFields().filter((one) => SHARED.includes(one.key) || one.custom_id !== null);
  const [lines, setLines] = useState<Line[]>([{ key: "", value: null, emptied: false }]);
  const start = useStart();
  const free = fields.filter((one) => !lines.some((line) => line.key === one.key));
  const ready = lines.filter((line) => line.key !== "" && (line.emptied || isFilled(line.value)));
  // Left out, it would seem to have been changed with the others.
  const isUnreadable = lines.some((line) => !line.emptied && line.value === UNREADABLE);
  const off = isUnreadable ? t("bulk.unreadable") : ready.length === 0 && t("bulk.chooseField");
  const change = (at: number, next: Partial<Line>): void =>
    setLines(lines.map((line, n) => (n === at ? { ...line, ...next } : line)));
  const send = (): void =>
    start.mutate(
      { path: "/customers/bulk/edit", body: { selection: asBody(selection), fields: pack(ready) } },
      { onSuccess: onStarted },
    );
  return (
    <Stack gap="sm">
      <Text size="sm">{t("bulk.editHint", counted(shown))}</Text>
      {lines.map((line, at) => (
        <EditLine
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          key={at}
          line={line}
          field={fields.find((one) => one.key === line.key)}
          choices={fields
            .filter((one) => one.key === line.key || free.includes(one))
            .map((one) => ({ value: one.key, label: label(one.key) }))}
          onChange={(next) => change(at, next)}
          onRemove={lines.length > 1 ? () => setLines(lines.filter((_, n) => n !== at)) : null}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          disabled={free.length === 0}
          onClick={() => setLines([...lines, { key: "", value: null, emptied: false }])}
        >
          {t("bulk.addField")}
        </Button>
      </Group>
      <FormError error={start.error} />
      <Button
        disabled={off !== false}
        title={off || undefined}
        loading={start.isPending}
        onClick={send}
      >
        {t("bulk.editSend", counted(shown))}
      </Button>
    </Stack>
  );
}

interface LineProps {
  line: Line;
  field: FieldView | undefined;
  choices: { value: string; label: string }[];
  onChange: (next: Partial<Line>) => void;
  onRemove: (() => void) | null;
}

function EditLine({ line, field, choices, onChange, onRemove }: LineProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <Select
        label={t("bulk.field")}
        placeholder={t("bulk.chooseField")}
        searchable
        nothingFoundMessage={t("shell.nothingFound")}
        data={choices}
        value={line.key || null}
        onChange={(key) => onChange({ key: key ?? "", value: null, emptied: false })}
      />
      <div>
        {field && <ValueInput line={line} field={field} onChange={onChange} />}
        {field && field.key !== "stage" && !field.required && (
          <Checkbox
            mt={6}
            size="xs"
            label={t("bulk.empty")}
            checked={line.emptied}
            onChange={(event) => onChange({ emptied: event.currentTarget.checked, value: null })}
          />
        )}
      </div>
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={26}
          aria-label={t("bulk.removeField")}
          onClick={onRemove}
        >
          <IconX size={15} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  );
}

function ValueInput({
  line,
  field,
  onChange,
}: {
  line: Line;
  field: FieldView;
  onChange: (next: Partial<Line>) => void;
}) {
  const { t } = useTranslation();
  const common = { label: t("bulk.becomes"), disabled: line.emptied };
  if (field.kind === "number") {
    return <NumberField {...common} value={line.value} onChange={(value) => onChange({ value })} />;
  }
  if (field.kind === "choices") {
    return (
      <MultiSelect
        {...common}
        size="sm"
        searchable
        data={field.options.map((one) => ({ value: String(one.id), label: one.label }))}
        value={Array.isArray(line.value) ? line.value.map(String) : []}
        onChange={(value) => onChange({ value: value.map(Number) })}
      />
    );
  }
  if (field.kind === "choice") {
    const data =
      field.key === "stage"
        ? STAGES.map((one) => ({ value: one as string, label: t(`contacts.stages.${one}`) }))
        : field.options.map((one) => ({ value: String(one.id), label: one.label }));
    return (
      <Select
        {...common}
        searchable
        nothingFoundMessage={t("shell.nothingFound")}
        data={data}
        value={line.value === null ? null : String(line.value)}
        onChange={(value) =>
          onChange({ value: field.key === "stage" || value === null ? value : Number(value) })
        }
      />
    );
  }
  if (field.kind === "date") {
    return (
      <DayField
        {...common}
        value={typeof line.value === "string" ? line.value : ""}
        onChange={(value) => onChange({ value })}
      />
    );
  }
  return (
    <TextInput
      {...common}
      value={typeof line.value === "string" ? line.value : ""}
      onChange={(event) => onChange({ value: event.currentTarget.value })}
    />
  );
}

const isFilled = (value: Value): boolean =>
  value !== null &&
  value !== "" &&
  value !== UNREADABLE &&
  !(Array.isArray(value) && value.length === 0);

/** The fields as the server takes them: pick lists by id, one's own under `custom`. */
function pack(lines: Line[]): Record<string, unknown> {
  const packed: Record<string, unknown> = {};
  const custom: Record<string, Value> = {};
  for (const { key, value, emptied } of lines) {
    const sent = emptied ? null : value;
    if (key.startsWith("custom.")) custom[key.slice("custom.".length)] = sent;
    else packed[PICKED.has(key) ? `${key}_id` : key] = sent;
  }
  return Object.keys(custom).length > 0 ? { ...packed, custom } : packed;
}
