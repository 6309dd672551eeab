import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
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

/** What a change of a customer makes old: the card, the timeline and the lists. */
function useRefresh(): (id: number) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["customer", id] }),
      client.invalidateQueries({ queryKey: ["timeline", id] }),
      client.invalidateQueries({ queryKey: ["contacts"] }),
    ]);
  };
}

export function useCreateCustomer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: Partial<CustomerForm>) => post<Customer>("/customers", form),
    onSuccess: async (customer) => {
      client.setQueryData(["customer", customer.id], customer);
      await client.invalidateQueries({ queryKey: ["contacts"] });
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

export function useClaim(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => post<Customer>(`/customers/${id}/claim`),
    onSettled: () => refresh(id),
  });
}

export function useDeleteCustomer(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove<void>(`/customers/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["contacts"] }),
  });
}

/** Add a contact (no id) or change one. */
export function useSaveContact(customerId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, form }: { id: number | null; form: ContactForm }) =>
      id === null
        ? post<Contact>(`/customers/${customerId}/contacts`, form)
        : patch<Contact>(`/contacts/${id}`, form),
    onSuccess: () => refresh(customerId),
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
