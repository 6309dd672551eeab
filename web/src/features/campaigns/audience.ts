import type { Selection } from "@/features/customers/bulk/bulk";

/** Customers that were chosen in the list, on their way into a campaign that is being made. */
export interface Audience {
  selection: Selection;
  /** How many, as it is shown. */
  shown: string;
}

const KEY = "cti.audience";

/** Of this tab, and gone with it: ten thousand ids fit into no address. */
export const keepAudience = (audience: Audience): void =>
  sessionStorage.setItem(KEY, JSON.stringify(audience));

export const forgetAudience = (): void => sessionStorage.removeItem(KEY);

export function readAudience(): Audience | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isAudience(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isAudience(kept: unknown): kept is Audience {
  return typeof kept === "object" && kept !== null && "selection" in kept && "shown" in kept;
}
