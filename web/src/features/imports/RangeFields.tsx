import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFieldLabel } from "@/features/contacts/fields";
import type { Import, ImportChange, ImportField } from "./imports";
import classes from "./imports.module.css";

interface Props {
  one: Import;
  fields: ImportField[];
  onChange: (change: ImportChange) => void;
  disabled: boolean;
}

/** What a field is for stands below it, so that the fields of a line stand level. */
const ORDER: InputWrapperOrder = ["label", "input", "description", "error"];
type InputWrapperOrder = ("label" | "input" | "description" | "error")[];

/** Which sheet and rows, and by what a row is recognised as a customer that is there already. */
export function RangeFields({ one, fields, onChange, disabled }: Props) {
  const { t } = useTranslation();
  const name = useFieldLabel();
  const upsert = one.purpose === "upsert";
  return (
    <div className={classes.range}>
      {one.sheets.length > 1 && (
        <Select
          label={t("imports.sheet")}
          disabled={disabled}
          data={one.sheets.map((sheet, n) => ({ value: String(n), label: sheet }))}
          value={String(one.sheet)}
          onChange={(value) => onChange({ sheet: Number(value) })}
        />
      )}
      <RowNumber
        label={t("imports.headerRow")}
        description={t("imports.headerRowHint")}
        value={one.header_row}
        least={0}
        disabled={disabled}
        onChange={(value) => onChange({ header_row: value ?? 0 })}
      />
      <RowNumber
        label={t("imports.firstRow")}
        placeholder={String(one.header_row + 1)}
        value={one.first_row}
        least={1}
        disabled={disabled}
        onChange={(value) => onChange({ first_row: value })}
      />
      <RowNumber
        label={t("imports.lastRow")}
        placeholder={String(one.last_sheet_row)}
        value={one.last_row}
        least={1}
        disabled={disabled}
        onChange={(value) => onChange({ last_row: value })}
      />
      {upsert && (
        <MultiSelect
          size="sm"
          inputWrapperOrder={ORDER}
          label={t("imports.key")}
          description={one.key.length === 0 ? t("imports.keyNone") : t("imports.keyHint")}
          placeholder={one.key.length === 0 ? t("imports.keyEmpty") : ""}
          disabled={disabled}
          maxValues={5}
          clearable
          data={fields
            .filter((field) => field.can_match)
            .map((field) => ({ value: field.key, label: field.label ?? name(field.key) }))}
          value={one.key}
          onChange={(key) => onChange({ key })}
        />
      )}
      {upsert && one.kind === "customers" && (
        <Select
          inputWrapperOrder={ORDER}
          label={t("imports.defaultKind")}
          description={t("imports.defaultKindHint")}
          disabled={disabled}
          data={[
            { value: "person", label: t("contacts.kinds.person") },
            { value: "organisation", label: t("contacts.kinds.organisation") },
          ]}
          value={one.default_kind}
          onChange={(value) =>
            onChange({ default_kind: value === "organisation" ? "organisation" : "person" })
          }
        />
      )}
    </div>
  );
}

interface NumberProps {
  label: string;
  description?: string;
  placeholder?: string;
  value: number | null;
  least: number;
  disabled: boolean;
  onChange: (value: number | null) => void;
}

/** A row's number, as the spreadsheet shows it; sent when the field is left. */
function RowNumber({ value, least, onChange, ...rest }: NumberProps) {
  const [typed, setTyped] = useState<string | number>(value ?? "");
  const [from, setFrom] = useState(value);
  if (from !== value) {
    setFrom(value);
    setTyped(value ?? "");
  }
  const send = (): void => {
    const next = typed === "" ? null : Number(typed);
    if (next !== value) onChange(next);
  };
  return (
    <NumberInput
      size="sm"
      inputWrapperOrder={ORDER}
      hideControls
      allowDecimal={false}
      allowNegative={false}
      min={least}
      max={1_048_576}
      value={typed}
      onChange={setTyped}
      onBlur={send}
      onKeyDown={(event) => event.key === "Enter" && send()}
      {...rest}
    />
  );
}
