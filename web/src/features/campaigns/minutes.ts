import type { Minute } from "@/api/types";

const MINUTE_MS = 60_000;
const FEWEST = 15;
const MOST = 120;

/**
 * The columns of the chart, one per minute without gaps: a minute in which nothing was dialled is
 * a zero, not a straight line between its neighbours. At least 15 minutes, at most the last 120.
 */
export function fillMinutes(minutes: readonly Minute[]): Minute[] {
  const last = minutes.at(-1);
  if (!last) return [];
  const known = new Map(minutes.map((minute) => [Date.parse(minute.minute), minute]));
  const end = Date.parse(last.minute);
  const first = Math.min(...known.keys());
  const wanted = Math.round((end - first) / MINUTE_MS) + 1;
  const length = Math.min(MOST, Math.max(FEWEST, wanted));
  return Array.from({ length }, (_, n) => {
    const at = end - (length - 1 - n) * MINUTE_MS;
    return (
      known.get(at) ?? { minute: new Date(at).toISOString(), dialled: 0, answered: 0, keys: {} }
    );
  });
}
