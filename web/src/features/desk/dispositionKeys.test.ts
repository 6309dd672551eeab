import { describe, expect, test } from "vitest";
import { dispositionOfKey } from "./dispositionKeys";

const rows = [
  { code: "agreed", label_vi: "Đồng ý", label_en: "Agreed", position: 1 },
  { code: "later", label_vi: "Hẹn lại", label_en: "Later", position: 2 },
];
const on = (tagName: string, more: object = {}): EventTarget =>
  Object.assign(new EventTarget(), { tagName, isContentEditable: false, ...more });
const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  target: on("BODY"),
  ...more,
});

describe("keys 1–9 in the wrap-up", () => {
  test("a digit chooses the disposition at its position", () => {
    expect(dispositionOfKey(press("2"), rows)).toBe("later");
  });

  test("a digit without a disposition, zero and letters choose nothing", () => {
    expect(["3", "0", "a", "Enter"].map((key) => dispositionOfKey(press(key), rows))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test("digits typed into a text are text", () => {
    const texts = [
      on("TEXTAREA"),
      on("INPUT", { type: "text" }),
      on("INPUT", { type: "tel" }),
      on("DIV", { isContentEditable: true }),
    ];
    for (const target of texts) expect(dispositionOfKey(press("1", { target }), rows)).toBeNull();
  });

  test("a ticked box is no text", () => {
    const target = on("INPUT", { type: "checkbox" });
    expect(dispositionOfKey(press("1", { target }), rows)).toBe("agreed");
  });

  test("with Ctrl or Alt the key is the browser's", () => {
    expect(dispositionOfKey(press("1", { ctrlKey: true }), rows)).toBeNull();
    expect(dispositionOfKey(press("1", { altKey: true }), rows)).toBeNull();
  });
});
