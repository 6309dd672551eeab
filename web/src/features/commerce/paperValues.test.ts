import { describe, expect, it } from "vitest";
import { addUp, asPaper, beginPaper, differ, findEnd, newLine } from "./paperValues";

const blank = () => beginPaper("draft", "2026-03-02", undefined);

describe("a term of months", () => {
  it.each([
    ["2026-01-15", 12, "2027-01-15"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2026-08-31", 1, "2026-09-30"],
    ["2025-12-01", 1, "2026-01-01"],
  ])("of %s and %i months ends on %s, as the server says", (begins, months, ends) => {
    expect(findEnd(begins, months)).toBe(ends);
  });

  it("is none without a day or months", () => {
    expect(findEnd("", 12)).toBeNull();
    expect(findEnd("2026-01-15", "")).toBeNull();
    expect(findEnd("?", 12)).toBeNull();
  });
});

describe("lines", () => {
  it("come to whole đồng each, half goes up", () => {
    const lines = [
      { ...newLine(), quantity: 1.5, price: 333 },
      { ...newLine(), quantity: 1.005, price: 100 },
      { ...newLine(), quantity: "3", price: "1000" },
    ];
    expect(addUp(lines)).toBe(500 + 101 + 3000);
  });

  it("make the amount superfluous", () => {
    const lines = [{ ...newLine(), name: " Máy lẻ ", price: 5 }];
    const sent = asPaper("order", { ...blank(), lines, amount: 9 });
    expect(sent.lines).toEqual([{ name: "Máy lẻ", quantity: 1, unit_price: 5 }]);
    expect(sent).not.toHaveProperty("amount");
  });
});

describe("what is sent", () => {
  it("has only what the kind has", () => {
    expect(Object.keys(asPaper("receipt", blank())).sort()).toEqual([
      "about_id",
      "amount",
      "contact_id",
      "day",
      "description",
    ]);
    expect(asPaper("quote", blank())).not.toHaveProperty("about_id");
    expect(asPaper("contract", { ...blank(), months: "12" }).months).toBe(12);
  });

  it("of a change is what was changed", () => {
    const before = asPaper("order", blank());
    const after = asPaper("order", { ...blank(), description: "Giao sáng", amount: 5 });
    expect(differ(before, after)).toEqual({ description: "Giao sáng", amount: 5 });
  });
});
