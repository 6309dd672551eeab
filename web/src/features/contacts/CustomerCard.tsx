import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Customer } from "@/api/types";
import { Mark } from "@/components/Mark";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { ContactItem } from "./ContactItem";
import { ContactPanel } from "./ContactPanel";
import classes from "./contacts.module.css";

interface Props {
  customer: Customer;
  /** Who is on the phone. */
  callingId?: number | null;
}

/** Everything to know of a customer at a glance, and the numbers to call. */
export function CustomerCard({ customer, callingId = null }: Props) {
  const { t } = useTranslation();
  const [panel, setPanel] = useState<{ contact: Contact | null } | null>(null);
  return (
    <div className={classes.column}>
      <Sheet title={t("contacts.about")}>
        <Facts customer={customer} />
      </Sheet>
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
      <SidePanel
        opened={panel !== null}
        onClose={() => setPanel(null)}
        title={t(panel?.contact ? "contacts.editContact" : "contacts.addContact")}
        wide
      >
        {panel && (
          <ContactPanel customer={customer} contact={panel.contact} onDone={() => setPanel(null)} />
        )}
      </SidePanel>
    </div>
  );
}

function Facts({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const facts: [string, string | null][] = [
    [t("contacts.code"), customer.code],
    [t("contacts.stage"), t(`contacts.stages.${customer.stage}`)],
    [t("contacts.owner"), customer.owner?.name ?? t("contacts.nobody")],
    [t("contacts.supporters"), customer.supporters.map((person) => person.name).join(", ")],
    [t("contacts.address"), customer.address],
    [t("contacts.email"), customer.email],
    [t("contacts.website"), customer.website],
    [t("contacts.description"), customer.description],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {customer.campaigns.length > 0 && (
        <div>
          <dt>{t("contacts.campaigns")}</dt>
          <dd>
            {customer.campaigns.map((membership) => (
              <div key={membership.member_id} className={classes.membership}>
                {may("campaigns.view") ? (
                  <Link
                    to="/campaigns/$campaignId"
                    params={{ campaignId: String(membership.campaign_id) }}
                    search={{ member: membership.member_id }}
                  >
                    {membership.campaign}
                  </Link>
                ) : (
                  membership.campaign
                )}
                <Mark tone={membership.state ? "info" : "calm"}>
                  {words("registration", membership.state ?? "none")}
                </Mark>
              </div>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
