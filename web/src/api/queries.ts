import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";

const RETRIES = 2;

/** Only what may pass by itself is asked again: no answer at all, or a server that is starting. */
function mayPass(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < RETRIES && mayPass(error),
    },
    mutations: { retry: false },
  },
});
