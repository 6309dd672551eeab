import type { TimelineEntry } from "@/api/types";

export type Detail = TimelineEntry["detail"];

/** A text of an entry's detail; null when it is empty or none. */
export function textOf(detail: Detail, name: string): string | null {
  const value = detail[name];
  return typeof value === "string" && value !== "" ? value : null;
}
