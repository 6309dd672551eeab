import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CustomerPage } from "@/features/customers/lists";
import type { Recipient } from "./sms";

const FOUND = 8;

interface Props {
  value: string | null;
  onChange: (value: string | null) => void;
}

/** "customer-7" or "contact-9" as the server takes it. */
export function readRecipient(value: string | null): Recipient {
  const [of, id] = value?.split("-") ?? [];
  if (of === "customer") return { customer_id: Number(id) };
  return of === "contact" ? { contact_id: Number(id) } : {};
}

/** Somebody to try a text on: a customer, or a customer's contact. */
export function RecipientSelect({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({
    queryKey: ["customers", "recipients", query],
    queryFn: ({ signal }) =>
      get<CustomerPage>("/customers", { q: query, scope: "all", limit: FOUND }, signal),
    placeholderData: keepPreviousData,
  });
  // Who is chosen keeps their name though the list goes on to others.
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const rows = found.data?.rows ?? [];
  const customers = rows.map((row) => ({ value: `customer-${row.id}`, label: row.name }));
  const contacts = rows.flatMap((row) =>
    row.contact ? [{ value: `contact-${row.contact.id}`, label: row.contact.name }] : [],
  );
  const kept = [...customers, ...contacts].some((one) => one.value === chosen?.value);
  const rest = chosen && !kept ? [chosen] : [];
  const isCustomer = chosen?.value.startsWith("customer-");
  return (
    <Select
      label={t("sms.tryOn")}
      description={t("sms.tryOnHint")}
      placeholder={t("sms.tryOnPlaceholder")}
      searchable
      clearable
      // The server has looked already.
      filter={({ options }) => options}
      nothingFoundMessage={t("shell.nothingFound")}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(next) => {
        setChosen([...customers, ...contacts].find((one) => one.value === next) ?? null);
        onChange(next);
      }}
      data={[
        { group: t("sms.fieldsOf.customer"), items: [...(isCustomer ? rest : []), ...customers] },
        { group: t("sms.fieldsOf.contact"), items: [...(isCustomer ? [] : rest), ...contacts] },
      ]}
    />
  );
}
