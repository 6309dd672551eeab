import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { type LinkState, live } from "./link";
import type { Topic } from "./reducer";

/** Follow a topic while the component is shown. */
export function useTopic(name: string): Topic {
  const subscribe = useCallback((changed: () => void) => live.follow(name, changed), [name]);
  return useSyncExternalStore(subscribe, () => live.read(name));
}

/** One entry of a topic; redraws only when that entry changes. `T` is its shape. */
export function useEntry<T>(name: string, key: string): T | undefined {
  const subscribe = useCallback((changed: () => void) => live.follow(name, changed), [name]);
  return useSyncExternalStore(subscribe, () => live.read(name).entries[key] as T | undefined);
}

/** All entries whose key starts with `prefix`; the same array while none of them changes. */
export function useEntries<T>(name: string, prefix: string): readonly T[] {
  const subscribe = useCallback((changed: () => void) => live.follow(name, changed), [name]);
  const last = useRef<readonly T[]>([]);
  return useSyncExternalStore(subscribe, () => {
    const { entries } = live.read(name);
    const found = Object.keys(entries)
      .filter((key) => key.startsWith(prefix))
      .map((key) => entries[key] as T);
    const before = last.current;
    const same = found.length === before.length && found.every((entry, i) => entry === before[i]);
    if (!same) last.current = found;
    return last.current;
  });
}

/** Whether a topic has been received; before that, show a skeleton. */
export function useArrived(name: string): boolean {
  const { status, seq } = useTopic(name);
  return useMemo(() => status === "live" || seq >= 0, [status, seq]);
}

/** The link to the server itself. */
export function useLink(): LinkState {
  return useSyncExternalStore(live.onState, live.state);
}
