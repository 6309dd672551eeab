import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";

interface Props {
  contacts: Customer["contacts"];
  value: number | null;
  onChange: (contact: number | null) => void;
  disabled?: boolean;
}

/** One of the customer's contacts; the primary one to start with. */
export function ContactSelect({ contacts, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("opportunities.contact")}
      searchable
      allowDeselect={false}
      disabled={disabled}
      nothingFoundMessage={t("shell.nothingFound")}
      data={contacts.map((one) => ({
        value: String(one.id),
        label: one.title ? `${one.name} (${one.title})` : one.name,
      }))}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  );
}
