import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../customers";

interface Props {
  value: number[];
  onChange: (value: number[]) => void;
}

/** R012: who supports the customer beside its owner. */
export function PeopleSelect({ value, onChange }: Props) {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery);
  return (
    <MultiSelect
      size="sm"
      label={t("contacts.supporters")}
      searchable
      clearable
      hidePickedOptions
      maxValues={50}
      nothingFoundMessage={t("shell.nothingFound")}
      data={(people.data?.rows ?? []).map((one) => ({ value: String(one.id), label: one.name }))}
      value={value.map(String)}
      onChange={(next) => onChange(next.map(Number))}
    />
  );
}
