import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CompanyPage, Customer } from "@/api/types";
import { PickFilter } from "@/components/PickFilter";

interface Props {
  value: number | undefined;
  onChange: (company: number | undefined) => void;
}

const WAIT_MS = 250;
const SHOWN = 20;

/** One of the companies, found by its name as it is typed. */
export function CompanyFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const chosen = useQuery({
    queryKey: ["customer", value],
    queryFn: ({ signal }) => get<Customer>(`/customers/${value}`, undefined, signal),
    enabled: value !== undefined,
    retry: false,
  });
  const name = chosen.data?.name ?? "";
  const [q] = useDebouncedValue(typed === name ? "" : typed.trim(), WAIT_MS);
  const found = useQuery({
    queryKey: ["companies", "pick", q],
    queryFn: ({ signal }) => get<CompanyPage>("/companies", { q, limit: SHOWN }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = new Map((found.data?.rows ?? []).map((one) => [one.id, one.name]));
  if (value !== undefined) rows.set(value, name || `#${value}`);
  return (
    <PickFilter
      w={200}
      label={t("contactList.company")}
      placeholder={t("contactList.everyCompany")}
      options={[...rows].map(([id, label]) => ({ id, name: label }))}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
    />
  );
}
