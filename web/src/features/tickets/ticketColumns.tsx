import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import type { TicketSearch } from "./TicketsPage";
import { PRIORITY_TONES, STATUS_TONES, type Ticket } from "./tickets";

function Cut({ children }: { children: string | null | undefined }) {
  return children ? (
    <span className="cut" title={children}>
      {children}
    </span>
  ) : null;
}

/** `search` is what the list is narrowed by: opening a row keeps it. */
export function ticketColumns(t: TFunction, search: TicketSearch): Column<Ticket>[] {
  return [
    {
      id: "number",
      header: t("tickets.number"),
      width: "96px",
      from: "sm",
      cell: (row) => row.number,
    },
    {
      id: "subject",
      header: t("tickets.subject"),
      width: "minmax(150px, 2fr)",
      cell: (row) => (
        <div className={classes.twoLines}>
          <Link
            to="/tickets"
            search={{ ...search, open: row.id }}
            className="plain-link cut"
            title={row.subject}
          >
            <strong>{row.subject}</strong>
          </Link>
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(row.customer.id) }}
            className={`plain-link cut ${classes.dimmed}`}
            title={row.customer.name}
          >
            {row.customer.name}
          </Link>
        </div>
      ),
    },
    {
      id: "contact",
      header: t("opportunities.contact"),
      width: "minmax(110px, 1fr)",
      from: "lg",
      cell: (row) => <Cut>{row.contact?.name}</Cut>,
    },
    {
      id: "status",
      header: t("tickets.status"),
      width: "120px",
      cell: (row) => (
        <Mark tone={STATUS_TONES[row.status]}>{t(`tickets.statuses.${row.status}`)}</Mark>
      ),
    },
    {
      id: "priority",
      header: t("tickets.priority"),
      width: "130px",
      from: "md",
      sorts: true,
      cell: (row) => (
        <Mark tone={PRIORITY_TONES[row.priority]}>{t(`tickets.priorities.${row.priority}`)}</Mark>
      ),
    },
    {
      id: "assignee",
      header: t("tickets.assignee"),
      width: "minmax(110px, 1fr)",
      from: "md",
      cell: (row) => <Cut>{row.assignee?.name ?? t("contacts.nobody")}</Cut>,
    },
    {
      id: "created",
      header: t("opportunities.created"),
      width: "130px",
      from: "md",
      sorts: true,
      cell: (row) => moment(row.created_at),
    },
  ];
}
