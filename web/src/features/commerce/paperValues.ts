import type { Customer } from "@/api/types";
import { UNREADABLE } from "@/components/moments";
import type { Paper, PaperForm } from "./commerce";
import { hasLines, isMoney, type Kind, type Status } from "./kinds";

export interface LineValues {
  /** Its place in React's list, for good. */
  key: number;
  name: string;
  quantity: number | string;
  price: number | string;
}

export interface PaperValues {
  number: string;
  status: Status;
  day: string;
  contact: number | null;
  amount: number | string;
  due_on: string;
  lines: LineValues[];
  type: number | null;
  effective_on: string;
  months: number | string;
  about: number | null;
  description: string;
}

/** What a new document starts with besides what is always so. */
export type Preset = Partial<Omit<PaperValues, "status">>;

let lineKey = 0;
export const newLine = (): LineValues => ({ key: ++lineKey, name: "", quantity: 1, price: "" });

/** What was kept over a reload: React's list tells its lines from those added now. */
export const withNewKeys = (values: PaperValues): PaperValues => ({
  ...values,
  lines: values.lines.map((one) => ({ ...one, key: ++lineKey })),
});

/** A document's lines; read again they are the same, keys too. */
export const copyLines = (paper: Paper): LineValues[] =>
  paper.lines.map((one, at) => ({
    key: -1 - at,
    name: one.name,
    quantity: one.quantity,
    price: one.unit_price,
  }));

export const beginPaper = (
  status: Status,
  today: string,
  star: Customer["contacts"][number] | undefined,
): PaperValues => ({
  number: "",
  status,
  day: today,
  contact: star?.id ?? null,
  amount: "",
  due_on: "",
  lines: [],
  type: null,
  effective_on: "",
  months: "",
  about: null,
  description: "",
});

export const readPaper = (paper: Paper): PaperValues => ({
  number: paper.number,
  status: paper.status,
  day: paper.day,
  contact: paper.contact?.id ?? null,
  amount: paper.amount,
  due_on: paper.due_on ?? "",
  lines: copyLines(paper),
  type: paper.type?.id ?? null,
  effective_on: paper.effective_on ?? "",
  months: paper.months ?? "",
  about: paper.about?.id ?? null,
  description: paper.description ?? "",
});

const whole = (value: number | string): number => Math.round(Number(value) || 0);
const exact = (value: number | string): number => Math.round((Number(value) || 0) * 1000) / 1000;

/** Quantity times price, each line in whole đồng, as the server adds them up. */
export function addUp(lines: readonly LineValues[]): number {
  return lines.reduce((sum, line) => sum + priceLine(line), 0);
}

export const priceLine = (line: LineValues): number =>
  // In thousandths, so that no binary fraction is rounded the wrong way.
  Math.floor((Math.round(exact(line.quantity) * 1000) * whole(line.price)) / 1000 + 0.5);

/** As the server takes them: only what a document of this kind has. */
export function asPaper(kind: Kind, values: PaperValues): Omit<PaperForm, "kind" | "status"> {
  const number = values.number.trim();
  const sent: Omit<PaperForm, "kind" | "status"> = {
    day: values.day || null,
    contact_id: values.contact,
    description: values.description.trim() || null,
    ...(number ? { number } : {}),
  };
  if (hasLines(kind)) {
    sent.lines = values.lines.map((line) => ({
      name: line.name.trim(),
      quantity: exact(line.quantity),
      unit_price: whole(line.price),
    }));
  }
  if (!sent.lines?.length) sent.amount = whole(values.amount);
  if (!isMoney(kind)) sent.due_on = values.due_on || null;
  if (kind !== "quote") sent.about_id = values.about;
  if (kind === "contract") {
    sent.type_id = values.type;
    sent.effective_on = values.effective_on || null;
    sent.months = values.months === "" ? null : whole(values.months);
  }
  return sent;
}

/** Only what differs of two; a change sends nothing that it does not change. */
export function differ<T extends object>(before: T, after: T): Partial<T> {
  const names = Object.keys(after) as (keyof T)[];
  const changed = names.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<T>;
}

/** The last day of a term: that of the same number, or the last of its month; null for none. */
export function findEnd(effective: string, months: number | string): string | null {
  const [year, month, day] = effective.split("-").map(Number);
  const term = whole(months);
  if (!year || !month || !day || effective === UNREADABLE || term < 1) return null;
  const lastOfMonth = new Date(Date.UTC(year, month + term, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + term, Math.min(day, lastOfMonth)));
  return end.toISOString().slice(0, 10);
}
