import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { People } from "@/api/types";

/** All who work or worked here: records still belong to those who were locked out. */
const everybodyQuery = queryOptions({
  queryKey: ["people", "gone"],
  queryFn: ({ signal }) => get<People>("/people", { gone: true }, signal),
  staleTime: 300_000,
});

interface Somebody {
  id: number;
  name: string;
  extension: string | null;
  active: boolean;
}

/** Everybody by name; who was locked out is told to be. */
export function useEverybody(): Somebody[] {
  const { t } = useTranslation();
  const rows = useQuery(everybodyQuery).data?.rows ?? [];
  return rows.map((one) =>
    one.active
      ? one
      : { ...one, name: t("contacts.lockedOut", { name: one.name }), extension: null },
  );
}

/** Whom a record can be given to, and those whom it belongs to already. */
export function useGivable(chosen: readonly (number | null)[]): Somebody[] {
  return useEverybody().filter((one) => one.active || chosen.includes(one.id));
}
