import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { get, post } from "@/api/client";
import type { components } from "@/api/schema";
import { count } from "@/components/format";
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

const SPOKEN = ["delete", "opportunity", "campaign"] as const;
const UNDOING = {
  delete: "undoDelete",
  opportunity: "undoOpportunity",
  campaign: "undoCampaign",
} as const;
/** Of these nothing is left as it is without a reason. */
const NEVER_UNCHANGED = ["opportunity", "delete"];

/** The kind with words of its own. */
export const spoken = (kind: BulkJob["kind"] | null): (typeof SPOKEN)[number] | undefined =>
  SPOKEN.find((one) => one === kind);

/** Whose words tell what came of a job; undefined: the general ones. */
export function wordsOf(job: Pick<BulkJob, "kind" | "undoes">) {
  if (job.kind !== "undo") return spoken(job.kind);
  const what = spoken(job.undoes);
  return what ? UNDOING[what] : "undo";
}

/** Whose words tell what undoing a job of this kind does. */
export const undoneAs = (kind: BulkJob["kind"]) => spoken(kind) ?? "edit";

/** What a job is called. */
export function jobTitle(t: TFunction, job: Pick<BulkJob, "kind" | "undoes">): string {
  return job.undoes
    ? t("bulk.undoOf", { what: t(`bulk.title.${job.undoes}`) })
    : t(`bulk.title.${job.kind}`);
}

/** What a job did, in numbers. */
export function tellResult(
  t: TFunction,
  job: Pick<BulkJob, "kind" | "undoes" | "changed" | "unchanged" | "refused">,
): string[] {
  const kind = wordsOf(job);
  if (job.kind === "export") return [t("bulk.rowsWritten", { n: count(job.changed) })];
  const told = (["changed", "unchanged", "refused"] as const).map((what) =>
    t(kind ? `bulk.told.${kind}.${what}` : `bulk.${what}`, { n: count(job[what]) }),
  );
  return NEVER_UNCHANGED.includes(job.kind) ? told.filter((_, n) => n !== 1) : told;
}

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

/** Put back what a job changed; the answer is the job that does it. */
export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => post<BulkJob>(`/bulk-jobs/${id}/undo`),
    onSettled: () => client.invalidateQueries({ queryKey: ["bulk-jobs"] }),
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
