import { describe, expect, test } from "vitest";
import type { Mention } from "./comments";
import { complete, findMeant, findTyped, findUnseeing, splitMentions } from "./mentions";

const PEOPLE: Mention[] = [
  { id: 1, account: "linh", name: "Nguyen Khanh Linh" },
  { id: 2, account: "linh.tran", name: "Tran Thuy Linh" },
  { id: 3, account: "nam", name: "Do Hoang Nam" },
];

describe("mentioning", () => {
  test("an @ at the start of a word is a mention being typed, within an address it is not", () => {
    expect(findTyped("hi @li", 6)).toBe("li");
    expect(findTyped("@", 1)).toBe("");
    expect(findTyped("a@li", 4)).toBeNull();
    expect(findTyped("@linh xem", 9)).toBeNull();
    expect(findTyped("@linh xem", 3)).toBe("li");
  });

  test("people are found by account and by any word of the name, without diacritics", () => {
    expect(findMeant(PEOPLE, "linh").map((one) => one.id)).toEqual([1, 2]);
    expect(findMeant(PEOPLE, "hoang").map((one) => one.id)).toEqual([3]);
    expect(findMeant([{ id: 4, account: "x", name: "\u0110\u1ed7 An" }], "do")).toHaveLength(1);
    expect(findMeant(PEOPLE, "z")).toEqual([]);
  });

  test("colleagues of that name who do not see the customer are told of, locked out ones not", () => {
    const everybody = [
      { id: 3, name: "Do Hoang Nam", active: true },
      { id: 5, name: "\u0110\u1eb7ng Nam", active: true },
      { id: 6, name: "Vu Nam", active: false },
    ];
    expect(findUnseeing(everybody, PEOPLE, "na")).toEqual(["\u0110\u1eb7ng Nam"]);
    expect(findUnseeing(everybody, PEOPLE, "dang")).toEqual(["\u0110\u1eb7ng Nam"]);
    expect(findUnseeing(everybody, PEOPLE, "")).toEqual([]);
  });

  test("choosing somebody completes what was typed and puts the caret behind it", () => {
    expect(complete("nho @li xem", 7, "linh")).toEqual({ text: "nho @linh xem", caret: 10 });
    expect(complete("@", 1, "nam")).toEqual({ text: "@nam ", caret: 5 });
  });

  test("mentions of a text are told from the rest of it, the longer account first", () => {
    const pieces = splitMentions("@linh.tran va @Linh, x@linh", PEOPLE);
    expect(pieces.filter((one) => one.name).map((one) => one.text)).toEqual([
      "@linh.tran",
      "@Linh",
    ]);
    expect(pieces.map((one) => one.text).join("")).toBe("@linh.tran va @Linh, x@linh");
  });
});
