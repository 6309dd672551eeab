import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { Tone } from "@/components/Mark";

type Shapes = components["schemas"];
export type Webhook = Shapes["Webhook"];
export type WebhookForm = Shapes["WebhookForm"];
export type WebhookMade = Shapes["WebhookMade"];
export type Delivery = Shapes["Delivery"];

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => get<Shapes["WebhookList"]>("/webhooks", undefined, signal),
});

export const DELIVERY_TONES: Record<Delivery["state"], Tone> = {
  waiting: "warn",
  done: "ok",
  failed: "bad",
};

/** Groups of the kinds of events, in the server's order: customer, contact… */
export const groupsOf = (kinds: readonly string[]): string[] => [
  ...new Set(kinds.map((kind) => kind.split(".")[0] ?? kind)),
];

function useRenew(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["webhooks"] });
}

interface Saving {
  /** What is changed, as it was when the form began; null makes a new one. */
  hook: Webhook | null;
  form: Partial<WebhookForm>;
}

/** A new one is answered with its secret, a changed one without. */
export function useSaveWebhook() {
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ hook, form }: Saving): Promise<Webhook | WebhookMade> =>
      hook
        ? patch<Webhook>(`/webhooks/${hook.id}`, { ...form, version: hook.version })
        : post<WebhookMade>("/webhooks", form),
    onSettled: renew, // after a refusal too: what somebody else saved is at hand then
  });
}

export function useDeleteWebhook() {
  const renew = useRenew();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/webhooks/${id}`),
    onSettled: renew,
  });
}

export function useTestWebhook(id: number) {
  const renew = useRenew();
  return useMutation({
    mutationFn: () => post<Delivery>(`/webhooks/${id}/test`),
    onSettled: renew,
  });
}

export function useRenewSecret(id: number) {
  return useMutation({
    mutationFn: () => post<Shapes["WebhookSecret"]>(`/webhooks/${id}/secret`),
  });
}

export function useSendAgain(id: number) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (delivery: number) =>
      post<Delivery>(`/webhooks/${id}/deliveries/${delivery}/again`),
    onSettled: renew,
  });
}
