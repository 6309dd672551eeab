import { Button, Group, Skeleton } from "@mantine/core";
import { IconCalendarEvent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import classes from "@/features/tasks/tasks.module.css";
import { AppointmentLine } from "./AppointmentLine";
import type { Appointment } from "./appointments";

/** Appointments to come, the next first. */
export function ComingAppointments({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const list = usePages<Appointment>(["appointments", "coming"], "/appointments", { mine });
  return (
    <Sheet title={t("care.appointment.coming")} flush>
      {list.error !== undefined && <Failed error={list.error} retry={list.retry} />}
      {list.loading && <Skeleton h={52} m="md" w="auto" />}
      {!list.loading && list.rows.length === 0 && list.error === undefined && (
        <Empty
          icon={IconCalendarEvent}
          title={t("care.appointment.noneComing")}
          hint={t("care.appointment.noneComingHint")}
        />
      )}
      <ul className={classes.list} aria-label={t("care.appointment.coming")}>
        {list.rows.map((one) => (
          <AppointmentLine key={one.id} one={one} withCustomer />
        ))}
      </ul>
      {list.hasMore && (
        <Group justify="center" p={8}>
          <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
            {t("common.loadMore")}
          </Button>
        </Group>
      )}
    </Sheet>
  );
}
