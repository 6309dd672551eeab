import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";
import type { Tone } from "@/components/Mark";

type Shapes = components["schemas"];
export type Ticket = Shapes["Ticket"];
export type TicketPage = Shapes["TicketPage"];
export type TicketChange = Shapes["TicketChange"];

export const STATUSES = ["open", "pending", "resolved", "closed"] as const;
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

export const STATUS_TONES: Record<Ticket["status"], Tone> = {
  open: "info",
  pending: "warn",
  resolved: "ok",
  closed: "calm",
};

export const PRIORITY_TONES: Record<Ticket["priority"], Tone> = {
  low: "calm",
  normal: "info",
  high: "warn",
  urgent: "bad",
};

export const ticketQuery = (id: number) =>
  queryOptions({
    queryKey: ["tickets", "one", id],
    queryFn: ({ signal }) => get<Ticket>(`/tickets/${id}`, undefined, signal),
  });

/** How many of a customer's tickets are not settled, for its tab. */
export function useActiveTickets(customer: { id: number }): number | undefined {
  const { data } = useQuery({
    queryKey: ["tickets", "active", customer.id],
    queryFn: ({ signal }) =>
      get<TicketPage>("/tickets", { customer_id: customer.id, status: "active", limit: 1 }, signal),
  });
  return data?.total;
}

/** Open one for a customer (no id) or change one. */
export function useSaveTicket(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, form }: { id: number | null; form: Partial<TicketChange> }) =>
      id === null
        ? post<Ticket>(`/customers/${customerId}/tickets`, form)
        : patch<Ticket>(`/tickets/${id}`, form),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["tickets"] }),
        client.invalidateQueries({ queryKey: ["timeline", customerId] }),
      ]);
    },
    onError: () => client.invalidateQueries({ queryKey: ["tickets"] }),
  });
}
