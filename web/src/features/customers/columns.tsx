import { IconBuilding, IconMessageCircle, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import type { FieldView } from "@/api/types";
import { day, exact, moment } from "@/components/format";
import { GateMark } from "@/features/calls/GateMark";
import classes from "./customers.module.css";
import type { CustomerRow } from "./lists";
import type { ViewQuery } from "./search";

export interface ListColumn {
  key: string;
  header: string;
  /** In pixels; the name takes what is left. */
  width: number;
  sort?: ViewQuery["sort"];
  cell: (row: CustomerRow) => ReactNode;
}

/** Where a row's link leads, with the list to go through from there. */
export interface RowLink {
  list: string;
  back: string;
}

export const DEFAULT_COLUMNS = [
  "phones",
  "owner",
  "relationship",
  "group",
  "last_contact_at",
  "created_at",
];

const SORTS: Record<string, ViewQuery["sort"]> = {
  name: "name",
  code: "code",
  created_at: "created",
  updated_at: "updated",
  last_contact_at: "contacted",
};

const WIDTHS: Record<string, number> = {
  code: 110,
  kind: 110,
  stage: 110,
  phones: 170,
  created_at: 146,
  updated_at: 146,
  last_contact_at: 146,
  birthday: 100,
};

/** Not in a line of the list, or there in another way. */
const UNSHOWN = new Set(["name", "description", "referrer"]);
const OF_CONTACT = new Set(["contact.name", "contact.phones", "contact.email", "contact.title"]);

export function Cut({ children }: { children: string | null | undefined }) {
  if (!children) return null;
  return (
    <span className="cut" title={children}>
      {children}
    </span>
  );
}

function read(row: CustomerRow, key: string): unknown {
  return (row as unknown as Record<string, unknown>)[key];
}

function optionsOf(field: FieldView, value: unknown): string {
  const ids = Array.isArray(value) ? value : [value];
  return field.options
    .filter((option) => ids.includes(option.id))
    .map((option) => option.label)
    .join(", ");
}

function Phones({ row, t }: { row: CustomerRow; t: TFunction }) {
  const phone = row.phones[0];
  if (!phone) return <span className={classes.dim}>{t("contacts.noPhone")}</span>;
  return (
    <span className={classes.lines}>
      <span className="cut" title={row.phones.map((one) => one.typed).join(", ")}>
        {phone.badge.display}
        {row.phones.length > 1 && <span className={classes.dim}> +{row.phones.length - 1}</span>}
      </span>
      <GateMark badge={phone.badge} />
    </span>
  );
}

function cellOf(field: FieldView, t: TFunction): (row: CustomerRow) => ReactNode {
  const { key } = field;
  if (field.custom_id !== null) {
    const name = key.slice("custom.".length);
    return (row) => {
      const value = row.custom[name];
      if (value === null || value === undefined) return null;
      if (field.kind === "date") return day(String(value));
      if (field.options.length > 0) return <Cut>{optionsOf(field, value)}</Cut>;
      if (typeof value === "number") return exact(value);
      return <Cut>{String(value)}</Cut>;
    };
  }
  switch (key) {
    case "kind":
      return (row) => <Cut>{t(`contacts.kinds.${row.kind}`)}</Cut>;
    case "stage":
      return (row) => <Cut>{t(`contacts.stages.${row.stage}`)}</Cut>;
    case "owner":
      return (row) =>
        row.owner ? (
          <Cut>{row.owner.name}</Cut>
        ) : (
          <span className={classes.dim}>{t("contacts.nobody")}</span>
        );
    case "contact.name":
      return (row) => <Cut>{row.contact?.name}</Cut>;
    case "contact.title":
      return (row) => <Cut>{row.contact?.title}</Cut>;
    case "contact.email":
      return (row) => <Cut>{row.contact?.email}</Cut>;
    case "contact.phones":
      return (row) => <Phones row={row} t={t} />;
    case "last_contact_at":
      return (row) =>
        row.last_contact_at ? (
          moment(row.last_contact_at)
        ) : (
          <span className={classes.dim}>{t("customers.neverContacted")}</span>
        );
  }
  if (field.kind === "choice")
    return (row) => <Cut>{optionsOf(field, read(row, `${key}_id`))}</Cut>;
  return (row) => {
    const value = read(row, key);
    if (typeof value !== "string") return null;
    if (field.kind === "time") return moment(value);
    return field.kind === "date" ? day(value) : <Cut>{value}</Cut>;
  };
}

export function Name({ row, link, t }: { row: CustomerRow; link: RowLink; t: TFunction }) {
  const Picture = row.kind === "organisation" ? IconBuilding : IconUser;
  const contact = row.contact && row.contact.name !== row.name ? row.contact.name : null;
  return (
    <span className={classes.name}>
      <Picture
        size={16}
        stroke={1.6}
        className={classes.kind}
        aria-label={t(`contacts.kinds.${row.kind}`)}
      />
      <span className={classes.lines}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(row.id) }}
          search={link}
          className="plain-link cut"
          title={row.name}
          tabIndex={-1}
        >
          <strong>{row.name}</strong>
        </Link>
        <span className={`cut ${classes.dim}`}>
          {row.code}
          {contact && ` · ${contact}`}
        </span>
      </span>
      {row.unread > 0 && (
        <span className={classes.unread} title={t("customers.unread", { count: row.unread })}>
          <IconMessageCircle size={13} aria-hidden="true" />
          {row.unread}
          <span className="heard-only">{t("customers.unread", { count: row.unread })}</span>
        </span>
      )}
    </span>
  );
}

/** Every column that the list can show beside the name, by the directory's own fields. */
export function listColumns(
  fields: readonly FieldView[],
  label: (key: string) => string,
  t: TFunction,
): ListColumn[] {
  return fields
    .filter((one) => !UNSHOWN.has(one.key) && (one.of === "customer" || OF_CONTACT.has(one.key)))
    .map((field) => {
      const key = field.key === "contact.phones" ? "phones" : field.key;
      const sort = SORTS[key];
      return {
        key,
        header: key === "phones" ? t("contacts.phone") : label(field.key),
        width: WIDTHS[key] ?? 150,
        cell: cellOf(field, t),
        ...(sort ? { sort } : {}),
      };
    });
}
