import { MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGivable } from "../everybody";

interface Props {
  value: number[];
  onChange: (value: number[]) => void;
  /** What these people are; who supports the customer beside its owner (R012) if left out. */
  label?: string;
  placeholder?: string;
  most?: number;
}

/** Several of the people who work here. */
export function PeopleSelect({ value, onChange, label, placeholder, most = 50 }: Props) {
  const { t } = useTranslation();
  const people = useGivable(value);
  return (
    <MultiSelect
      size="sm"
      label={label ?? t("contacts.supporters")}
      placeholder={value.length === 0 ? (placeholder ?? "") : ""}
      searchable
      clearable
      hidePickedOptions
      maxValues={most}
      nothingFoundMessage={t("shell.nothingFound")}
      data={people.map((one) => ({ value: String(one.id), label: one.name }))}
      value={value.map(String)}
      onChange={(next) => onChange(next.map(Number))}
    />
  );
}
