import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";

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

interface Base<R> {
  /** What the form began with: its version goes with the change. */
  record: R;
  /** There is a newer one: fields left alone follow it, touched ones stay as they were typed. */
  takeNew: (() => void) | undefined;
}

/** What a form of a record began with, though the record is read anew while one types. */
export function useBase<R extends { version: number } | null, V extends object>(
  latest: R,
  valuesOf: (record: R) => V,
  form: UseFormReturnType<V>,
  save: { reset: () => void },
): Base<R> {
  const [record, setRecord] = useState(latest);
  const isNewer = record && latest && latest.version !== record.version;
  const takeNew = (): void => {
    form.setValues(rebaseValues(valuesOf(record), form.getValues(), valuesOf(latest)));
    setRecord(latest);
    save.reset();
  };
  return { record, takeNew: isNewer ? takeNew : undefined };
}
