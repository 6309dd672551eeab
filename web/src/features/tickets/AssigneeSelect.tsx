import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { components } from "@/api/schema";

interface Props {
  customerId: number;
  /** Who has it now; they stay in the list though they may not see the customer any more. */
  current: { id: number; name: string } | null;
  value: number | null;
  onChange: (assignee: number | null) => void;
  disabled: boolean;
}

/** Who can work on it: the people who see the customer. */
export function AssigneeSelect({ customerId, current, value, onChange, disabled }: Props) {
  const { t } = useTranslation();
  const viewers = useQuery({
    queryKey: ["customer", customerId, "viewers"],
    queryFn: ({ signal }) =>
      get<components["schemas"]["Viewers"]>(`/customers/${customerId}/viewers`, undefined, signal),
  });
  const people = [...(viewers.data?.rows ?? [])];
  const names = new Map(people.map((one) => [one.id, one.name]));
  if (current) names.set(current.id, current.name);
  return (
    <Select
      label={t("tickets.assignee")}
      placeholder={t("contacts.nobody")}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={t("shell.nothingFound")}
      data={[...names].map(([id, name]) => ({ value: String(id), label: name }))}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  );
}
