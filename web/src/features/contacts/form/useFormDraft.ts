import { useDebouncedCallback } from "@mantine/hooks";
import { useCallback, useRef, useState } from "react";
import { readDraft, writeDraft } from "@/components/drafts";

const WAIT_MS = 300;

/**
 * What was typed into a form and not saved, kept over closing it, another page, a reload.
 * `kept` is what was there when the form opened; `keep` is called with each change.
 */
export function useFormDraft<T>(key: string | null) {
  const [kept] = useState<T | null>(() => {
    if (key === null) return null;
    try {
      return JSON.parse(readDraft(key) || "null") as T | null;
    } catch {
      return null;
    }
  });
  const over = useRef(false);
  const keep = useDebouncedCallback(
    (value: T) => {
      if (key !== null && !over.current) writeDraft(key, JSON.stringify(value));
    },
    // Who closes the form right after typing keeps the last word too.
    { delay: WAIT_MS, flushOnUnmount: true },
  );
  const forget = useCallback(() => {
    over.current = true;
    if (key !== null) writeDraft(key, "");
  }, [key]);
  return { kept, keep, forget };
}
