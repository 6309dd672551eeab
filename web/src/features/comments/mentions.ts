/** Where in a text somebody is being mentioned, and who may be meant. Pure. */

import { fold } from "@/components/fold";
import type { Mention } from "./comments";

/** What is typed after an @ just before the caret; null when nobody is being mentioned there. */
export function findTyped(text: string, caret: number): string | null {
  const found = /(?:^|[^\p{L}\p{N}_.@+-])@([\p{L}\p{N}._@-]{0,40})$/u.exec(text.slice(0, caret));
  return found?.[1] ?? null;
}

/** Those whose account or a word of whose name begins like this; accounts first. */
export function findMeant(people: readonly Mention[], typed: string, most = 8): Mention[] {
  const wanted = fold(typed);
  const byAccount = people.filter((one) => one.account.startsWith(wanted));
  const byName = people.filter((one) => !byAccount.includes(one) && isNamed(one.name, wanted));
  return [...byAccount, ...byName].slice(0, most);
}

const isNamed = (name: string, wanted: string): boolean =>
  fold(name)
    .split(/\s+/)
    .some((word) => word.startsWith(wanted));

/** The names of colleagues who may be meant and are not among `seeing`; "" means nobody yet. */
export function findUnseeing(
  everybody: readonly { id: number; name: string; active: boolean }[],
  seeing: readonly Mention[],
  typed: string,
  most = 3,
): string[] {
  const wanted = fold(typed);
  if (wanted === "") return [];
  const ids = new Set(seeing.map((one) => one.id));
  return everybody
    .filter((one) => one.active && !ids.has(one.id) && isNamed(one.name, wanted))
    .slice(0, most)
    .map((one) => one.name);
}

/** The text with what was typed replaced by the account, and where the caret goes. */
export function complete(
  text: string,
  caret: number,
  account: string,
): { text: string; caret: number } {
  const typed = findTyped(text, caret) ?? "";
  const before = `${text.slice(0, caret - typed.length)}${account} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

/** The text in pieces: those that mention somebody say whom. */
export function splitMentions(
  text: string,
  mentions: readonly Mention[],
): { text: string; name: string | null }[] {
  const byAccount = new Map(mentions.map((one) => [one.account, one.name]));
  // The longest first: of "@linh.tran" and "@linh" the former is meant.
  const accounts = [...byAccount.keys()].sort((a, b) => b.length - a.length);
  if (accounts.length === 0) return [{ text, name: null }];
  const escaped = accounts.map((one) => one.replaceAll(/[.@-]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_.@+-])@(${escaped.join("|")})(?![a-z0-9_])`, "giu");
  const pieces: { text: string; name: string | null }[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), name: null });
    pieces.push({ text: found[0], name: byAccount.get((found[1] ?? "").toLowerCase()) ?? null });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), name: null });
  return pieces;
}
