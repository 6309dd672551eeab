import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, get, patch, post, remove } from "@/api/client";
import type {
  Contact,
  ContactForm,
  Customer,
  CustomerChange,
  CustomerForm,
  People,
} from "@/api/types";

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<Customer>(`/customers/${id}`, undefined, signal),
  });

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => get<People>("/people", undefined, signal),
  staleTime: 300_000,
});

export function useCustomer(id: number) {
  return useQuery(customerQuery(id));
}

/** Lists that show customers. */
const LISTS = [["contacts"], ["customers"], ["companies"], ["duplicates"], ["deletedCustomers"]];

/** What a change of a customer makes old: the card, the timeline and the lists. */
function useRefresh(): (id: number) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["customer", id] }),
      client.invalidateQueries({ queryKey: ["timeline", id] }),
      ...LISTS.map((queryKey) => client.invalidateQueries({ queryKey })),
    ]);
  };
}

export function useCreateCustomer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: Partial<CustomerForm>) => post<Customer>("/customers", form),
    onSuccess: async (customer) => {
      client.setQueryData(["customer", customer.id], customer);
      await Promise.all(LISTS.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}

export function useChangeCustomer(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: Partial<CustomerChange> & { version: number }) =>
      patch<Customer>(`/customers/${id}`, change),
    onSettled: () => refresh(id),
  });
}

/** Who was first, of a claim that was lost: the customer itself may be out of sight then. */
export const claimedKey = (id: number) => ["claimed", id] as const;

export function useClaim(id: number) {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => post<Customer>(`/customers/${id}/claim`),
    onError: (error) => {
      if (error instanceof ApiError && error.code === "customer.claimed") {
        client.setQueryData(claimedKey(id), error.params.owner);
      }
    },
    onSettled: () => refresh(id),
  });
}

/** R016: make a customer of a contact; `own`: of one person of an organisation. */
export function useConvert(customerId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ contactId, own }: { contactId: number; own: boolean }) =>
      post<Customer>(`/contacts/${contactId}/convert`, { own }),
    onSettled: () => refresh(customerId),
  });
}

/** Deleting a company leaves its contacts as customers by themselves (R074). */
export function useDeleteCustomer({ id, kind }: Customer) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      remove<void>(kind === "organisation" ? `/companies/${id}` : `/customers/${id}`),
    onSuccess: () => {
      for (const queryKey of LISTS) void client.invalidateQueries({ queryKey });
    },
  });
}

/** Add a contact (no id) or change one. */
export function useSaveContact(customerId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, form }: { id: number | null; form: ContactForm & { version?: number } }) =>
      id === null
        ? post<Contact>(`/customers/${customerId}/contacts`, form)
        : patch<Contact>(`/contacts/${id}`, form),
    onSettled: () => refresh(customerId), // after a refusal too: what somebody else saved
  });
}

export function useDeleteContact(customerId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/contacts/${id}`),
    onSuccess: () => refresh(customerId),
  });
}

export function useMakePrimary(customerId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: number) => post<unknown>(`/contacts/${id}/primary`),
    onSettled: () => refresh(customerId),
  });
}

export function useAddNote(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: { body: string; contact_id?: number | null; call_id?: string | null }) =>
      post<unknown>(`/customers/${customerId}/notes`, note),
    onSuccess: () => client.invalidateQueries({ queryKey: ["timeline", customerId] }),
  });
}

/** A contact as the form sends it back, every phone kept by its id. */
export function contactForm(contact: Contact): ContactForm {
  return {
    name: contact.name,
    title: contact.title,
    email: contact.email,
    address: contact.address,
    description: contact.description,
    phones: contact.phones.map((phone) => ({
      id: phone.id,
      typed: phone.typed,
      label: phone.label,
      is_primary: phone.is_primary,
    })),
  };
}
