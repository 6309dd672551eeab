/** Rows of an import by what became of them; also what a list of rows is filtered by. */
export const FILTERS = [
  "new",
  "changed",
  "unchanged",
  "deleted",
  "duplicate",
  "invalid",
  "not_found",
  "mended",
  "warned",
  "dnc",
  "skipped",
] as const;
export type RowFilter = (typeof FILTERS)[number];
