import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { count, moment } from "@/components/format";
import { ImportMark } from "./ImportMark";
import { countFailed, countTaken, type ImportSummary } from "./imports";

export function importColumns(t: TFunction): Column<ImportSummary>[] {
  return [
    {
      id: "file",
      header: t("imports.file"),
      width: "minmax(140px, 2fr)",
      cell: (row) => (
        <Link
          to="/imports/$importId"
          params={{ importId: String(row.id) }}
          className="cut plain-link"
          title={row.file_name}
        >
          {row.file_name}
        </Link>
      ),
    },
    {
      id: "what",
      header: t("imports.what"),
      width: "minmax(110px, 1fr)",
      from: "sm",
      cell: (row) => <span className="cut">{t(`imports.titles.${row.purpose}.${row.kind}`)}</span>,
    },
    {
      id: "state",
      header: t("imports.stateOf"),
      width: "minmax(150px, 1fr)",
      cell: (row) => <ImportMark state={row.state} />,
    },
    {
      id: "total",
      header: t("imports.rows"),
      width: "90px",
      from: "sm",
      align: "end",
      cell: (row) => count(row.total),
    },
    {
      id: "taken",
      header: t("imports.taken"),
      width: "90px",
      from: "md",
      align: "end",
      cell: (row) => count(countTaken(row.counts)),
    },
    {
      id: "failed",
      header: t("imports.failed"),
      width: "80px",
      from: "md",
      align: "end",
      cell: (row) => count(countFailed(row.counts)),
    },
    {
      id: "by",
      header: t("imports.by"),
      width: "minmax(110px, 1fr)",
      from: "lg",
      cell: (row) => (
        <span className="cut" title={row.user.name}>
          {row.user.name}
        </span>
      ),
    },
    {
      id: "at",
      header: t("imports.at"),
      width: "130px",
      from: "sm",
      cell: (row) => moment(row.created_at),
    },
  ];
}
