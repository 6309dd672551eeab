const FIRST_MS = 500;
const LAST_MS = 15_000;

/**
 * Milliseconds to wait before the `attempt`th reconnect (0, 1, …), with full jitter, so that five
 * hundred browsers do not return in the same instant. `chance` is in [0, 1).
 */
export function reconnectDelay(attempt: number, chance: number): number {
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(100 + chance * ceiling);
}
