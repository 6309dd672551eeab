import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { IconCalendarEvent, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Paged } from "@/components/Paged";
import { useTellProblem } from "@/components/problem";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { useNow } from "@/components/Timer";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { AppointmentFields } from "./AppointmentFields";
import { AppointmentLine } from "./AppointmentLine";
import { type Appointment, type AppointmentKind, useCancelAppointment } from "./appointments";

interface Open {
  kind: AppointmentKind;
  old: Appointment | null;
}

/** A customer's appointments and meetings (R176, R200). */
export function AppointmentsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useNow(60_000);
  const [panel, setPanel] = useState<Open | null>(null);
  const list = usePages<Appointment>(
    ["appointments", customer.id],
    `/customers/${customer.id}/appointments`,
    {},
  );
  const canAdd = customer.can_edit && may("care.edit");
  const close = (): void => setPanel(null);
  const isHeld = (one: Appointment): boolean =>
    canAdd && one.kind === "appointment" && !one.cancelled && Date.parse(one.starts_at) <= now;
  // As it is now: it may be changed elsewhere while it lies open here.
  const old = list.rows.find((one) => one.id === panel?.old?.id) ?? panel?.old ?? null;
  const edits = panel?.old?.kind === panel?.kind;
  const title = panel && t(`care.${panel.kind}.${panel.old && edits ? "edit" : "add"}`);
  return (
    <>
      <Sheet
        title={t("care.appointment.title")}
        flush
        actions={
          <Group gap={2}>
            {(["appointment", "meeting"] as const).map((kind) => (
              <Button
                key={kind}
                variant="subtle"
                size="compact-xs"
                disabled={!canAdd}
                title={canAdd ? undefined : t("tasks.notEditable")}
                leftSection={<IconPlus size={14} aria-hidden="true" />}
                onClick={() => setPanel({ kind, old: null })}
              >
                {t(`care.${kind}.add`)}
              </Button>
            ))}
          </Group>
        }
      >
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconCalendarEvent}
              title={t("care.appointment.none")}
              hint={t("care.appointment.noneHint")}
            />
          }
        >
          <ul className={classes.list} aria-label={t("care.appointment.title")}>
            {list.rows.map((one) => (
              <AppointmentLine
                key={one.id}
                one={one}
                onOpen={(old) => setPanel({ kind: old.kind, old })}
                {...(isHeld(one) && { onHeld: (old) => setPanel({ kind: "meeting", old }) })}
              />
            ))}
          </ul>
        </Paged>
      </Sheet>
      <SidePanel opened={panel !== null} onClose={close} title={title ?? ""}>
        {panel && (
          <>
            <AppointmentFields
              key={`${panel.kind}/${panel.old?.id}`}
              kind={panel.kind}
              old={old}
              customer={customer}
              onDone={close}
            />
            {old && edits && <Cancel one={old} onDone={close} />}
          </>
        )}
      </SidePanel>
    </>
  );
}

function Cancel({ one, onDone }: { one: Appointment; onDone: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const cancel = useCancelAppointment();
  const [sure, setSure] = useState(false);
  const [tells, setTells] = useState(true);
  const press = (): void => {
    if (!sure) setSure(true);
    else cancel.mutate({ id: one.id, tells }, { onSuccess: onDone, onError: tell });
  };
  return (
    <Stack gap="xs" mt="lg" align="flex-start">
      <Button variant="subtle" color="red" loading={cancel.isPending} onClick={press}>
        {t(sure ? "care.appointment.cancelSure" : `care.${one.kind}.cancel`)}
      </Button>
      {sure && one.invitation && (
        <Checkbox
          label={t("care.mail.tellCancelled", { to: one.invitation.email })}
          checked={tells}
          onChange={(event) => setTells(event.currentTarget.checked)}
        />
      )}
    </Stack>
  );
}
