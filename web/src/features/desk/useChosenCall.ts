import { useCallback, useEffect, useState } from "react";
import type { CallCard } from "@/api/types";

const REMEMBERED = "cti.desk.call";

/**
 * The call being worked on. A second call becomes a tab and takes nothing away: the choice moves
 * only when the chosen call is gone, or when the agent moves it. It survives a reload.
 */
export function useChosenCall(calls: CallCard[]): [CallCard | undefined, (id: string) => void] {
  const [id, setId] = useState(() => sessionStorage.getItem(REMEMBERED));
  const chosen = calls.find((call) => call.id === id) ?? calls[0];
  const chosenId = chosen?.id;
  useEffect(() => {
    if (chosenId === undefined) return;
    sessionStorage.setItem(REMEMBERED, chosenId);
    setId(chosenId);
  }, [chosenId]);
  const choose = useCallback((next: string) => setId(next), []);
  return [chosen, choose];
}
