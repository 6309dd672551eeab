import { rebaseValues } from "@/components/rebase";
import { type PhoneLine, phoneLine } from "../PhonesField";
import type { PersonValues } from "./values";

const said = (phone: PhoneLine): string => `${phone.typed.trim()} ${phone.label?.trim() ?? ""}`;
const starOf = (phones: PhoneLine[]): string | undefined =>
  phones.find((one) => one.is_primary)?.typed;

/** Number by number: neither a colleague's new number nor one's own is lost. */
export function rebasePhones(
  before: PhoneLine[],
  mine: PhoneLine[],
  theirs: PhoneLine[],
): PhoneLine[] {
  const find = (phones: PhoneLine[], { id }: PhoneLine) =>
    id == null ? undefined : phones.find((one) => one.id === id);
  const isTouched = (phone: PhoneLine): boolean => {
    const was = find(before, phone);
    return was === undefined || said(was) !== said(phone);
  };
  const kept = theirs.flatMap((phone) => {
    const own = find(mine, phone);
    if (!own) return find(before, phone) ? [] : [phone];
    return isTouched(own) ? [{ ...phone, typed: own.typed, label: own.label ?? null }] : [phone];
  });
  const numbers = new Set(kept.map((one) => one.typed.trim()));
  const added = mine
    .filter((one) => one.typed.trim() && isTouched(one) && !find(theirs, one))
    .filter((one) => !numbers.has(one.typed.trim()))
    .map((one) => ({ ...one, id: null }));
  const result = [...kept, ...added];
  const star = starOf(mine);
  if (star !== undefined && star !== starOf(before)) {
    return result.map((one) => ({ ...one, is_primary: one.typed === star }));
  }
  return result.length > 0 ? result : [phoneLine()];
}

/** One's own changes of a contact put onto the contact as somebody else left it. */
export function rebasePerson(
  before: PersonValues,
  mine: PersonValues,
  theirs: PersonValues,
): PersonValues {
  return {
    ...rebaseValues(before, mine, theirs),
    phones: rebasePhones(before.phones, mine.phones, theirs.phones),
  };
}
