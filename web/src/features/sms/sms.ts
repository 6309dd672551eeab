import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";

type Shapes = components["schemas"];
export type SmsTemplate = Shapes["Template"];
export type TemplatePage = Shapes["TemplatePage"];
export type MergeField = Shapes["MergeFieldView"];
export type SmsPreview = Shapes["Preview"];
export type SmsNumber = Shapes["SmsNumber"];
export type SmsSize = Shapes["SmsSizeView"];

/** Who would get a text: a customer, a contact, or nobody yet. */
export interface Recipient {
  customer_id?: number;
  contact_id?: number;
}

/** The longest text that the server takes. */
export const LONGEST = 1600;

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ["sms-templates", "one", id],
    queryFn: ({ signal }) => get<SmsTemplate>(`/sms-templates/${id}`, undefined, signal),
  });

export const fieldsQuery = queryOptions({
  queryKey: ["sms-templates", "fields"],
  queryFn: ({ signal }) => get<Shapes["MergeFields"]>("/sms-templates/fields", undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A text as its recipient would get it. */
export function useSmsPreview(body: string, recipient: Recipient) {
  return useQuery({
    queryKey: ["sms-templates", "preview", body, recipient],
    queryFn: () => post<SmsPreview>("/sms-templates/preview", { body, ...recipient }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useSaveTemplate() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["sms-templates"] });
  return useMutation({
    mutationFn: ({ id, form }: { id: number | null; form: object }) =>
      id === null
        ? post<SmsTemplate>("/sms-templates", form)
        : patch<SmsTemplate>(`/sms-templates/${id}`, form),
    onSettled: refresh,
  });
}

export function useDeleteTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/sms-templates/${id}`),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: ["sms-templates", "one", id] });
      return client.invalidateQueries({ queryKey: ["sms-templates", "list"] });
    },
  });
}

/**
 * Opens the phone's own message app with a text. Phones disagree on the sign before `body`: after
 * an empty first parameter, both kinds find it.
 */
export const smsLink = (e164: string, text: string): string =>
  `sms:${e164}?&body=${encodeURIComponent(text)}`;
