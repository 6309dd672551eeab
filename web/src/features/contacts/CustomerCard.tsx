import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Customer } from "@/api/types";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { ContactItem } from "./ContactItem";
import { ContactPanel } from "./ContactPanel";
import { CustomerFacts, OwnFacts } from "./CustomerFacts";
import classes from "./contacts.module.css";
import { EditCustomer } from "./EditCustomer";
import { LinkedContacts } from "./LinkedContacts";

interface Props {
  customer: Customer;
  /** Who is on the phone. */
  callingId?: number | null;
  /** The customer's head stands above the card. */
  headed?: boolean;
}

/** The card below the page's head. */
export function CustomerOverview({ customer }: { customer: Customer }) {
  return <CustomerCard customer={customer} headed />;
}

/** Everything to know of a customer at a glance, and the numbers to call. */
export function CustomerCard({ customer, callingId = null, headed = false }: Props) {
  const { t } = useTranslation();
  const [panel, setPanel] = useState<{ contact: Contact | null } | null>(null);
  const [editing, setEditing] = useState(false);
  // As it is now: it may be changed elsewhere while it lies open here.
  const shown =
    customer.contacts.find((one) => one.id === panel?.contact?.id) ?? panel?.contact ?? null;
  return (
    <div className={classes.column}>
      <Sheet
        title={t("contacts.contacts")}
        flush
        actions={
          customer.can_edit && (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconPlus size={14} aria-hidden="true" />}
              onClick={() => setPanel({ contact: null })}
            >
              {t("contacts.addContact")}
            </Button>
          )
        }
      >
        <ul className={classes.contacts}>
          {customer.contacts.map((contact) => (
            <ContactItem
              key={contact.id}
              contact={contact}
              canEdit={customer.can_edit}
              calling={contact.id === callingId}
              onEdit={() => setPanel({ contact })}
            />
          ))}
        </ul>
        {customer.contacts.length === 0 && (
          <Text c="dimmed" size="sm" p="md">
            {t("contacts.noContacts")}
          </Text>
        )}
      </Sheet>
      <CustomerFacts customer={customer} headed={headed} />
      <OwnFacts
        customer={customer}
        {...(customer.can_edit ? { onEdit: () => setEditing(true) } : {})}
      />
      {customer.kind === "organisation" && <LinkedContacts companyId={customer.id} />}
      <SidePanel
        opened={editing}
        onClose={() => setEditing(false)}
        title={t("contacts.editCustomer")}
        wide
      >
        <EditCustomer customer={customer} onDone={() => setEditing(false)} />
      </SidePanel>
      <SidePanel
        opened={panel !== null}
        onClose={() => setPanel(null)}
        title={t(panel?.contact ? "contacts.editContact" : "contacts.addContact")}
        wide
      >
        {panel && (
          <ContactPanel
            key={panel.contact?.id ?? "new"}
            customer={customer}
            contact={shown}
            onDone={() => setPanel(null)}
          />
        )}
      </SidePanel>
    </div>
  );
}
