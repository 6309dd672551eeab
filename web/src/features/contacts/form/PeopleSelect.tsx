import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../customers";

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
  const people = useQuery(peopleQuery);
  const rows = people.data?.rows ?? [];
  // Who was locked out is in no list, but may have been chosen before.
  const gone = people.data ? value.filter((id) => !rows.some((one) => one.id === id)) : [];
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
      data={[
        ...rows.map((one) => ({ value: String(one.id), label: one.name })),
        ...gone.map((id) => ({ value: String(id), label: t("contacts.lockedOut", { id }) })),
      ]}
      value={value.map(String)}
      onChange={(next) => onChange(next.map(Number))}
    />
  );
}
