import { describe, expect, test } from "vitest";
import { FRESH, findProblems, movesNobodyNew, withKey } from "./values";

const filled = {
  ...FRESH,
  name: "Hội thảo tháng 12",
  pbx: "pbx1",
  trunk: "carrier",
  caller_id: "02473004666",
  prompt_id: 1,
};

describe("the campaign form", () => {
  test("a form that is filled in has nothing wrong", () => {
    expect(findProblems(filled)).toEqual({});
  });

  test("an empty form names every field that is missing", () => {
    expect(Object.keys(findProblems(FRESH)).sort()).toEqual([
      "caller_id",
      "name",
      "pbx",
      "prompt_id",
      "trunk",
    ]);
  });

  test("the key that refuses may mean nothing else", () => {
    const keys = withKey(filled.keys, "9", "cancelled");
    expect(findProblems({ ...filled, keys })).toEqual({ refuse_key: "refuseKeyTaken" });
  });

  test("a window must end after it starts, and have a day", () => {
    const window = { days: [], start: "17:00", end: "08:00" };
    expect(findProblems({ ...filled, window })).toEqual({
      "window.days": "noDays",
      "window.end": "window",
    });
  });

  test("a window may last until midnight", () => {
    const window = { days: [1], start: "00:00", end: "24:00" };
    expect(findProblems({ ...filled, window })).toEqual({});
  });

  test("taking a key out leaves the others", () => {
    expect(withKey(filled.keys, "1", null)).toEqual({ "2": "participated" });
  });
});

test.each([
  [{}, false],
  [{ "1": "registered", "2": "cancelled" }, false],
  [{ "2": "participated", "3": "cancelled" }, true],
] as const)("of the keys %j it is told whether they move nobody new", (keys, told) => {
  expect(movesNobodyNew(keys)).toBe(told);
});
