import { useCallback, useSyncExternalStore } from "react";

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
