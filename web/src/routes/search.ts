/** Reading the search part of an address: what does not fit is left out. */
import { readDay, UNREADABLE } from "@/components/moments";

export type Raw = Record<string, unknown>;

/** A text of the address; an absent or empty one leaves the address short. */
export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
export const number = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && value !== "" && value != null ? Number(value) : undefined;
export const oneOf = <T extends string>(value: unknown, ...known: T[]): T | undefined =>
  known.find((one) => one === value);
/** Search values are read as JSON: a digit in the address comes as a number. */
export const digit = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value);

/** Every link may leave out what it does not care for. */
export const optional = <T extends object>(search: T): Partial<T> => search;
/** A day of the calendar, 2026-11-21. */
export const day = (value: unknown): string | undefined => {
  const read = typeof value === "string" ? readDay(value) : UNREADABLE;
  return read === value ? read : undefined;
};
