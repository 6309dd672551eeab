import { Checkbox } from "@mantine/core";
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

function Company({ row }: { row: ContactRow }) {
  if (!row.company) return null;
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: String(row.company.id) }}
      className="plain-link cut"
      title={row.company.name}
    >
      {row.company.name}
    </Link>
  );
}

/** R052, in its order: what the list has unless the user chose otherwise. */
export const USUAL_COLUMNS = ["phone", "company", "owner", "created", "updated"];

/** Every column that the list can show beside the name. */
export function contactColumns(t: TFunction): Column<ContactRow>[] {
  return [
    {
      id: "phone",
      header: t("contacts.phone"),
      width: "minmax(190px, 1.4fr)",
      cell: (row) => <FirstPhone row={row} t={t} />,
    },
    {
      id: "company",
      header: t("contactList.company"),
      width: "minmax(130px, 2fr)",
      from: "sm",
      cell: (row) => <Company row={row} />,
    },
    {
      id: "customer",
      header: t("contacts.customer"),
      width: "minmax(130px, 2fr)",
      from: "sm",
      cell: (row) => <Cut>{row.customer}</Cut>,
    },
    {
      id: "owner",
      header: t("contactList.manager"),
      width: "minmax(110px, 1fr)",
      from: "sm",
      cell: (row) => <Cut>{row.owner?.name ?? t("contacts.nobody")}</Cut>,
    },
    {
      id: "email",
      header: t("contacts.email"),
      width: "minmax(140px, 1.4fr)",
      from: "sm",
      cell: (row) => <Cut>{row.email}</Cut>,
    },
    {
      id: "address",
      header: t("contacts.address"),
      width: "minmax(140px, 2fr)",
      from: "sm",
      cell: (row) => <Cut>{row.address}</Cut>,
    },
    {
      id: "facebook",
      header: "Facebook",
      width: "minmax(120px, 1fr)",
      from: "sm",
      cell: (row) => <Cut>{row.facebook}</Cut>,
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

/** What stands before the chosen columns: a tick, for who may do something with it, and the name. */
export function firstColumns(
  t: TFunction,
  ticked: ReadonlySet<number>,
  onTick: ((id: number) => void) | null,
): Column<ContactRow>[] {
  const name: Column<ContactRow> = {
    id: "name",
    header: t("contacts.name"),
    width: "minmax(120px, 2fr)",
    sorts: true,
    cell: (row) => <Name row={row} />,
  };
  if (!onTick) return [name];
  const tick: Column<ContactRow> = {
    id: "tick",
    header: t("contactList.ticks"),
    quiet: true,
    width: "40px",
    from: "sm",
    cell: (row) => (
      <Checkbox
        size="xs"
        aria-label={t("contactList.tick", { name: row.name })}
        checked={ticked.has(row.id)}
        onChange={() => onTick(row.id)}
      />
    ),
  };
  return [tick, name];
}
