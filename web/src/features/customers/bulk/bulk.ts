import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { get, post } from "@/api/client";
import type { components } from "@/api/schema";
import { useEntry } from "@/live/hooks";

type Shapes = components["schemas"];
export type BulkJob = Shapes["BulkJob"];
export type Refusal = Shapes["Refusal"];

/** The query of GET /customers, without cursor and limit. */
export type CustomerFilter = Record<string, string | number | boolean | null | undefined>;

/** Customers by their ids, or all of a list. */
export type Selection = { ids: number[] } | { query: CustomerFilter };

/** How far a job is, as the live topic tells it. */
export interface JobProgress {
  id: number;
  kind: BulkJob["kind"];
  state: BulkJob["state"];
  total: number | null;
  done: number;
  changed: number;
  unchanged: number;
  refused: number;
  error: string | null;
  rate: number | null;
  seconds_left: number | null;
}

export const isOpen = (state: BulkJob["state"]): boolean =>
  state === "waiting" || state === "running";

const AFTER_MS = 3_000;

export const jobQuery = (id: number) =>
  queryOptions({
    queryKey: ["bulk-jobs", id],
    queryFn: ({ signal }) => get<BulkJob>(`/bulk-jobs/${id}`, undefined, signal),
    // The live topic is faster; this is for a link that is down.
    refetchInterval: (query) =>
      query.state.data && !isOpen(query.state.data.state) ? false : AFTER_MS,
  });

/** A job as it is now: the newest of what was fetched and what the server pushed. */
export function useJob(started: BulkJob): BulkJob & Partial<JobProgress> {
  const live = useEntry<JobProgress>("me", `job/${started.id}`);
  const ended = live !== undefined && !isOpen(live.state);
  const { data } = useQuery({ ...jobQuery(started.id), initialData: started, staleTime: 0 });
  const shown = data ?? started;
  if (!live || (!isOpen(shown.state) && ended)) return shown;
  return isOpen(shown.state) ? { ...shown, ...live } : shown;
}

interface Work {
  path: string;
  body: Record<string, unknown>;
}

/** Start a job; `path` says which kind. */
export function useStart() {
  return useMutation({
    mutationFn: ({ path, body }: Work) => post<BulkJob>(path, body),
  });
}

/** What the server takes: empty parts of a filter are left out. */
export function asBody(selection: Selection): Record<string, unknown> {
  if ("ids" in selection) return { ids: selection.ids };
  const parts = Object.entries(selection.query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return { query: Object.fromEntries(parts) };
}
