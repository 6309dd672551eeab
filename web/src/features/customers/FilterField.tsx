import { Group, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { DayField } from "@/components/DayField";
import { useChoices } from "./choices";
import type { FieldFilter } from "./search";

interface Props {
  field: FieldView;
  label: string;
  value: FieldFilter;
  onChange: (value: FieldFilter) => void;
}

const EMPTY = "empty";
/** Days ahead that a birthday may lie; 0 is today. */
const COMING = [0, 7, 30];

/** One field's filter, by its kind: contains, from–to, one of several. */
export function FilterField({ field, label, value, onChange }: Props) {
  const { t } = useTranslation();
  if (field.filter === "text") {
    return (
      <TextInput
        label={label}
        maxLength={200}
        value={value.contains ?? ""}
        onChange={(event) =>
          onChange({ field: field.key, contains: event.currentTarget.value || null })
        }
      />
    );
  }
  if (field.filter === "any")
    return <Several field={field} label={label} value={value} onChange={onChange} />;
  const names = {
    least: t("customers.filters.from", { field: label }),
    most: t("customers.filters.to", { field: label }),
  };
  const range = (
    <Group gap="xs" grow align="flex-start">
      {(["least", "most"] as const).map((side) =>
        field.kind === "number" ? (
          <NumberInput
            key={side}
            label={names[side]}
            thousandSeparator="."
            decimalSeparator=","
            hideControls
            value={typeof value[side] === "number" ? value[side] : ""}
            onChange={(next) =>
              onChange({ ...value, [side]: typeof next === "number" ? next : null })
            }
          />
        ) : (
          <DayField
            key={side}
            label={names[side]}
            value={typeof value[side] === "string" ? value[side] : ""}
            onChange={(day) => onChange({ ...value, [side]: day || null })}
          />
        ),
      )}
    </Group>
  );
  if (field.key !== "birthday") return range;
  return (
    <>
      <Coming field={field} label={label} value={value} onChange={onChange} />
      {range}
    </>
  );
}

/** Whose birthday is coming, whatever the year (R378). */
function Coming({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  const days = value.coming == null || COMING.includes(value.coming) ? [] : [value.coming];
  return (
    <Select
      label={t("customers.filters.coming", { field: label })}
      placeholder={t("customers.filters.anyDay")}
      clearable
      data={[...COMING, ...days].map((one) => ({
        value: String(one),
        label:
          one === 0 ? t("customers.filters.today") : t("customers.filters.inDays", { count: one }),
      }))}
      value={value.coming == null ? null : String(value.coming)}
      onChange={(next) => onChange({ ...value, coming: next === null ? null : Number(next) })}
    />
  );
}

function Several({ field, label, value, onChange }: Props) {
  const { t } = useTranslation();
  const choices = useChoices(field);
  const picked = (value.any ?? []).map((one) => (one === null ? EMPTY : String(one)));
  const byWord = field.key === "kind" || field.key === "stage";
  const data = byWord
    ? choices
    : [...choices, { value: EMPTY, label: t("customers.filters.empty") }];
  return (
    <MultiSelect
      label={label}
      data={data}
      searchable
      clearable
      hidePickedOptions
      size="sm"
      nothingFoundMessage={t("shell.nothingFound")}
      value={picked}
      onChange={(next) => {
        const any = next.map((one) => (one === EMPTY ? null : byWord ? one : Number(one)));
        onChange({ field: field.key, any: any.length > 0 ? any : null });
      }}
    />
  );
}
