import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { calendarDay, moment, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import { type Paper, STATUS_TONES } from "./commerce";
import type { SalesSearch } from "./SalesPage";
import { When } from "./When";

/** `search` is what the list is narrowed by: opening a row keeps it. */
export function paperColumns(t: TFunction, search: SalesSearch): Column<Paper>[] {
  return [
    {
      id: "number",
      header: t("commerce.number"),
      width: "minmax(150px, 1.5fr)",
      cell: (row) => (
        <div className={classes.twoLines}>
          <Link
            to="/sales"
            search={{ ...search, open: row.id }}
            className="plain-link cut"
            title={row.number}
          >
            <strong>{row.number}</strong>
          </Link>
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(row.customer.id) }}
            search={{ tab: "dealings" }}
            className={`plain-link cut ${classes.dimmed}`}
            title={row.customer.name}
          >
            {row.customer.name}
          </Link>
        </div>
      ),
    },
    {
      id: "kind",
      header: t("commerce.kind"),
      width: "110px",
      from: "sm",
      cell: (row) => t(`commerce.kinds.${row.kind}`),
    },
    {
      id: "status",
      header: t("commerce.status"),
      width: "130px",
      from: "sm",
      cell: (row) => (
        <Mark tone={STATUS_TONES[row.status]}>{t(`commerce.statuses.${row.status}`)}</Mark>
      ),
    },
    {
      id: "amount",
      header: t("commerce.amount"),
      width: "minmax(120px, 1fr)",
      align: "end",
      sorts: true,
      cell: (row) => <span className="cut">{money(row.amount)}</span>,
    },
    {
      id: "day",
      header: t("commerce.day"),
      width: "110px",
      from: "md",
      sorts: true,
      cell: (row) => calendarDay(row.day),
    },
    {
      id: "when",
      header: t("commerce.term"),
      width: "minmax(180px, 1fr)",
      from: "lg",
      cell: (row) => (
        <span className="cut">
          <When paper={row} />
        </span>
      ),
    },
    {
      id: "owner",
      header: t("contacts.owner"),
      width: "minmax(110px, 1fr)",
      from: "lg",
      cell: (row) => <span className="cut">{row.owner?.name ?? t("contacts.nobody")}</span>,
    },
    {
      id: "created",
      header: t("commerce.created"),
      width: "130px",
      from: "md",
      sorts: true,
      cell: (row) => moment(row.created_at),
    },
  ];
}
