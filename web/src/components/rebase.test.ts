import { expect, test } from "vitest";
import { rebaseValues } from "./rebase";

test("what was left alone follows theirs, what was touched stays mine", () => {
  const before = { name: "A", people: [1], note: "" };
  const mine = { name: "A", people: [1, 2], note: "gọi lại" };
  const theirs = { name: "B", people: [3], note: "" };
  expect(rebaseValues(before, mine, theirs)).toEqual({
    name: "B",
    people: [1, 2],
    note: "gọi lại",
  });
});
