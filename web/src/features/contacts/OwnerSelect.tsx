import { Select, type SelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGivable } from "./everybody";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange"> {
  value: number | null;
  onChange: (owner: number | null) => void;
}

export function OwnerSelect({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  const people = useGivable([value]);
  return (
    <Select
      {...rest}
      label={t("contacts.owner")}
      placeholder={t("contacts.nobody")}
      searchable
      clearable
      nothingFoundMessage={t("shell.nothingFound")}
      data={people.map((person) => ({
        value: String(person.id),
        label: person.extension ? `${person.name} (${person.extension})` : person.name,
      }))}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  );
}
