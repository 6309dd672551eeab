import { useMemo } from "react";
import type { CallCard } from "@/api/types";
import { useEntries } from "@/live/hooks";

/** The calls on my desk, oldest first: from the first ring until they are wrapped up. */
export function useMyCalls(): CallCard[] {
  const calls = useEntries<CallCard>("me", "call/");
  return useMemo(
    () => [...calls].sort((a, b) => a.started_at.localeCompare(b.started_at)),
    [calls],
  );
}

export const isOver = (call: CallCard): boolean => call.state === "ended" || call.ended_at !== null;

/** The match that the call belongs to: the only one, or the one that was chosen. */
export function callMatch(call: CallCard): CallCard["matches"][number] | undefined {
  if (call.contact_id !== null) {
    const chosen = call.matches.find((match) => match.contact_id === call.contact_id);
    if (chosen) return chosen;
  }
  return call.matches.length === 1 ? call.matches[0] : undefined;
}

/** Whose card to show beneath the call; null while nobody knows. */
export function callCustomer(call: CallCard): number | null {
  return call.customer_id ?? callMatch(call)?.customer_id ?? null;
}

/** The name, else the number as people write it. */
export function callTitle(call: CallCard, unknown: string): string {
  return callMatch(call)?.name ?? (call.display || unknown);
}
