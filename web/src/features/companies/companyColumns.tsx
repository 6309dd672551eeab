import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { CompanyRow, FieldView } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { day, moment } from "@/components/format";
import contactClasses from "@/features/contacts/contacts.module.css";
import { listColumns } from "@/features/customers/columns";

const SHOWN = 3;

/** R070: what the list has beside the name unless the user chose otherwise. */
export const USUAL_COLUMNS = ["description", "contacts", "tickets", "owner", "created", "updated"];

/** Of the fields of a customer, those that are there under another name, or the same for all. */
const OTHERWISE = new Set(["owner", "kind", "created_at", "updated_at", "contact.name"]);

/** The name, which is always there; `link` is what the customer's page is told of the list. */
export const nameColumn = (
  t: TFunction,
  link: { list: string; back: string; from: "companies" },
): Column<CompanyRow> => ({
  id: "name",
  header: t("companies.name"),
  width: "minmax(180px, 3fr)",
  sorts: true,
  cell: (row) => (
    <span className={contactClasses.twoLines}>
      <Link
        to="/customers/$customerId"
        params={{ customerId: String(row.id) }}
        search={link}
        className="cut plain-link"
        title={row.name}
      >
        <strong>{row.name}</strong>
      </Link>
      <span className={`cut ${contactClasses.second}`}>{row.code}</span>
    </span>
  ),
});

/** Every column that the list can show beside the name: its own, then the fields of a customer. */
export const companyColumns = (
  t: TFunction,
  fields: readonly FieldView[],
  label: (key: string) => string,
): Column<CompanyRow>[] => [
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
    id: "tickets",
    header: t("companies.tickets"),
    width: "110px",
    from: "md",
    cell: (row) =>
      row.open_tickets > 0 && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(row.id) }}
          search={{ tab: "tickets" }}
        >
          {t("companies.openTickets", { count: row.open_tickets })}
        </Link>
      ),
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
  ...listColumns(fields, label, t)
    .filter(({ key }) => !OTHERWISE.has(key))
    .map(({ key, header, width, cell }) => ({
      id: key,
      header,
      width: `minmax(${width}px, 1fr)`,
      from: "md" as const,
      cell,
    })),
];
