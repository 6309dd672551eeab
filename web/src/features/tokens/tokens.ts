import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, post, remove } from "@/api/client";
import type { components } from "@/api/schema";

type Shapes = components["schemas"];
export type ApiToken = Shapes["ApiToken"];
export type TokenForm = Shapes["TokenForm"];
export type TokenMade = Shapes["TokenMade"];

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => get<Shapes["TokenList"]>("/tokens", undefined, signal),
});

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: TokenForm) => post<TokenMade>("/tokens", form),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/tokens/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** Whether a token opens anything now, and why not. */
export function stateOf(token: ApiToken, now: number): "active" | "expired" | "revoked" {
  if (token.revoked_at) return "revoked";
  return token.expires_at && Date.parse(token.expires_at) <= now ? "expired" : "active";
}
