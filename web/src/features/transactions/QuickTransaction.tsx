import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFileDollar } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import { TransactionFields } from "./TransactionFields";

interface Props {
  customer: { id: number; name: string; can_edit?: boolean };
  /** The call it comes out of. */
  callId?: string | null;
  /** An icon alone, for the row of a list. */
  compact?: boolean;
}

/** "Thêm giao dịch" (R180–R182): from a list's row, the customer's page, or after a call (R238). */
export function QuickTransaction({ customer, callId, compact = false }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState(false);
  if (!may("care.edit")) return null;
  const off = customer.can_edit === false;
  const label = compact
    ? t("care.transaction.addFor", { name: customer.name })
    : t("care.transaction.add");
  const open = (): void => {
    if (!off) setOpened(true);
  };
  return (
    <>
      <Tooltip label={off ? t("tasks.notEditable") : label} disabled={!off && !compact}>
        {compact ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={label}
            aria-disabled={off}
            data-disabled={off || undefined}
            onClick={(event) => {
              event.stopPropagation();
              open();
            }}
          >
            <IconFileDollar size={17} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <Button
            variant="default"
            aria-disabled={off}
            data-disabled={off || undefined}
            leftSection={<IconFileDollar size={15} aria-hidden="true" />}
            onClick={open}
          >
            {label}
          </Button>
        )}
      </Tooltip>
      <SidePanel
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("care.transaction.title")}
      >
        <TransactionFields customer={customer} callId={callId} onDone={() => setOpened(false)} />
      </SidePanel>
    </>
  );
}
