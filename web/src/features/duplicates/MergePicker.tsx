import { Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Customer } from "@/api/types";
import { SearchInput } from "@/components/SearchInput";
import classes from "./duplicates.module.css";

interface Found {
  rows: { id: number; code: string; name: string; owner: { name: string } | null }[];
}

const SHOWN = 12;

/** Which customer is merged into this one: found by name, code, number or e-mail. */
export function MergePicker({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [q, setQ] = useState<string | undefined>(customer.name);
  const { data } = useQuery({
    queryKey: ["customers", "pick", q],
    queryFn: ({ signal }) => get<Found>("/customers", { q, limit: SHOWN, sort: "name" }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = (data?.rows ?? []).filter((one) => one.id !== customer.id);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("duplicates.chooseHint", { name: customer.name })}
      </Text>
      <SearchInput value={q} label={t("companies.search")} onChange={setQ} />
      <ul className={classes.history} aria-label={t("duplicates.choose")}>
        {rows.map((one) => (
          <li key={one.id}>
            <Link to="/duplicates/merge" search={{ kept: customer.id, gone: one.id }}>
              {one.name}
            </Link>
            <Text size="xs" c="dimmed">
              {one.code} · {one.owner?.name ?? t("contacts.nobody")}
            </Text>
          </li>
        ))}
      </ul>
      {data && rows.length === 0 && <Text size="sm">{t("shell.nothingFound")}</Text>}
    </Stack>
  );
}
