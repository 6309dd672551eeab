import { Checkbox, Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { DayField } from "@/components/DayField";
import { NumberField } from "@/components/NumberField";
import { useChoices } from "./choices";
import type { FieldFilter } from "./search";

interface Props {
  field: FieldView;
  label: string;
  value: FieldFilter;
  onChange: (value: FieldFilter) => void;
}

const EMPTY = "empty";
const ALWAYS_FILLED = new Set(["code", "name", "contact.name", "created_at", "updated_at"]);
/** Days ahead that a birthday may lie; 0 is today. */
const COMING = [0, 7, 30];

/** One field's filter, by its kind: contains, from–to, one of several; or that it is empty. */
export function FilterField(props: Props) {
  const { t } = useTranslation();
  const { field, label, value, onChange } = props;
  if (field.filter === "any") return <Several {...props} />;
  const isEmpty = value.any?.includes(null) ?? false;
  const isAlwaysFilled = ALWAYS_FILLED.has(field.key);
  return (
    <div>
      {field.key === "birthday" && !isEmpty && <Coming {...props} />}
      {field.filter === "text" ? (
        <TextInput
          label={label}
          maxLength={200}
          disabled={isEmpty}
          value={value.contains ?? ""}
          onChange={(event) =>
            onChange({ field: field.key, contains: event.currentTarget.value || null })
          }
        />
      ) : (
        <Range {...props} disabled={isEmpty} />
      )}
      {!isAlwaysFilled && (
        <Checkbox
          size="xs"
          mt={6}
          label={t("customers.filters.empty")}
          aria-label={`${label}: ${t("customers.filters.empty")}`}
          checked={isEmpty}
          onChange={(event) =>
            onChange({ field: field.key, any: event.currentTarget.checked ? [null] : null })
          }
        />
      )}
    </div>
  );
}

function Range({ field, label, value, onChange, disabled }: Props & { disabled: boolean }) {
  const { t } = useTranslation();
  const names = {
    least: t("customers.filters.from", { field: label }),
    most: t("customers.filters.to", { field: label }),
  };
  return (
    <Group gap="xs" grow align="flex-start">
      {(["least", "most"] as const).map((side) =>
        field.kind === "number" ? (
          <NumberField
            key={side}
            label={names[side]}
            disabled={disabled}
            value={value[side]}
            onChange={(next) => onChange({ ...value, [side]: next })}
          />
        ) : (
          <DayField
            key={side}
            label={names[side]}
            disabled={disabled}
            value={typeof value[side] === "string" ? value[side] : ""}
            onChange={(day) => onChange({ ...value, [side]: day || null })}
          />
        ),
      )}
    </Group>
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
  const isNeverEmpty = field.key === "kind" || field.key === "stage";
  const byWord = isNeverEmpty || field.key === "referrer";
  const data = isNeverEmpty
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
