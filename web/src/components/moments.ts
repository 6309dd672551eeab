/** Moments as a `datetime-local` field has them: the clock on the wall in the app's zone. */
import { ZONE } from "./format";

const wall = new Intl.DateTimeFormat("sv-SE", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

const WHOLE = /^\d{4,}-\d\d-\d\dT\d\d:\d\d$/;

/** 2026-03-02T14:05, of an instant. */
export function toField(at: string | number | Date): string {
  return wall.format(new Date(at)).replace(" ", "T");
}

/** The instant that a field means, as the server takes it; null for none. */
export function fromField(text: string): string | null {
  if (!WHOLE.test(text)) return null; // JavaScript reads ":00Z" as a date
  const asUtc = Date.parse(`${text}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  // How far the zone is from UTC around then, told by what its clock shows.
  const offset = Date.parse(`${toField(asUtc)}:00Z`) - asUtc;
  const guess = asUtc - offset;
  const missed = Date.parse(`${toField(guess)}:00Z`) - asUtc;
  return new Date(guess - missed).toISOString();
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** In an hour, on a full five minutes. */
export function inAnHour(now: number): string {
  const step = HOUR_MS / 12;
  return toField(Math.ceil((now + HOUR_MS) / step) * step);
}

/** Some days ahead, at nine in the morning. */
export function atNine(now: number, days: number): string {
  return `${toField(now + days * DAY_MS).slice(0, 10)}T09:00`;
}

/** The day of the calendar after 2026-11-21: 2026-11-22. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

const TYPED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ ,]+(\d{1,2})[:hg.](\d{2})$/i;
const two = (text: string | undefined): string => (text ?? "").padStart(2, "0");

/** What no field can mean; it is told from an empty one. */
export const UNREADABLE = "?";

/** A field's moment as people here write it: 21/11/2026 14:02. */
export function writeMoment(field: string): string {
  if (!WHOLE.test(field)) return "";
  const [date = "", time = ""] = field.split("T");
  return `${date.split("-").reverse().join("/")} ${time}`;
}

/** The field's moment of what was typed: "" for nothing, UNREADABLE for no day of the calendar. */
export function readMoment(typed: string): string {
  const text = typed.trim();
  if (text === "") return "";
  const [, d, m, y, hour, minute] = TYPED.exec(text) ?? [];
  const field = `${y}-${two(m)}-${two(d)}T${two(hour)}:${minute}`;
  const at = Date.parse(`${field}:00Z`);
  // JavaScript makes the 31st of June the 1st of July.
  const same = !Number.isNaN(at) && new Date(at).toISOString().startsWith(field);
  return same ? field : UNREADABLE;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const TYPED_DAY = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/;
/** As one types who leaves the strokes out: 21112026. */
const DIGITS = /^(\d{2})(\d{2})(\d{4})$/;

/** A field's day as people here write it: 21/11/2026. */
export const writeDay = (field: string): string =>
  DAY.test(field) ? field.split("-").reverse().join("/") : "";

/** The field's day of what was typed: "" for nothing, UNREADABLE for no day of the calendar. */
export function readDay(typed: string): string {
  const text = typed.trim();
  if (text === "") return "";
  const [, d, m, y] = TYPED_DAY.exec(text) ?? DIGITS.exec(text) ?? [];
  const field = DAY.test(text) ? text : `${y}-${two(m)}-${two(d)}`;
  const at = Date.parse(`${field}T00:00:00Z`);
  const same = !Number.isNaN(at) && new Date(at).toISOString().startsWith(field);
  return same ? field : UNREADABLE;
}
