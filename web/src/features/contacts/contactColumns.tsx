import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ContactRow } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { moment } from "@/components/format";
import { CallButton } from "@/features/calls/CallButton";
import { GateMark } from "@/features/calls/GateMark";
import classes from "./contacts.module.css";
import { PrimaryStar } from "./PrimaryStar";

function Name({ row }: { row: ContactRow }) {
  return (
    <div className={classes.twoLines}>
      <span className={classes.nameLine}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(row.customer_id) }}
          className="plain-link cut"
          title={row.name}
        >
          <strong>{row.name}</strong>
        </Link>
        {row.is_primary && <PrimaryStar />}
      </span>
      {row.title && (
        <span className={`cut ${classes.second}`} title={row.title}>
          {row.title}
        </span>
      )}
    </div>
  );
}

function FirstPhone({ row, t }: { row: ContactRow; t: TFunction }) {
  const phone = row.phones.find((one) => one.is_primary) ?? row.phones[0];
  if (!phone) return <span className={classes.second}>{t("contacts.noPhone")}</span>;
  const more = row.phones.length - 1;
  return (
    <>
      <div className={classes.twoLines}>
        <span className="cut" title={phone.typed}>
          {phone.badge.display}
          {more > 0 && <span className={classes.second}> +{more}</span>}
        </span>
        <GateMark badge={phone.badge} />
      </div>
      <span className={classes.pushRight}>
        <CallButton badge={phone.badge} phoneId={phone.id} name={row.name} />
      </span>
    </>
  );
}

function Cut({ children }: { children: string | null | undefined }) {
  return children ? (
    <span className="cut" title={children}>
      {children}
    </span>
  ) : null;
}

/** Columns and order of R052. */
export function contactColumns(t: TFunction): Column<ContactRow>[] {
  return [
    {
      id: "name",
      header: t("contacts.name"),
      width: "minmax(120px, 2fr)",
      sorts: true,
      cell: (row) => <Name row={row} />,
    },
    {
      id: "phone",
      header: t("contacts.phone"),
      width: "minmax(190px, 1.4fr)",
      cell: (row) => <FirstPhone row={row} t={t} />,
    },
    {
      id: "customer",
      header: t("contacts.customer"),
      width: "minmax(120px, 2fr)",
      from: "sm",
      cell: (row) => <Cut>{row.customer}</Cut>,
    },
    {
      id: "owner",
      header: t("contacts.owner"),
      width: "minmax(100px, 1fr)",
      from: "sm",
      cell: (row) => <Cut>{row.owner?.name ?? t("contacts.nobody")}</Cut>,
    },
    {
      id: "created",
      header: t("contacts.created"),
      width: "130px",
      from: "md",
      sorts: true,
      cell: (row) => moment(row.created_at),
    },
    {
      id: "updated",
      header: t("contacts.updated"),
      width: "130px",
      from: "lg",
      sorts: true,
      cell: (row) => moment(row.updated_at),
    },
  ];
}
