import { type Mutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ApiError } from "@/api/client";
import { useTellProblem } from "@/components/problem";

/**
 * Who sends a form and leaves it before the answer comes is told when it was refused: the form
 * that would have said so is not there any more.
 */
export function useLateRefusals(): void {
  const client = useQueryClient();
  const now = useTellProblem();
  const tell = useRef(now);
  useEffect(() => {
    tell.current = now;
  });
  useEffect(() => {
    const watchers = new WeakMap<Mutation, number>();
    return client.getMutationCache().subscribe((event) => {
      const { mutation, type } = event;
      if (!mutation) return;
      const seen = watchers.get(mutation) ?? 0;
      if (type === "observerAdded") watchers.set(mutation, seen + 1);
      if (type === "observerRemoved") watchers.set(mutation, Math.max(0, seen - 1));
      if (type !== "updated" || event.action.type !== "error" || seen > 0) return;
      const { error } = event.action;
      // Of a session that is over the sign-in page tells.
      if (error instanceof ApiError && error.status === 401) return;
      tell.current(error);
    });
  }, [client]);
}
