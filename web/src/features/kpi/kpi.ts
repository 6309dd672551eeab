import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get, type Query } from "@/api/client";
import type { components } from "@/api/schema";
import type { CustomersSearch } from "@/features/customers/search";
import type { Raw } from "@/routes/search";

type Shapes = components["schemas"];
export type Kpi = Shapes["Kpi"];
export type KpiRow = Shapes["KpiRow"];
export type KpiFigures = Shapes["KpiFigures"];
export type KpiEntry = Shapes["KpiEntry"];
export type SourceCount = Shapes["SourceCount"];

export const PERIODS = ["today", "week", "month", "last_month", "custom"] as const;
export type PeriodName = (typeof PERIODS)[number];
/** Those that need no days beside them. */
export const NAMED = PERIODS.filter((one) => one !== "custom");
export const PARTS = ["tasks", "comments", "calls"] as const;
export type Part = (typeof PARTS)[number];

const SORTS = ["name", "customers", "interactions", ...PARTS, "talk_s"] as const;
export type Sort = (typeof SORTS)[number];

/** What the address of the overview says. */
export interface KpiSearch {
  period?: PeriodName | undefined;
  /** Of a period of one's own: days, 2026-11-21. */
  first?: string | undefined;
  last?: string | undefined;
  /** One employee; 0 for what is nobody's. */
  user?: number | undefined;
  /** The interactions that are listed at the side. */
  part?: Part | undefined;
  sort?: Sort | undefined;
  order?: "asc" | undefined;
}

const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined =>
  known.find((one) => one === value);
const DAY = /^\d{4}-\d\d-\d\d$/;
const day = (value: unknown): string | undefined =>
  typeof value === "string" && DAY.test(value) ? value : undefined;

export function readKpiSearch(raw: Raw): KpiSearch {
  const user = raw.user == null ? Number.NaN : Number(raw.user);
  return {
    period: oneOf(raw.period, PERIODS),
    first: day(raw.first),
    last: day(raw.last),
    user: Number.isInteger(user) && user >= 0 ? user : undefined,
    part: oneOf(raw.part, PARTS),
    sort: oneOf(raw.sort, SORTS),
    order: oneOf(raw.order, ["asc"]),
  };
}

/** The period as the server takes it; null while a period of one's own lacks an end. */
export function periodQuery({ period, first, last }: KpiSearch): Query | null {
  if (period !== "custom") return { period: period ?? "month" };
  return first && last && first <= last ? { period, first, last } : null;
}

/** With a user, the sources are of their customers alone. */
export function useKpi(period: Query | null, user?: number) {
  return useQuery({
    queryKey: ["kpi", period, user],
    queryFn: ({ signal }) => get<Kpi>("/reports/kpi", { ...period, user_id: user }, signal),
    enabled: period !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The list of the customers that a figure counts. */
export function customersBehind(
  kpi: Pick<Kpi, "first" | "last">,
  owners: readonly (number | null)[] | null,
  source?: number | null,
): CustomersSearch {
  return {
    view: "all",
    scope: "all",
    filters: [
      { field: "created_at", least: kpi.first, most: kpi.last },
      ...(owners === null ? [] : [{ field: "owner", any: [...owners] }]),
      ...(source === undefined ? [] : [{ field: "source", any: [source] }]),
    ],
  };
}

/** Of a line: its user's id, 0 for what is nobody's, as the address has it. */
export const userOf = (row: KpiRow): number => row.user?.id ?? 0;

/** By name when nothing else is said; figures the largest first, names from A. */
export function sortRows(rows: readonly KpiRow[], { sort, order }: KpiSearch): KpiRow[] {
  const by = sort ?? "interactions";
  const sign = order === "asc" ? 1 : -1;
  const name = (row: KpiRow): string => row.user?.name ?? "\uffff";
  const byName = (a: KpiRow, b: KpiRow): number => name(a).localeCompare(name(b), "vi");
  return [...rows].sort((a, b) =>
    by === "name" ? -sign * byName(a, b) : sign * (a[by] - b[by]) || byName(a, b),
  );
}
