import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { count, moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import type { TemplateSearch } from "./SmsTemplatesPage";
import type { SmsTemplate } from "./sms";

/** `search` is what the list is narrowed by: opening a row keeps it. */
export function templateColumns(t: TFunction, search: TemplateSearch): Column<SmsTemplate>[] {
  return [
    {
      id: "name",
      header: t("sms.name"),
      width: "minmax(150px, 1fr)",
      sorts: true,
      cell: (row) => (
        <Link
          to="/marketing/sms"
          search={{ ...search, open: row.id, create: undefined }}
          className="plain-link cut"
          title={row.name}
        >
          <strong>{row.name}</strong>
        </Link>
      ),
    },
    {
      id: "body",
      header: t("sms.body"),
      width: "minmax(160px, 3fr)",
      cell: (row) => (
        <div className={classes.twoLines}>
          <span className="cut" title={row.body}>
            {row.body}
          </span>
          {row.unknown.length > 0 && (
            <Mark tone="warn">
              {t("sms.unknown", { fields: row.unknown.map((one) => `{${one}}`).join(", ") })}
            </Mark>
          )}
        </div>
      ),
    },
    {
      id: "size",
      header: t("sms.size"),
      width: "130px",
      from: "md",
      cell: (row) => t("sms.messages", { count: row.size.parts, shown: count(row.size.parts) }),
    },
    {
      id: "updated",
      header: t("sms.changed"),
      width: "180px",
      from: "md",
      sorts: true,
      cell: (row) => (
        <div className={classes.twoLines}>
          <span>{moment(row.updated_at)}</span>
          <span className={`cut ${classes.dimmed}`}>{row.by?.name}</span>
        </div>
      ),
    },
  ];
}
