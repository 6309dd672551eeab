import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";
import type { Tone } from "@/components/Mark";

type Shapes = components["schemas"];
export type Opportunity = Shapes["Opportunity"];
export type OpportunityPage = Shapes["OpportunityPage"];
export type OpportunityForm = Shapes["OpportunityForm"];
export type OpportunityChange = Shapes["OpportunityChange"];
export type Stage = Opportunity["stage"];

export const STAGES = ["open", "won", "lost", "cancelled"] as const;

export const STAGE_TONES: Record<Stage, Tone> = {
  open: "info",
  won: "ok",
  lost: "bad",
  cancelled: "calm",
};

export const opportunityQuery = (id: number) =>
  queryOptions({
    queryKey: ["opportunities", "one", id],
    queryFn: ({ signal }) => get<Opportunity>(`/opportunities/${id}`, undefined, signal),
  });

/** How many of a customer's opportunities are open, for its tab. */
export function useOpenOpportunities(customer: { id: number }): number | undefined {
  const { data } = useQuery({
    queryKey: ["opportunities", "open", customer.id],
    queryFn: ({ signal }) =>
      get<OpportunityPage>(
        "/opportunities",
        { customer_id: customer.id, stage: "open", limit: 1 },
        signal,
      ),
  });
  return data?.total;
}

/** Add one to a customer (no id) or change one. */
export function useSaveOpportunity(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, form }: { id: number | null; form: Partial<OpportunityChange> }) =>
      id === null
        ? post<Opportunity>(`/customers/${customerId}/opportunities`, form)
        : patch<Opportunity>(`/opportunities/${id}`, form),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["opportunities"] }),
        client.invalidateQueries({ queryKey: ["timeline", customerId] }),
      ]);
    },
    onError: () => client.invalidateQueries({ queryKey: ["opportunities"] }),
  });
}
