import { useEffect, useState } from "react";
import { serverNow } from "@/api/client";
import { span } from "./format";

/** The server's time, moving every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

interface Props {
  since: string;
  until?: string | null | undefined;
}

/** How long since, or between two moments: 02:14. */
export function Timer({ since, until }: Props) {
  const now = useNow();
  const end = until ? Date.parse(until) : now;
  return <span>{span((end - Date.parse(since)) / 1_000)}</span>;
}
