import { FileButton, Group } from "@mantine/core";
import {
  IconCalendarPlus,
  IconChecklist,
  IconFileDollar,
  IconMapPin,
  IconMessage2,
  IconPaperclip,
  IconPhoto,
  IconShoppingCart,
  IconUsers,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { SidePanel } from "@/components/SidePanel";
import { AppointmentFields } from "@/features/appointments/AppointmentFields";
import { NewPaper } from "@/features/commerce/NewPaper";
import { useMay } from "@/features/session/session";
import { WriteSms } from "@/features/sms/WriteSms";
import { TaskFields } from "@/features/tasks/TaskFields";
import { TransactionFields } from "@/features/transactions/TransactionFields";
import { BarIcon } from "./BarIcon";
import { ChangeHere } from "./ChangeHere";
import { canLocate } from "./locate";

type Adding = "appointment" | "meeting" | "task" | "transaction" | "order" | "sms";

const ICONS = {
  appointment: IconCalendarPlus,
  meeting: IconUsers,
  task: IconChecklist,
  transaction: IconFileDollar,
  order: IconShoppingCart,
} as const;
/** What is kept with the customer; a text message is sent from the user's own phone. */
const ADDABLE = ["appointment", "meeting", "task", "transaction", "order"] as const;
const RIGHTS = { task: "tasks.edit", order: "commerce.edit" } as const;

interface Props {
  customer: Customer;
  onFiles: (files: File[]) => void;
  onLocate: () => void;
  locating: boolean;
}

/**
 * What goes with a comment or is done beside it (R195, R200, R210). An SMS is written of a template
 * and taken along to the phone; there is no icon for an e-mail, for there is no such channel (R196).
 */
export function CommentBar({ customer, onFiles, onLocate, locating }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState<Adding | null>(null);
  const nameOf = (one: Adding): string => {
    if (one === "sms") return t("sms.write");
    if (one === "order") return t("commerce.addOne.order");
    return t(one === "task" ? "tasks.add" : `care.${one}.add`);
  };
  const close = (): void => setAdding(null);
  const shows = (one: (typeof ADDABLE)[number]): boolean =>
    may(one === "task" || one === "order" ? RIGHTS[one] : "care.edit");
  const off = customer.can_edit ? undefined : t("tasks.notEditable");
  return (
    <>
      <Group gap={4} role="group" aria-label={t("comments.bar")}>
        <Attach label={t("comments.files.add")} icon={IconPaperclip} off={off} onFiles={onFiles} />
        <Attach
          label={t("comments.files.addPhoto")}
          icon={IconPhoto}
          accept="image/*"
          off={off}
          onFiles={onFiles}
        />
        <BarIcon
          icon={IconMapPin}
          label={t("comments.place.add")}
          off={canLocate() ? undefined : t("comments.place.insecure")}
          busy={locating}
          onClick={onLocate}
        />
        <ChangeHere customer={customer} what="relationship" off={off} />
        {customer.can_assign && <ChangeHere customer={customer} what="owner" off={off} />}
        {ADDABLE.filter(shows).map((one) => (
          <BarIcon
            key={one}
            icon={ICONS[one]}
            label={nameOf(one)}
            off={off}
            onClick={() => setAdding(one)}
          />
        ))}
        <BarIcon icon={IconMessage2} label={nameOf("sms")} onClick={() => setAdding("sms")} />
      </Group>
      <SidePanel
        opened={adding !== null}
        onClose={close}
        title={adding ? nameOf(adding) : ""}
        wide={adding === "sms"}
      >
        {adding === "sms" && <WriteSms customer={customer} />}
        {adding === "task" && <TaskFields task={null} customer={customer} onDone={close} />}
        {adding === "order" && <NewPaper kind="order" customer={customer} onDone={close} />}
        {adding === "transaction" && <TransactionFields customer={customer} onDone={close} />}
        {(adding === "appointment" || adding === "meeting") && (
          <AppointmentFields kind={adding} old={null} customer={customer} onDone={close} />
        )}
      </SidePanel>
    </>
  );
}

interface AttachProps {
  label: string;
  icon: typeof IconPaperclip;
  accept?: string;
  off: string | undefined;
  onFiles: (files: File[]) => void;
}

/** Files of this machine; on a phone with `image/*` its photo library and camera. */
function Attach({ onFiles, accept, ...rest }: AttachProps) {
  return (
    <FileButton multiple {...(accept ? { accept } : {})} onChange={onFiles}>
      {({ onClick }) => <BarIcon {...rest} onClick={onClick} />}
    </FileButton>
  );
}
