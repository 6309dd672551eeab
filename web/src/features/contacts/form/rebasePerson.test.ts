import { expect, test } from "vitest";
import type { PhoneLine } from "../PhonesField";
import { rebasePhones } from "./rebasePerson";

const phone = (id: number | null, typed: string, is_primary = false): PhoneLine => ({
  id,
  typed,
  label: null,
  is_primary,
  line: 0,
});
const told = (phones: PhoneLine[]): string[] =>
  phones.map((one) => `${one.id ?? "new"} ${one.typed}${one.is_primary ? " *" : ""}`);

const BEFORE = [phone(1, "0901", true), phone(2, "0902"), phone(3, "0903")];

test("neither of two who change a contact's numbers loses one", () => {
  const mine = [phone(1, "0901 mới", true), phone(3, "0903"), phone(null, "0909")];
  const theirs = [phone(1, "0901", true), phone(2, "0902"), phone(3, "0933"), phone(4, "0904")];
  expect(told(rebasePhones(BEFORE, mine, theirs))).toEqual([
    "1 0901 mới *",
    "3 0933",
    "4 0904",
    "new 0909",
  ]);
});

test("a number that both added is there once, one that they took away comes back if I changed it", () => {
  const mine = [phone(1, "0901"), phone(2, "0922", true), phone(3, "0903"), phone(null, "0909")];
  const theirs = [phone(1, "0901", true), phone(5, "0909")];
  expect(told(rebasePhones(BEFORE, mine, theirs))).toEqual(["1 0901", "5 0909", "new 0922 *"]);
});
