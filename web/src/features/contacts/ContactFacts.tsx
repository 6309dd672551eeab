import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import classes from "./contacts.module.css";
import { useFieldRules } from "./fields";
import { WebLink } from "./WebLink";

const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const;

/** R055: what else is known of a contact; nothing of what is empty. */
export function ContactFacts({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const rules = useFieldRules();
  const sources = rules.field("contact.source")?.options ?? [];
  const source = sources.find((one) => one.id === contact.source_id)?.label;
  const facts: [string, ReactNode][] = [
    [t("contacts.address"), contact.address],
    ["Facebook", contact.facebook && <WebLink address={contact.facebook} />],
    [t("contacts.form.contactSource"), source],
    ...UTM.map((name): [string, ReactNode] => [t(`codes.fieldNames.${name}`), contact[name]]),
    [t("contacts.description"), contact.description],
  ];
  const known = facts.filter(([, value]) => value);
  if (known.length === 0) return null;
  return (
    <dl className={`${classes.facts} ${classes.detail}`}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
