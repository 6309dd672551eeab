import { Alert, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { moment } from "@/components/format";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { customerQuery } from "@/features/contacts/customers";
import { TicketFields } from "./TicketFields";
import { ticketQuery } from "./tickets";

/** One ticket: its number, whose it is, and what is being done. */
export function TicketPanel({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: ticket, error, refetch } = useQuery(ticketQuery(id));
  const customer = useQuery({
    ...customerQuery(ticket?.customer.id ?? 0),
    enabled: ticket !== undefined,
  });
  if (isLost(error, ticket)) return <Failed error={error} retry={() => void refetch()} />;
  if (isLost(customer.error, customer.data)) return <Failed error={customer.error} />;
  if (!ticket || !customer.data) return <PageSkeleton />;
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{ticket.number}</Text>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(ticket.customer.id) }}
          search={{ tab: "tickets" }}
        >
          {ticket.customer.name}
        </Link>
        <Text size="sm" c="dimmed">
          {t("opportunities.createdAt", { at: moment(ticket.created_at) })}
          {ticket.closed_at &&
            ` · ${t("opportunities.closedAt", { at: moment(ticket.closed_at) })}`}
        </Text>
      </div>
      {!ticket.can_edit && <Alert color="gray">{t("opportunities.notEditable")}</Alert>}
      <TicketFields key={ticket.id} customer={customer.data} ticket={ticket} onDone={onDone} />
    </Stack>
  );
}
