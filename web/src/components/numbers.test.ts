import { afterEach, describe, expect, it, vi } from "vitest";
import { UNREADABLE } from "./moments";
import { readNumber, regroup, writeNumber } from "./numbers";

const language = vi.hoisted(() => ({ now: "vi" }));
vi.mock("@/i18n", () => ({ currentLanguage: () => language.now }));
afterEach(() => {
  language.now = "vi";
});

describe("a typed number", () => {
  it.each([
    ["vi", "1.234,5", 1234.5],
    ["vi", "1.234.567", 1234567],
    ["vi", "1.500", 1500],
    ["vi", "1 234,5", 1234.5],
    ["vi", "-0,5", -0.5],
    ["vi", "0,", 0],
    ["vi", "1.5", UNREADABLE],
    ["vi", "0.125", UNREADABLE],
    ["vi", "1,234.5", UNREADABLE],
    ["vi", "1.23.456", UNREADABLE],
    ["vi", "12a", UNREADABLE],
    ["vi", " ", null],
    ["en", "1,234.5", 1234.5],
    ["en", "1,234,567", 1234567],
    ["en", "1.500", 1.5],
    ["en", "0,5", UNREADABLE],
    ["en", "1.234,5", UNREADABLE],
    ["en", "1e5", UNREADABLE],
  ])("in %s, %s", (where, typed, meant) => {
    language.now = where;
    expect(readNumber(typed)).toBe(meant);
    if (typeof meant === "number") expect(readNumber(writeNumber(meant))).toBe(meant);
  });

  it("has no more decimals than it may, and lies within its limits", () => {
    expect(readNumber("1.234,5", { decimals: 0 })).toBe(UNREADABLE);
    expect(readNumber("1.234,00", { decimals: 0 })).toBe(1234);
    expect(readNumber("-1", { min: 0 })).toBe(UNREADABLE);
    expect(readNumber("1.000.001", { max: 1e6 })).toBe(UNREADABLE);
  });

  it("gets its marks while it is typed, and the caret stays where it was", () => {
    expect(regroup("1234", 4)).toEqual({ text: "1.234", caret: 5 });
    expect(regroup("1.2345,60", 6)).toEqual({ text: "12.345,60", caret: 6 });
    expect(regroup("3.00.000", 4)).toEqual({ text: "300.000", caret: 3 });
    expect(regroup("0005", 4)).toEqual({ text: "0005", caret: 4 });
  });
});
