import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { CompanyRow } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { day, moment } from "@/components/format";
import contactClasses from "@/features/contacts/contacts.module.css";

const SHOWN = 3;

/** Name and code, description, the contacts, whose it is, and the two dates. */
export const companyColumns = (t: TFunction): Column<CompanyRow>[] => [
  {
    id: "name",
    header: t("companies.name"),
    width: "minmax(180px, 3fr)",
    sorts: true,
    cell: (row) => (
      <span className={contactClasses.twoLines}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(row.id) }}
          className="cut plain-link"
          title={row.name}
        >
          <strong>{row.name}</strong>
        </Link>
        <span className={`cut ${contactClasses.second}`}>{row.code}</span>
      </span>
    ),
  },
  {
    id: "description",
    header: t("contacts.description"),
    width: "minmax(120px, 2fr)",
    from: "lg",
    cell: (row) => (
      <span className="cut" title={row.description ?? undefined}>
        {row.description}
      </span>
    ),
  },
  {
    id: "contacts",
    header: t("contacts.contacts"),
    width: "minmax(140px, 3fr)",
    from: "sm",
    cell: (row) => {
      const names = row.contacts.slice(0, SHOWN).map((one) => one.name);
      const rest = row.contact_count - names.length;
      const text = names.join(", ") + (rest > 0 ? ` ${t("companies.more", { count: rest })}` : "");
      return (
        <span className="cut" title={row.contacts.map((one) => one.name).join(", ")}>
          {text || t("contacts.nobody")}
        </span>
      );
    },
  },
  {
    id: "owner",
    header: t("contacts.owner"),
    width: "minmax(110px, 1.5fr)",
    from: "md",
    cell: (row) => <span className="cut">{row.owner?.name ?? t("contacts.nobody")}</span>,
  },
  {
    id: "created",
    header: t("contacts.created"),
    width: "100px",
    from: "md",
    sorts: true,
    cell: (row) => <span title={moment(row.created_at)}>{day(row.created_at)}</span>,
  },
  {
    id: "updated",
    header: t("contacts.updated"),
    width: "120px",
    from: "lg",
    sorts: true,
    cell: (row) => <span title={moment(row.updated_at)}>{day(row.updated_at)}</span>,
  },
];
