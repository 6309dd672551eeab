import { ActionIcon, Group, Tooltip } from "@mantine/core";
import {
  IconCalendarPlus,
  IconChecklist,
  IconFileDollar,
  IconPaperclip,
  IconUsers,
} from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { SidePanel } from "@/components/SidePanel";
import { AppointmentFields } from "@/features/appointments/AppointmentFields";
import { useMay } from "@/features/session/session";
import { TaskFields } from "@/features/tasks/TaskFields";
import { TransactionFields } from "@/features/transactions/TransactionFields";

type Adding = "appointment" | "meeting" | "task" | "transaction";

const ICONS = {
  appointment: IconCalendarPlus,
  meeting: IconUsers,
  task: IconChecklist,
  transaction: IconFileDollar,
} as const;
const ADDABLE = ["appointment", "meeting", "task", "transaction"] as const;

/** What else can be added from beside a comment (R195, R200): only what there is. */
export function CommentBar({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const router = useRouter();
  const [adding, setAdding] = useState<Adding | null>(null);
  const nameOf = (one: Adding): string => t(one === "task" ? "tasks.add" : `care.${one}.add`);
  const close = (): void => setAdding(null);
  const rights = {
    appointment: "care.edit",
    meeting: "care.edit",
    transaction: "care.edit",
  } as const;
  const isOpen = (one: Adding): boolean => may(one === "task" ? "tasks.edit" : rights[one]);
  return (
    <>
      <Group gap={4} role="group" aria-label={t("comments.bar")}>
        <Tooltip label={t("documents.title")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("documents.title")}
            onClick={() => router.history.push(`/customers/${customer.id}?tab=documents`)}
          >
            <IconPaperclip size={17} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
        {ADDABLE.filter(isOpen).map((one) => {
          const Picture = ICONS[one];
          return (
            <Tooltip key={one} label={customer.can_edit ? nameOf(one) : t("tasks.notEditable")}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={nameOf(one)}
                data-disabled={!customer.can_edit || undefined}
                aria-disabled={!customer.can_edit}
                onClick={() => customer.can_edit && setAdding(one)}
              >
                <Picture size={17} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          );
        })}
      </Group>
      <SidePanel opened={adding !== null} onClose={close} title={adding ? nameOf(adding) : ""}>
        {adding === "task" && <TaskFields task={null} customer={customer} onDone={close} />}
        {adding === "transaction" && <TransactionFields customer={customer} onDone={close} />}
        {(adding === "appointment" || adding === "meeting") && (
          <AppointmentFields kind={adding} old={null} customer={customer} onDone={close} />
        )}
      </SidePanel>
    </>
  );
}
