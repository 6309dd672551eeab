import { useEffect, useState } from "react";

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** One's own changes put onto what somebody else has saved meanwhile. */
export function rebaseValues<V extends object>(before: V, mine: V, theirs: V): V {
  const result = { ...theirs };
  for (const key of Object.keys(mine) as (keyof V)[]) {
    if (!same(before[key], mine[key])) result[key] = mine[key];
  }
  return result;
}

interface Base<R, V> {
  /** What the form began with: its version goes with the change. */
  record: R;
  /** There is a newer one: fields left alone follow it, touched ones stay as they were typed. */
  takeNew: (() => void) | undefined;
  /** Begin anew with this: whatever was typed is dropped. */
  begin: (record: R) => void;
  /** Go on from what was just saved: what was typed since `sent` went off stays typed. */
  goOn: (saved: R, sent: V) => void;
}

interface Form<V> {
  getValues: () => V;
  setValues: (values: V) => void;
}

interface Save {
  reset: () => void;
  isPending: boolean;
  isError: boolean;
}

interface Ways<R, V> {
  /** What the form began with, when that is not the record of now: a draft was kept. */
  began?: R;
  /** How one's own changes are put onto theirs, when fields are more than one value each. */
  rebase?: (before: V, mine: V, theirs: V) => V;
}

/**
 * What a form of a record began with, though the record is read anew while one types.
 * A form in which nothing was typed yet follows the record by itself.
 */
export function useBase<R extends { version: number } | null, V extends object>(
  latest: R,
  valuesOf: (record: R) => V,
  form: Form<V>,
  save: Save,
  { began, rebase = rebaseValues }: Ways<R, V> = {},
): Base<R, V> {
  const [record, setRecord] = useState(began ?? latest);
  const isNewer = record && latest && latest.version > record.version;
  const takeNew = (): void => {
    form.setValues(rebase(valuesOf(record), form.getValues(), valuesOf(latest)));
    setRecord(latest);
    save.reset();
  };
  useEffect(() => {
    // What is being saved, or was refused, is no longer untouched.
    if (!isNewer || save.isPending || save.isError) return;
    if (same(valuesOf(record), form.getValues())) takeNew();
  });
  const begin = (anew: R): void => {
    setRecord(anew);
    form.setValues(valuesOf(anew));
  };
  const goOn = (saved: R, sent: V): void => {
    setRecord(saved);
    form.setValues(rebase(sent, form.getValues(), valuesOf(saved)));
  };
  return { record, takeNew: isNewer ? takeNew : undefined, begin, goOn };
}
