import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";
import type { Tone } from "@/components/Mark";
import { type Kind, NAMES, type Status } from "./kinds";

type Shapes = components["schemas"];
export type Paper = Shapes["CommercialDocument"];
export type PaperPage = Shapes["CommercialDocumentPage"];
export type PaperForm = Shapes["DocumentForm"];
export type PaperChange = Shapes["DocumentChange"];
export type Dealing = Shapes["Dealing"];
export type Ledger = Shapes["Ledger"];
export type LedgerLine = Shapes["LedgerLine"];

export const STATUS_TONES: Record<Status, Tone> = {
  draft: "calm",
  sent: "info",
  accepted: "ok",
  refused: "bad",
  confirmed: "info",
  delivered: "ok",
  in_force: "ok",
  ended: "calm",
  recorded: "ok",
  cancelled: "calm",
};

export const paperQuery = (id: number) =>
  queryOptions({
    queryKey: ["commerce", "one", id],
    queryFn: ({ signal }) => get<Paper>(`/commercial-documents/${id}`, undefined, signal),
  });

export const ledgerQuery = (customerId: number) =>
  queryOptions({
    queryKey: ["commerce", "ledger", customerId],
    queryFn: ({ signal }) => get<Ledger>(`/customers/${customerId}/ledger`, undefined, signal),
  });

/** The documents of a customer that one of this kind can name. */
export function useNameable(customerId: number, kind: Kind, itself: number | null): Paper[] {
  const { data } = useQuery({
    queryKey: ["commerce", "list", { customer_id: customerId, limit: 200 }],
    queryFn: ({ signal }) =>
      get<PaperPage>("/commercial-documents", { customer_id: customerId, limit: 200 }, signal),
    enabled: NAMES[kind].length > 0,
  });
  return (data?.rows ?? []).filter(
    (one) => NAMES[kind].includes(one.kind) && one.status !== "cancelled" && one.id !== itself,
  );
}

/** What shows documents, and what shows the stage of a customer. */
function useRefresh(customerId: number) {
  const client = useQueryClient();
  return (madeCustomer: boolean): Promise<unknown> => {
    const old = [["commerce"], ["timeline", customerId]];
    if (madeCustomer) old.push(["customers"], ["contacts"]);
    const keys = madeCustomer ? [...old, ["customer", customerId]] : old;
    return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}

export function useAddPaper(customerId: number) {
  const refresh = useRefresh(customerId);
  return useMutation({
    mutationFn: (form: PaperForm) =>
      post<Shapes["MadeDocument"]>(`/customers/${customerId}/commercial-documents`, form),
    onSuccess: ({ made_customer }) => refresh(made_customer),
  });
}

export function useChangePaper(paper: Pick<Paper, "id" | "customer">) {
  const refresh = useRefresh(paper.customer.id);
  return useMutation({
    mutationFn: (form: PaperChange) => patch<Paper>(`/commercial-documents/${paper.id}`, form),
    onSettled: () => refresh(false),
  });
}
