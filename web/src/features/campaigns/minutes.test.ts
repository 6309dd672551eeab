import { expect, test } from "vitest";
import { fillMinutes } from "./minutes";

const at = (minute: string, dialled: number) => ({
  minute: `2026-11-22T${minute}:00+00:00`,
  dialled,
  answered: 0,
  keys: {},
});

test("a minute without calls is a zero between its neighbours", () => {
  const filled = fillMinutes([at("08:00", 5), at("08:20", 7)]);
  expect(filled).toHaveLength(21);
  expect(filled.map((minute) => minute.dialled).filter(Boolean)).toEqual([5, 7]);
  expect(filled[1]).toEqual({
    minute: "2026-11-22T08:01:00.000Z",
    dialled: 0,
    answered: 0,
    keys: {},
  });
});

test("a campaign that has just begun has a quarter of an hour to grow into", () => {
  const filled = fillMinutes([at("08:00", 5)]);
  expect(filled).toHaveLength(15);
  expect(filled.at(-1)?.dialled).toBe(5);
});

test("a long campaign shows its last two hours", () => {
  const filled = fillMinutes([at("01:00", 5), at("09:00", 7)]);
  expect(filled).toHaveLength(120);
  expect(filled[0]?.minute).toBe("2026-11-22T07:01:00.000Z");
});

test("no minutes are no chart", () => {
  expect(fillMinutes([])).toEqual([]);
});
