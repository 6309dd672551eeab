import { IconCalendarEvent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Paged } from "@/components/Paged";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { AppointmentLine } from "./AppointmentLine";
import type { Appointment } from "./appointments";

/** Appointments to come, the next first. */
export function ComingAppointments({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const list = usePages<Appointment>(["appointments", "coming"], "/appointments", { mine });
  return (
    <Sheet title={t("care.appointment.coming")} flush>
      <Paged
        list={list}
        empty={
          <Empty
            icon={IconCalendarEvent}
            title={t("care.appointment.noneComing")}
            hint={t("care.appointment.noneComingHint")}
          />
        }
      >
        <ul className={classes.list} aria-label={t("care.appointment.coming")}>
          {list.rows.map((one) => (
            <AppointmentLine key={one.id} one={one} withCustomer />
          ))}
        </ul>
      </Paged>
    </Sheet>
  );
}
