import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { components } from "@/api/schema";

export type Automation = components["schemas"]["AutomationView"];

/** What is done by itself, as the admin set it. */
export const automationQuery = queryOptions({
  queryKey: ["automation"],
  queryFn: ({ signal }) => get<Automation>("/settings/automation", undefined, signal),
});

const TYPED = /^(\d{1,2})[:hg.]?(\d{2})$/i;

/** A time as the server takes it; null for what is none. */
export function readTime(typed: string): string | null {
  const [, hour = "", minute = ""] = TYPED.exec(typed.trim()) ?? [];
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, "0")}:${minute}`;
}
