import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, post } from "@/api/client";
import type { Customer, MergeList, MergeResult, UndoResult } from "@/api/types";
import { calendarDay, moment } from "@/components/format";
import { useWords } from "@/i18n/words";

export type Side = "kept" | "gone";
export type Choices = Record<string, Side>;

interface Pair {
  kept: Customer;
  gone: Customer;
  choose: Choices;
}

const send = ({ kept, gone, choose }: Pair, dryRun: boolean): Promise<MergeResult> =>
  post<MergeResult>(`/customers/${kept.id}/merge`, {
    gone_id: gone.id,
    version: kept.version,
    gone_version: gone.version,
    choose,
    dry_run: dryRun,
  });

/** What a merge would do; asked again when another value is chosen. */
export function useDryRun(kept: Customer | undefined, gone: Customer | undefined, choose: Choices) {
  return useQuery({
    queryKey: ["mergeDryRun", kept?.id, kept?.version, gone?.id, gone?.version, choose],
    queryFn: () => send({ kept: kept as Customer, gone: gone as Customer, choose }, true),
    enabled: kept !== undefined && gone !== undefined && kept.id !== gone.id,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Everything that shows customers is old after a merge or its undoing. */
export function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["customer", "customers", "contacts", "companies", "duplicates", "merges", "timeline"].map(
        (key) => client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

/** What is old then is refreshed by who leaves the page: one of the two shown on it is gone. */
export function useMerge() {
  return useMutation({ mutationFn: (pair: Pair) => send(pair, false) });
}

export function useMerges(customerId: number) {
  return useQuery({
    queryKey: ["merges", customerId],
    queryFn: ({ signal }) => get<MergeList>(`/customers/${customerId}/merges`, undefined, signal),
  });
}

export function useUndoMerge() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: number) => post<UndoResult>(`/merges/${id}/undo`),
    onSuccess: refresh,
  });
}

/** A day of the calendar, of whatever field. */
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A value as the server tells it, in words; "" for nothing. */
export function useTellValue(): (field: string, value: unknown) => string {
  const { t } = useTranslation();
  const words = useWords();
  return (field, value) => {
    if (value === null || value === undefined || value === "") return "";
    if (Array.isArray(value)) return value.join(", ");
    if (field === "kind" || field === "stage") return words("logValues", String(value));
    if (field === "last_contact_at") return moment(String(value));
    if (typeof value === "object") return t("duplicates.empty");
    if (DAY.test(String(value))) return calendarDay(String(value));
    return String(value);
  };
}
