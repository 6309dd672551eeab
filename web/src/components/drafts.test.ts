import { expect, test } from "vitest";
import { putBack, tellTyped } from "./drafts";

const FRESH = { title: "", due: "2026-11-22T10:00", people: [1] };

test("of a form that is closed only what was typed is kept, not what it began with", () => {
  expect(tellTyped(FRESH, { ...FRESH, people: [1] })).toBe("");
  const told = tellTyped(FRESH, { ...FRESH, title: "Gửi báo giá" });
  const later = { ...FRESH, due: "2026-11-22T15:00" };
  expect(putBack(later, told)).toEqual({ ...later, title: "Gửi báo giá" });
  expect(putBack(later, "")).toBe(later);
  expect(putBack(later, '{"gone":1}')).toEqual(later);
});
