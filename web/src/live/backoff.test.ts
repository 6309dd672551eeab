import { expect, test } from "vitest";
import { reconnectDelay } from "./backoff";

test("the wait grows with each attempt, up to a limit", () => {
  const longest = [0, 1, 2, 5, 50].map((attempt) => reconnectDelay(attempt, 0.999999));
  expect(longest).toEqual([600, 1_100, 2_100, 15_100, 15_100]);
});

test("chance spreads the browsers from almost at once to the whole wait", () => {
  expect(reconnectDelay(4, 0)).toBe(100);
  expect(reconnectDelay(4, 0.5)).toBe(4_100);
});
