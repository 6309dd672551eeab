import { MultiSelect, Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { DayField } from "@/components/DayField";
import { NumberField } from "@/components/NumberField";
import type { OwnValue } from "./values";

interface Props {
  field: FieldView;
  value: OwnValue | undefined;
  error?: string | null;
  onChange: (value: OwnValue) => void;
}

/** The input of a custom field, by its kind (R331). */
export function OwnField({ field, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const label = field.label ?? field.key;
  const common = { label, withAsterisk: field.required, error, "aria-required": field.required };
  const options = field.options.map((one) => ({ value: String(one.id), label: one.label }));
  switch (field.kind) {
    case "number":
      return <NumberField {...common} value={value} onChange={onChange} />;
    case "date":
      return (
        <DayField {...common} value={typeof value === "string" ? value : ""} onChange={onChange} />
      );
    case "choice":
      return (
        <Select
          {...common}
          searchable
          clearable
          nothingFoundMessage={t("shell.nothingFound")}
          data={options}
          value={typeof value === "number" ? String(value) : null}
          onChange={(next) => onChange(next === null ? null : Number(next))}
        />
      );
    case "choices":
      return (
        <MultiSelect
          {...common}
          size="sm"
          searchable
          clearable
          hidePickedOptions
          nothingFoundMessage={t("shell.nothingFound")}
          data={options}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(next) => onChange(next.map(Number))}
        />
      );
    default:
      return (
        <Textarea
          {...common}
          size="sm"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2000}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
