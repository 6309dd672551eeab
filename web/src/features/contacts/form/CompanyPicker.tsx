import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CompanyPage } from "@/api/types";
import type { CompanyValue } from "./values";

interface Props {
  value: CompanyValue | null;
  error?: string | null;
  onChange: (value: CompanyValue | null) => void;
}

const WAIT_MS = 250;
const SHOWN = 10;

/** R057: the company of a contact: one that is there, or a new one made with the contact. */
export function CompanyPicker({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const typed = value?.name ?? "";
  const [q] = useDebouncedValue(value?.id === null ? typed.trim() : "", WAIT_MS);
  const found = useQuery({
    queryKey: ["companies", "pick", q],
    queryFn: ({ signal }) => get<CompanyPage>("/companies", { q, limit: SHOWN }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.rows ?? [];
  const names = [...new Set(rows.map((one) => one.name))];
  const isNew = value !== null && value.id === null && typed.trim() !== "";
  return (
    <Autocomplete
      size="sm"
      label={t("companies.pick")}
      placeholder={t("companies.pickHint")}
      description={isNew ? t("companies.createNew", { name: typed.trim() }) : undefined}
      error={error}
      maxLength={300}
      clearable
      filter={({ options }) => options}
      data={names}
      value={typed}
      onChange={(name) => {
        // Who has this name already is taken; any other name is a new company.
        const there = rows.find((one) => one.name === name);
        onChange(name.trim() === "" ? null : { id: there?.id ?? null, name });
      }}
    />
  );
}
