import { Button, UnstyledButton } from "@mantine/core";
import { IconCalendarEvent, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { clock, day, moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import type { Appointment } from "./appointments";

interface Props {
  one: Appointment;
  /** Not said on the customer's own page. */
  withCustomer?: boolean;
  onOpen?: (one: Appointment) => void;
  onHeld?: (one: Appointment) => void;
}

function tellTimes({ starts_at, ends_at }: Appointment): string {
  if (!ends_at) return moment(starts_at);
  const end = day(ends_at) === day(starts_at) ? clock(ends_at) : moment(ends_at);
  return `${moment(starts_at)} – ${end}`;
}

/** One appointment or meeting: what, when, where, who. */
export function AppointmentLine({ one, withCustomer = false, onOpen, onHeld }: Props) {
  const { t } = useTranslation();
  const Picture = one.kind === "meeting" ? IconUsers : IconCalendarEvent;
  return (
    <li className={`${classes.item} ${classes.marked}`}>
      <Picture size={18} stroke={1.6} aria-label={t(`care.${one.kind}.title`)} role="img" />
      {onOpen && one.can_edit && !one.cancelled ? (
        <UnstyledButton className={classes.name} onClick={() => onOpen(one)}>
          {one.title}
        </UnstyledButton>
      ) : (
        <strong className={classes.name} data-closed={one.cancelled}>
          {one.title}
        </strong>
      )}
      <div className={classes.second}>
        {one.cancelled && <Mark tone="calm">{t("care.appointment.cancelled")}</Mark>}
        <span>{tellTimes(one)}</span>
        {withCustomer && (
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(one.customer.id) }}
            search={{ tab: "appointments" }}
          >
            {one.customer.name}
          </Link>
        )}
        {one.place && <span>{one.place}</span>}
        {one.contact && <span>{one.contact.name}</span>}
        {one.invitation && <span>{t("care.mail.told", { to: one.invitation.email })}</span>}
        <span>{one.participants.map((person) => person.name).join(", ")}</span>
      </div>
      {onHeld && (
        <div className={classes.second}>
          <Button variant="default" size="compact-xs" onClick={() => onHeld(one)}>
            {t("care.appointment.held")}
          </Button>
        </div>
      )}
    </li>
  );
}
