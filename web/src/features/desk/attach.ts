import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patch, post } from "@/api/client";
import type { CallCard, Contact } from "@/api/types";
import { contactForm, customerQuery } from "@/features/contacts/customers";

/** Say whose call it is; the answer comes over the live topic. */
export function useAttach(call: CallCard) {
  return useMutation({
    mutationFn: (contactId: number) =>
      post<unknown>(`/calls/${call.id}/attach`, { contact_id: contactId }),
  });
}

interface Choice {
  customerId: number;
  contactId: number;
  /** Keep the caller's number with the contact, so that they are known the next time. */
  keepNumber: boolean;
}

export function useAttachExisting(call: CallCard) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ customerId, contactId, keepNumber }: Choice) => {
      if (keepNumber && call.number) {
        const customer = await client.fetchQuery({ ...customerQuery(customerId), staleTime: 0 });
        const contact = customer.contacts.find((one) => one.id === contactId);
        if (contact) {
          const form = contactForm(contact);
          const typed = call.number;
          await patch<Contact>(`/contacts/${contactId}`, {
            ...form,
            version: contact.version,
            phones: [...(form.phones ?? []), { typed, label: null, is_primary: false }],
          });
        }
      }
      await post<unknown>(`/calls/${call.id}/attach`, { contact_id: contactId });
    },
    onSuccess: (_answer, { customerId }) =>
      client.invalidateQueries({ queryKey: ["customer", customerId] }),
  });
}
