import { Button, UnstyledButton } from "@mantine/core";
import { IconPlus, IconTicket } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { TicketFields } from "./TicketFields";
import { TicketPanel } from "./TicketPanel";
import { PRIORITY_TONES, STATUS_TONES, type Ticket } from "./tickets";

/** The tickets of a customer; of a company, those of all its contacts (R220). */
export function TicketsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [panel, setPanel] = useState<{ id: number | null } | null>(null);
  const list = usePages<Ticket>(["tickets", "list"], "/tickets", { customer_id: customer.id });
  const close = (): void => setPanel(null);
  return (
    <>
      <Sheet
        title={t("tickets.title")}
        flush
        actions={
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!customer.can_edit}
            title={customer.can_edit ? undefined : t("opportunities.notEditable")}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setPanel({ id: null })}
          >
            {t("tickets.add")}
          </Button>
        }
      >
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconTicket}
              title={t("tickets.noneHere")}
              hint={t("tickets.noneHereHint")}
            />
          }
        >
          <ul className={classes.list} aria-label={t("tickets.title")}>
            {list.rows.map((row) => (
              <Item
                key={row.id}
                row={row}
                own={row.customer.id === customer.id}
                onOpen={() => setPanel({ id: row.id })}
              />
            ))}
          </ul>
        </Paged>
      </Sheet>
      <SidePanel
        opened={panel !== null}
        onClose={close}
        title={t(panel?.id === null ? "tickets.add" : "tickets.one")}
        wide
      >
        {panel?.id === null && <TicketFields customer={customer} ticket={null} onDone={close} />}
        {panel !== null && panel.id !== null && (
          <TicketPanel key={panel.id} id={panel.id} onDone={close} />
        )}
      </SidePanel>
    </>
  );
}

function Item({ row, own, onOpen }: { row: Ticket; own: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.name} onClick={onOpen} title={row.subject}>
        {row.subject}
      </UnstyledButton>
      <Mark tone={STATUS_TONES[row.status]}>{t(`tickets.statuses.${row.status}`)}</Mark>
      <div className={classes.second}>
        <span>{row.number}</span>
        {row.priority !== "normal" && (
          <Mark tone={PRIORITY_TONES[row.priority]}>{t(`tickets.priorities.${row.priority}`)}</Mark>
        )}
        {row.contact && <span>{row.contact.name}</span>}
        {!own && <span>{row.customer.name}</span>}
        {row.assignee && <span>{t("tickets.with", { name: row.assignee.name })}</span>}
        <span>{moment(row.created_at)}</span>
      </div>
    </li>
  );
}
