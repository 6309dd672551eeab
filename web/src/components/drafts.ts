import { useCallback, useState, useSyncExternalStore } from "react";

const PREFIX = "cti.draft.";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is typed and not yet saved under `key`; "" for nothing. */
export const readDraft = (key: string): string => sessionStorage.getItem(PREFIX + key) ?? "";

export function writeDraft(key: string, text: string): void {
  if (text === "") sessionStorage.removeItem(PREFIX + key);
  else sessionStorage.setItem(PREFIX + key, text);
  for (const listener of listeners) listener();
}

/** A text that survives a reload and every change of page, until it is saved or emptied. */
export function useDraft(key: string): [string, (text: string) => void] {
  const text = useSyncExternalStore(subscribe, () => readDraft(key));
  const write = useCallback((next: string) => writeDraft(key, next), [key]);
  return [text, write];
}

/** Of a form's values, those that were changed since it was empty; "" for none. */
export function tellTyped<Values extends object>(fresh: Values, values: Values): string {
  const typed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(fresh[name as keyof Values]),
  );
  return typed.length > 0 ? JSON.stringify(Object.fromEntries(typed)) : "";
}

/** An empty form with what was told of it; fields that it has no more are left out. */
export function putBack<Values extends object>(fresh: Values, told: string): Values {
  if (told === "") return fresh;
  const typed: Record<string, unknown> = JSON.parse(told);
  const known = Object.entries(typed).filter(([name]) => name in fresh);
  return { ...fresh, ...Object.fromEntries(known) };
}

/**
 * What is typed into the form of something new: a panel that is closed by mistake loses nothing.
 * Saving and "Hủy bỏ" drop it (R022). Without a key nothing is kept.
 */
export function useNewDraft<Values extends object>(key: string | null, fresh: Values) {
  const [begun] = useState(() => ({ fresh, told: key === null ? "" : readDraft(key) }));
  const drop = (): void => {
    if (key !== null) writeDraft(key, "");
  };
  return {
    isBack: begun.told !== "",
    initialValues: putBack(begun.fresh, begun.told),
    onValuesChange: (values: Values): void => {
      if (key !== null) writeDraft(key, tellTyped(begun.fresh, values));
    },
    drop,
    /** What was saved is no draft any more, also when the panel was left before the answer came. */
    dropAfter: (saving: Promise<unknown>): void => {
      saving.then(drop, () => {}); // a refusal is told by the form, and what was typed stays
    },
  };
}
