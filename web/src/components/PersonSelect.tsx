import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { components } from "@/api/schema";
import type { Person } from "@/api/types";
import { peopleQuery } from "@/features/contacts/customers";

/** Who can be chosen: everybody, or those who see a customer; who is chosen already stays. */
function useChoices(customerId: number | null, chosen: readonly Person[]) {
  const everybody = useQuery({ ...peopleQuery, enabled: customerId === null });
  const viewers = useQuery({
    queryKey: ["customer", customerId, "viewers"],
    queryFn: ({ signal }) =>
      get<components["schemas"]["Viewers"]>(`/customers/${customerId}/viewers`, undefined, signal),
    enabled: customerId !== null,
  });
  const found = (customerId === null ? everybody.data?.rows : viewers.data?.rows) ?? [];
  const byId = new Map([...chosen, ...found].map((person) => [person.id, person]));
  return [...byId.values()].map((person) => ({
    value: String(person.id),
    label: person.extension ? `${person.name} (${person.extension})` : person.name,
  }));
}

interface Shared {
  label: string;
  /** Only those who see this customer; null: everybody. */
  customerId: number | null;
  /** Who may be chosen already though no longer offered. */
  known: readonly Person[];
  error?: string | undefined;
}

interface OneProps extends Shared {
  value: number;
  onChange: (id: number) => void;
}

/** One of us, found by name or extension. */
export function PersonSelect({ customerId, known, value, onChange, ...rest }: OneProps) {
  const { t } = useTranslation();
  return (
    <Select
      searchable
      nothingFoundMessage={t("shell.nothingFound")}
      data={useChoices(customerId, known)}
      value={String(value)}
      onChange={(next) => next !== null && onChange(Number(next))}
      {...rest}
    />
  );
}

interface SeveralProps extends Shared {
  value: number[];
  onChange: (ids: number[]) => void;
}

/** Several of us. */
export function PersonsSelect({ customerId, known, value, onChange, ...rest }: SeveralProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      searchable
      hidePickedOptions
      size="sm"
      nothingFoundMessage={t("shell.nothingFound")}
      data={useChoices(customerId, known)}
      value={value.map(String)}
      onChange={(next) => onChange(next.map(Number))}
      {...rest}
    />
  );
}
