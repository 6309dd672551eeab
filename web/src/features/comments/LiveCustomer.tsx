import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTopic } from "@/live/hooks";
import { useComments } from "./comments";

/** What of a customer others may have changed. */
const PARTS = ["comments", "timeline", "customer"] as const;
const OF_ANYBODY = ["tasks", "appointments", "commerce"] as const;

/** Keeps what is shown of a customer as new as the server's, while it is shown. */
export function LiveCustomer({ customerId }: { customerId: number }) {
  const topic = useComments(customerId).data?.pages[0]?.topic;
  return topic ? <Follower key={topic} customerId={customerId} topic={topic} /> : null;
}

function Follower({ customerId, topic }: { customerId: number; topic: string }) {
  const client = useQueryClient();
  const { status, entries } = useTopic(topic);
  const changed = entries.changed;
  const seen = useRef<unknown>(undefined);
  useEffect(() => {
    if (status !== "live") return;
    // New the first time, too: of what happened between the reading and the following nobody told.
    const isNew = seen.current !== (changed ?? 0);
    seen.current = changed ?? 0;
    if (!isNew) return;
    for (const part of PARTS) void client.invalidateQueries({ queryKey: [part, customerId] });
    for (const part of OF_ANYBODY) void client.invalidateQueries({ queryKey: [part] });
  }, [client, customerId, status, changed]);
  useEffect(() => {
    // The server was restarted and knows its topics no more: ask for a new one.
    if (status === "refused") {
      void client.invalidateQueries({ queryKey: ["comments", customerId] });
    }
  }, [client, customerId, status]);
  return null;
}
