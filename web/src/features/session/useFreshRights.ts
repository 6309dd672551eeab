import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { RightsView } from "@/api/types";
import { useEntry } from "@/live/hooks";

/** When one's rights change, all that was loaded is asked for anew: some of it may be no more. */
export function useFreshRights(): void {
  const client = useQueryClient();
  const changed = useEntry<RightsView>("me", "rights")?.changed_at;
  const known = useRef(changed);
  useEffect(() => {
    if (changed === known.current) return;
    known.current = changed;
    void client.invalidateQueries();
  }, [changed, client]);
}
