import { Input, SegmentedControl, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Referrer, ReferrerList } from "@/api/types";

interface Props {
  value: Referrer | null;
  required: boolean;
  error?: string | null;
  onChange: (value: Referrer | null) => void;
}

const SOURCES = ["customer", "user"] as const;
const WAIT_MS = 250;

/** R340, R341: who brought the customer: another customer or an employee, each searched for. */
export function ReferrerPicker({ value, required, error, onChange }: Props) {
  const { t } = useTranslation();
  const [source, setSource] = useState<Referrer["kind"]>(value?.kind ?? "customer");
  const nameOf = (one: Referrer | null): string =>
    one ? (one.name ?? t("contacts.form.referrerHidden")) : "";
  const [typed, setTyped] = useState(nameOf(value));
  const [q] = useDebouncedValue(typed.trim() === nameOf(value) ? "" : typed.trim(), WAIT_MS);
  const found = useQuery({
    queryKey: ["referrers", source, q],
    queryFn: ({ signal }) => get<ReferrerList>("/referrers", { source, q }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = (found.data?.rows ?? []).filter((one) => one.kind === source);
  const shown = value?.kind === source && !rows.some((one) => one.id === value.id);
  const options = shown ? [value, ...rows] : rows;
  return (
    <Input.Wrapper
      label={t("contacts.form.referrer")}
      withAsterisk={required}
      error={error}
      labelElement="div"
      data-wide="true"
    >
      <SegmentedControl
        size="xs"
        mb={6}
        fullWidth
        aria-label={t("contacts.form.referrerSource")}
        data={SOURCES.map((one) => ({ value: one, label: t(`contacts.form.referrers.${one}`) }))}
        value={source}
        onChange={(next) => {
          setSource(next === "user" ? "user" : "customer");
          setTyped("");
        }}
      />
      <Select
        aria-label={t("contacts.form.referrer")}
        placeholder={t(`contacts.form.findReferrer.${source}`)}
        searchable
        clearable
        // The server has searched already, without regard to diacritics.
        filter={({ options: all }) => all}
        nothingFoundMessage={t("shell.nothingFound")}
        data={options.map((one) => ({ value: String(one.id), label: nameOf(one) }))}
        value={value?.kind === source ? String(value.id) : null}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={(next) =>
          onChange(options.find((one) => next !== null && one.id === Number(next)) ?? null)
        }
      />
    </Input.Wrapper>
  );
}
