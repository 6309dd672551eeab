import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPencil, IconStar, IconStarFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import { Mark } from "@/components/Mark";
import { useTellProblem } from "@/components/problem";
import { CallButton } from "@/features/calls/CallButton";
import { GateMark } from "@/features/calls/GateMark";
import { ContactFacts } from "./ContactFacts";
import classes from "./contacts.module.css";
import { useMakePrimary } from "./customers";

interface Props {
  contact: Contact;
  canEdit: boolean;
  calling: boolean;
  onEdit: () => void;
}

/** A person with their numbers, each with its own call button and mark. */
export function ContactItem({ contact, canEdit, calling, onEdit }: Props) {
  const { t } = useTranslation();
  return (
    <li className={classes.contact} data-calling={calling}>
      <div className={classes.contactHead}>
        <Star contact={contact} canEdit={canEdit} />
        <strong className="cut" title={contact.name}>
          {contact.name}
        </strong>
        {contact.title && (
          <span className={`cut ${classes.second}`} title={contact.title}>
            {contact.title}
          </span>
        )}
        {calling && <Mark tone="ok">{t("contacts.onThePhone")}</Mark>}
        {canEdit && (
          <Tooltip label={t("common.edit")}>
            <ActionIcon
              className={classes.pushRight}
              variant="subtle"
              color="gray"
              aria-label={t("contacts.editWhom", { name: contact.name })}
              onClick={onEdit}
            >
              <IconPencil size={15} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {contact.company && contact.company.id !== contact.customer_id && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(contact.company.id) }}
          className={`cut ${classes.detail}`}
        >
          {contact.company.name}
        </Link>
      )}
      {contact.email && (
        <a href={`mailto:${contact.email}`} className={`cut ${classes.detail}`}>
          {contact.email}
        </a>
      )}
      {contact.phones.map((phone) => (
        <div key={phone.id} className={classes.phone}>
          <span className={classes.number} title={phone.typed}>
            {phone.badge.display}
            {phone.label && <span className={classes.second}> {phone.label}</span>}
          </span>
          <CallButton badge={phone.badge} phoneId={phone.id} name={contact.name} />
          <span className={classes.gate}>
            <GateMark badge={phone.badge} />
          </span>
        </div>
      ))}
      {contact.phones.length === 0 && (
        <span className={`${classes.second} ${classes.detail}`}>{t("contacts.noPhone")}</span>
      )}
      <ContactFacts contact={contact} />
    </li>
  );
}

function Star({ contact, canEdit }: { contact: Contact; canEdit: boolean }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const make = useMakePrimary(contact.customer_id);
  const label = contact.is_primary
    ? t("contacts.primary")
    : t("contacts.makePrimary", { name: contact.name });
  const off = contact.is_primary || !canEdit;
  if (off && !contact.is_primary) return null;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={label}
        aria-pressed={contact.is_primary}
        aria-disabled={off}
        loading={make.isPending}
        onClick={() => !off && make.mutate(contact.id, { onError: tell })}
      >
        {contact.is_primary ? (
          <IconStarFilled size={15} color="var(--warn)" aria-hidden="true" />
        ) : (
          <IconStar size={15} aria-hidden="true" />
        )}
      </ActionIcon>
    </Tooltip>
  );
}
