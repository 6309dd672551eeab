import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { get, patch, post, remove, upload } from "@/api/client";
import type { components } from "@/api/schema";
import { useEntry } from "@/live/hooks";
import type { RowFilter } from "./filters";

type Shapes = components["schemas"];
export type Import = Shapes["Import"];
export type ImportChange = Partial<Shapes["ImportChange"]>;
export type ImportColumn = Shapes["ImportColumn"];
export type ImportCounts = Shapes["ImportCounts"];
export type ImportField = Shapes["ImportField"];
export type ImportKind = Import["kind"];
export type ImportProblem = Shapes["ImportProblem"];
export type ImportProgress = Shapes["ImportProgress"];
export type ImportRow = Shapes["ImportRow"];
export type ImportSummary = Shapes["ImportSummary"];
export type Purpose = Import["purpose"];
export type Rule = ImportColumn["rule"];

export const KINDS = ["customers", "contacts", "companies"] as const satisfies ImportKind[];
export const RULES = ["overwrite", "only_if_empty", "never"] as const satisfies Rule[];

const POLL_MS = 2_000;
const WORKING = new Set<Import["state"]>(["checking", "running", "undoing"]);

export const isWorking = (state: Import["state"]): boolean => WORKING.has(state);
export const canChange = (state: Import["state"]): boolean =>
  state === "draft" || state === "checked";

export const importQuery = (id: number) =>
  queryOptions({
    queryKey: ["imports", id],
    queryFn: ({ signal }) => get<Import>(`/imports/${id}`, undefined, signal),
    // The live topic is faster; polled for those who may not follow it, and for a link that is down.
    refetchInterval: (query) =>
      query.state.data && isWorking(query.state.data.state) ? POLL_MS : false,
  });

/** Rows are another list whenever the import was looked at anew. */
export const rowsKey = (id: number): readonly unknown[] => ["import-rows", id];

export function useImportFields(kind: ImportKind, purpose: Purpose): ImportField[] {
  const { data } = useQuery({
    queryKey: ["import-fields", kind, purpose],
    queryFn: ({ signal }) =>
      get<{ rows: ImportField[] }>("/imports/fields", { kind, purpose }, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return data?.rows ?? NONE;
}
const NONE: ImportField[] = [];

/** How far an import is: pushed while it is worked on; else as fetched, with cells typed since. */
export function useProgress(one: Import): ImportProgress {
  const live = useEntry<ImportProgress>(`import/${one.id}`, "progress");
  return isWorking(one.state) && live?.state === one.state ? live : one.progress;
}

/** What the server pushed last: fetch the import anew when its state is another. */
export function usePushedState(id: number): Import["state"] | undefined {
  return useEntry<ImportProgress>(`import/${id}`, "progress")?.state;
}

export function useUpload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, kind, purpose }: { file: File; kind: ImportKind; purpose: Purpose }) =>
      upload<Import>(`/imports?kind=${kind}&purpose=${purpose}`, file),
    onSuccess: (made) => {
      client.setQueryData(["imports", made.id], made);
      void client.invalidateQueries({ queryKey: ["imports-list"] });
    },
  });
}

export function useChange(id: number) {
  const client = useQueryClient();
  const key = importQuery(id).queryKey;
  return useMutation({
    mutationFn: (change: ImportChange) => patch<Import>(`/imports/${id}`, change),
    // One after the other: two quick choices must not overtake each other.
    scope: { id: `import-${id}` },
    onMutate: (change) => {
      const before = client.getQueryData(key);
      if (before && change.columns) {
        const chosen = new Map(change.columns.map((one) => [one.letter, one]));
        client.setQueryData(key, {
          ...before,
          columns: before.columns.map((one) => {
            const choice = chosen.get(one.letter);
            return choice
              ? {
                  ...one,
                  field: choice.field,
                  rule: choice.rule ?? one.rule,
                  origin: "chosen" as const,
                }
              : one;
          }),
        });
      }
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) client.setQueryData(key, context.before);
    },
    onSuccess: (changed) => client.setQueryData(key, changed),
  });
}

/** Check, start, cancel, undo. */
export function useCommand(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: "check" | "start" | "cancel" | "undo") =>
      post<Import>(`/imports/${id}/${command}`),
    scope: { id: `import-${id}` },
    onSuccess: (changed) => {
      client.setQueryData(importQuery(id).queryKey, changed);
      void client.invalidateQueries({ queryKey: rowsKey(id) });
      void client.invalidateQueries({ queryKey: ["imports-list"] });
    },
    onError: () => client.invalidateQueries({ queryKey: importQuery(id).queryKey }),
  });
}

export function useDiscard(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove<void>(`/imports/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["imports-list"] }),
  });
}

/** A cell typed anew: the row comes back checked, and the counters with it. */
export function useRetype(one: Import) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, letter, value }: { number: number; letter: string; value: string }) =>
      patch<Shapes["ImportRowChanged"]>(`/imports/${one.id}/rows/${number}`, {
        cells: [{ letter, value }],
      }),
    onSuccess: ({ counts }) => {
      const key = importQuery(one.id).queryKey;
      const before = client.getQueryData(key);
      if (before) {
        client.setQueryData(key, {
          ...before,
          counts,
          progress: { ...before.progress, counts },
        });
      }
    },
  });
}

export const countOf = (counts: ImportCounts, filter: RowFilter): number => counts[filter];

/** Rows that would be, or were, taken in. */
export const countTaken = (counts: ImportCounts): number =>
  counts.new + counts.changed + counts.deleted;

/** What becomes of rows that nothing is written of. */
export const LEFT = ["invalid", "duplicate", "not_found"] as const;

export const countFailed = (counts: ImportCounts): number =>
  LEFT.reduce((sum, one) => sum + counts[one], 0);
