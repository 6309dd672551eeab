import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Progress } from "@/api/types";

const REST_MS = 3_000;

/**
 * Fetch the member rows again while the campaign moves, at most every three seconds: at a hundred
 * calls a second a list that changed with each of them could not be read.
 */
export function useFreshRows(campaignId: number, progress: Progress): void {
  const client = useQueryClient();
  const due = useRef(false);
  const seen = useRef(progress);
  useEffect(() => {
    if (seen.current === progress) return;
    seen.current = progress;
    due.current = true;
  }, [progress]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!due.current || document.hidden) return;
      due.current = false;
      void client.invalidateQueries({ queryKey: ["members", campaignId] });
    }, REST_MS);
    return () => clearInterval(timer);
  }, [client, campaignId]);
}
