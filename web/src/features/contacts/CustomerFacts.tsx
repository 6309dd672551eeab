import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Sheet } from "@/components/Sheet";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import classes from "./contacts.module.css";
import { useFieldLabel, useFieldRules } from "./fields";
import { keyOf } from "./form/required";
import { useShowValue } from "./form/useShowValue";
import { customerValues } from "./form/values";
import { WebLink } from "./WebLink";

const SHOWN = [
  "code",
  "stage",
  "owner_id",
  "supporter_ids",
  "relationship_id",
  "source_id",
  "group_id",
  "size_id",
  "sector_id",
  "tax_code",
  "birthday",
  "address",
  "office_address",
  "province",
  "email",
  "website",
  "fax",
  "description",
] as const;

/** What the page's head says already. */
const IN_HEAD: readonly string[] = [
  "code",
  "stage",
  "owner_id",
  "supporter_ids",
  "relationship_id",
  "address",
  "email",
];

interface FactsProps {
  customer: Customer;
  /** The customer's head stands above: what it says is not said twice. */
  headed: boolean;
}

/** R014, R342: everything that is filled in, and the campaigns the customer is in. */
export function CustomerFacts({ customer, headed }: FactsProps) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const show = useShowValue();
  const values = customerValues(customer);
  return (
    <Sheet title={t("contacts.about")}>
      <dl className={classes.facts}>
        {SHOWN.filter((key) => {
          if (headed && IN_HEAD.includes(key)) return false;
          const value = values[key];
          return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
        }).map((key) => (
          <Fact key={key} name={labelOf(key === "supporter_ids" ? "supporters" : keyOf(key))}>
            {key === "website" ? (
              <WebLink address={values.website} />
            ) : key === "email" ? (
              <a href={`mailto:${values.email}`}>{values.email}</a>
            ) : (
              show(key, values)
            )}
          </Fact>
        ))}
        {!headed && !customer.owner && (
          <Fact name={t("contacts.owner")}>{t("contacts.nobody")}</Fact>
        )}
        {customer.referrer && (
          <Fact name={t("contacts.form.referrer")}>
            {customer.referrer.name === null ? (
              <Text size="sm" c="dimmed">
                {t("contacts.form.referrerHidden")}
              </Text>
            ) : customer.referrer.kind === "customer" ? (
              <Link
                to="/customers/$customerId"
                params={{ customerId: String(customer.referrer.id) }}
              >
                {customer.referrer.name}
              </Link>
            ) : (
              customer.referrer.name
            )}
          </Fact>
        )}
        <Fact name={t("contacts.created")}>{moment(customer.created_at)}</Fact>
        {customer.last_contact_at && (
          <Fact name={labelOf("last_contact_at")}>{moment(customer.last_contact_at)}</Fact>
        )}
        <Campaigns customer={customer} />
      </dl>
    </Sheet>
  );
}

/** The values of one's own fields; those that are empty too, so that one sees what is missing. */
export function OwnFacts({ customer, onEdit }: { customer: Customer; onEdit?: () => void }) {
  const { t } = useTranslation();
  const rules = useFieldRules();
  const show = useShowValue();
  if (rules.own.length === 0) return null;
  const values = customerValues(customer);
  return (
    <Sheet
      title={t("contacts.form.own")}
      actions={
        onEdit && (
          <Button variant="subtle" size="compact-xs" onClick={onEdit}>
            {t("common.edit")}
          </Button>
        )
      }
    >
      <dl className={classes.facts}>
        {rules.own.map((field) => (
          <Fact key={field.key} name={field.label ?? field.key}>
            {show(field.key, values)}
          </Fact>
        ))}
      </dl>
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Campaigns({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  if (customer.campaigns.length === 0) return null;
  return (
    <Fact name={t("contacts.campaigns")}>
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
    </Fact>
  );
}
