import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { day, moment, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import type { OpportunitySearch } from "./OpportunitiesPage";
import { type Opportunity, STAGE_TONES } from "./opportunities";

function Cut({ children }: { children: string | false | null | undefined }) {
  return children ? (
    <span className="cut" title={children}>
      {children}
    </span>
  ) : null;
}

/** `search` is what the list is narrowed by: opening a row keeps it. */
export function opportunityColumns(t: TFunction, search: OpportunitySearch): Column<Opportunity>[] {
  return [
    {
      id: "name",
      header: t("opportunities.name"),
      width: "minmax(150px, 2fr)",
      cell: (row) => (
        <div className={classes.twoLines}>
          <Link
            to="/opportunities"
            search={{ ...search, open: row.id }}
            className="plain-link cut"
            title={row.name}
          >
            <strong>{row.name}</strong>
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
      id: "stage",
      header: t("opportunities.stage"),
      width: "110px",
      cell: (row) => (
        <Mark tone={STAGE_TONES[row.stage]}>{t(`opportunities.stages.${row.stage}`)}</Mark>
      ),
    },
    {
      id: "value",
      header: t("opportunities.value"),
      width: "minmax(120px, 1fr)",
      from: "sm",
      align: "end",
      sorts: true,
      cell: (row) => <Cut>{row.value > 0 && money(row.value)}</Cut>,
    },
    {
      id: "expected",
      header: t("opportunities.expected"),
      width: "120px",
      from: "md",
      sorts: true,
      cell: (row) => row.expected_on && day(row.expected_on),
    },
    {
      id: "owner",
      header: t("contacts.owner"),
      width: "minmax(110px, 1fr)",
      from: "lg",
      cell: (row) => <Cut>{row.owner?.name ?? t("contacts.nobody")}</Cut>,
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
