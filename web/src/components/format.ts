import { currentLanguage } from "@/i18n";

export const ZONE = "Asia/Ho_Chi_Minh";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

function split(at: string | number | Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map((p) => [p.type, p.value]));
}

/** 21/11/2025 */
export function day(at: string | number | Date): string {
  const p = split(at);
  return `${p.day}/${p.month}/${p.year}`;
}

/** A day of the calendar, YYYY-MM-DD, which lies in no zone. */
export const calendarDay = (iso: string): string => day(`${iso}T12:00:00+07:00`);

/** 14:02 */
export function clock(at: string | number | Date): string {
  const p = split(at);
  return `${p.hour}:${p.minute}`;
}

/** 14:02:07 */
export function exactClock(at: string | number | Date): string {
  return `${clock(at)}:${split(at).second}`;
}

/** 21/11/2025 14:02 */
export function moment(at: string | number | Date): string {
  return `${day(at)} ${clock(at)}`;
}

/** The hour alone for today, else day and hour. */
export function brief(at: string | number | Date, now: number): string {
  return day(at) === day(now) ? clock(at) : moment(at);
}

/** Seconds as 0:07, 12:34 or 1:02:03. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

/** 1.240 in Vietnamese, 1,240 in English. */
export function count(value: number, digits = 0): string {
  return value.toLocaleString(currentLanguage() === "vi" ? "vi-VN" : "en-GB", {
    maximumFractionDigits: digits,
    minimumFractionDigits: 0,
  });
}

/** A number with all of its decimals: 1.234,5 in Vietnamese, 1,234.5 in English. */
export const exact = (value: number): string => count(value, 15);

/**
 * What a sentence that counts is given: `n` as it is shown, and `count`, by which the language
 * chooses its form. A text ("hơn 50.000") stands for many.
 */
export function counted(how: number | string): { n: string; count: number } {
  const n = typeof how === "number" ? count(how) : how;
  return { n, count: n === "1" ? 1 : typeof how === "number" ? how : 2 };
}

/** 61 %, and 0 % of nothing. */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)}%`;
}

/** How `count` writes numbers, for fields that one types them into. */
export const separators = () =>
  currentLanguage() === "vi"
    ? { thousandSeparator: ".", decimalSeparator: "," }
    : { thousandSeparator: ",", decimalSeparator: "." };

/** After an amount, in either language. */
export const DONG = "\u00a0₫";

/** 120.000.000 ₫ */
export const money = (value: number): string => `${count(value)}${DONG}`;
