/** A customer, as far as one of them is met and written to. */
export interface Subject {
  id: number;
  name: string;
  email?: string | null;
  contacts?: { id: number; name: string; email?: string | null; is_primary?: boolean }[];
}

const ADDRESS = /^[^\s@<>"(),;:\\]{1,64}@[^\s@<>"(),;:\\]+\.[^\s@<>"(),;:\\]+$/;

/**
 * Where a mail of an appointment goes, as the server decides it: to the contact who is met, of none
 * to the primary contact, else to the customer. Null when that is no address.
 */
export function findAddress(customer: Subject, contactId: number | null): string | null {
  const contacts = customer.contacts ?? [];
  const asked =
    contactId === null
      ? [contacts.find((one) => one.is_primary)?.email, customer.email]
      : [contacts.find((one) => one.id === contactId)?.email];
  return asked.find((email) => email && ADDRESS.test(email)) ?? null;
}
