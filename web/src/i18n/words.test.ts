import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "./en";
import { vi } from "./vi";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(path + key, value);
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const holes = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
const vietnamese = flatten(vi);
const english = flatten(en);

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n/") && !/\.test\./.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Never one: a smallest length, the sizes of a page, several that match; or hardly ever. */
const MANY = [
  "codes.importProblems.import_matches_several",
  "customers.pages.rows",
  "sms.letters",
  "users.passwordRule",
];

describe("the words of the app", () => {
  test("both languages have the same keys, but for the singular that Vietnamese has not", () => {
    const plural = [...english.keys()].filter((key) => !key.endsWith("_one"));
    expect(plural.sort()).toEqual([...vietnamese.keys()].sort());
    const counted = (key: string): boolean => key.endsWith("_other");
    const ones = [...english.keys()].filter((key) => key.endsWith("_one"));
    expect(ones.map((key) => key.replace(/_one$/, "_other")).sort()).toEqual(
      plural.filter(counted).sort(),
    );
  });

  test("an English sentence that counts has a form for one", () => {
    const manyOf = /\{\{(count|n|shown)\}\} (chosen |unread |wrong |more )?(?!was)[a-z]+s\b(?!\/)/;
    const single = [...english].filter(
      ([key, text]) => !key.endsWith("_other") && manyOf.test(text),
    );
    expect(single.map(([key]) => key).sort()).toEqual(MANY);
  });

  test("no text is empty, and both languages fill the same holes", () => {
    for (const [key, text] of vietnamese) {
      const other = english.get(key) ?? "";
      expect(text.trim(), key).not.toBe("");
      expect(other.trim(), key).not.toBe("");
      expect(holes(other), key).toEqual(holes(text));
    }
  });

  test("Vietnamese text is NFC, as it is stored and searched", () => {
    for (const [key, text] of vietnamese) expect(text, key).toBe(text.normalize("NFC"));
  });

  test("no page holds Vietnamese text of its own, so that English is complete", () => {
    const marks = /[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]/;
    const found = sources(join(import.meta.dirname, ".."))
      .flatMap((text) => text.split("\n"))
      .filter((line) => marks.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
      // The name of a language is written in that language.
      .filter((line) => !line.includes('label: "Tiếng Việt"'));
    expect(found).toEqual([]);
  });
});
