import type { NotificationView } from "@/api/types";
import { useWords } from "@/i18n/words";

/** Which part of the customer page a notice is about, by the first word of its kind. */
const TABS: Record<string, string> = {
  comment: "comments",
  task: "tasks",
  appointment: "appointments",
  ticket: "tickets",
};

/** Places of notices that are about no customer. */
const PLACES: Record<string, string> = {
  task: "/tasks",
  import: "/imports",
};

/** Where a notice leads; null when there is nothing (any more) that this user may see. */
export function pathOf({ kind, customer, params }: NotificationView): string | null {
  const area = kind.split(".")[0] ?? "";
  if (customer) {
    const tab = TABS[area];
    return `/customers/${customer.id}${tab ? `?tab=${tab}` : ""}`;
  }
  if (typeof params.path === "string") return params.path;
  // A customer that may no longer be seen leaves nothing to open.
  return Object.keys(params).length > 0 ? (PLACES[area] ?? null) : null;
}

/** What a notice says, in words. */
export function useSentence(): (notice: NotificationView) => string {
  const words = useWords();
  return ({ kind, by, params }) => words("notices", kind, { ...params, who: by?.name ?? "" });
}

/** The name of a notice's toast, so that it goes when the notice is read elsewhere. */
export const toastOf = (id: number): string => `notice-${id}`;
