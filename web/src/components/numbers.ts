/** Numbers as one types them, in the marks of the page's language. */
import { exact, separators } from "./format";
import { UNREADABLE } from "./moments";

const LARGEST = 1e15;
const SPACE = /[\s\u00a0\u202f]/g;

export interface Limits {
  /** Digits after the mark; none when it is 0. */
  decimals?: number | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

export type Typed = number | typeof UNREADABLE | null;

/** A number as the page's language writes it. */
export const writeNumber = (value: unknown): string =>
  typeof value === "number" ? exact(value) : "";

/**
 * The number that was typed: null for nothing, UNREADABLE for what the page's language does not
 * write so. "1.5" is none in Vietnamese: taken as 15, or as 1,5, it could be another one than meant.
 */
export function readNumber(typed: string, limits: Limits = {}): Typed {
  const { thousandSeparator: group, decimalSeparator: mark } = separators();
  const text = typed.replace(SPACE, "").replace("−", "-");
  if (text === "") return null;
  const whole = `\\d+|[1-9]\\d{0,2}(?:\\${group}\\d{3})+`;
  const found = new RegExp(`^(-?)(${whole})(?:\\${mark}(\\d*))?$`).exec(text);
  if (!found) return UNREADABLE;
  const [, sign = "", digits = "", decimals = ""] = found;
  const { decimals: most = Number.POSITIVE_INFINITY, min = -LARGEST, max = LARGEST } = limits;
  if (decimals.replace(/0+$/, "").length > most) return UNREADABLE;
  const value = Number(`${sign}${digits.replaceAll(group, "")}.${decimals || "0"}`) || 0;
  return value < min || value > max ? UNREADABLE : value;
}

/** The same digits with the marks of thousands put anew, and where the caret is then. */
export function regroup(typed: string, caret: number): { text: string; caret: number } {
  const { thousandSeparator: group, decimalSeparator: mark } = separators();
  const bare = typed.replaceAll(group, "");
  const found = new RegExp(`^(-?)(0|[1-9]\\d*)(\\${mark}\\d*)?$`).exec(bare);
  if (!found) return { text: typed, caret };
  const [, sign = "", digits = "", rest = ""] = found;
  const text = sign + digits.replace(/\B(?=(\d{3})+$)/g, group) + rest;
  const before = typed.slice(0, caret).replaceAll(group, "").length;
  let at = 0;
  for (let passed = 0; passed < before; at++) if (text[at] !== group) passed++;
  return { text, caret: at };
}
