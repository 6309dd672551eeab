import { IconHistory } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AuditPage as Lines } from "@/api/types";
import { type Column, DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { day, exactClock } from "@/components/format";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { useWords, type Words } from "@/i18n/words";
import classes from "./people.module.css";

type Line = Lines["rows"][number];

/** What was done in particular; rights, as in a role or a key, and why calls were barred in words. */
function tellDetail(detail: Line["detail"], words: Words): string {
  if (Object.keys(detail).length === 0) return "";
  const named = (text: string): string => {
    if (!text.includes(".")) return text;
    const right = words("rights", text);
    return right === text ? words("reasonsShort", text) : right;
  };
  return JSON.stringify(detail, (_, value: unknown) => {
    if (typeof value === "string") return named(value);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [named(key), one]));
  });
}

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const words = useWords();
  const list = usePages<Line>(["audit"], "/audit", {});
  const columns = useMemo((): Column<Line>[] => {
    const cut = (text: string) => (
      <span className="cut" title={text}>
        {text}
      </span>
    );
    return [
      {
        id: "at",
        header: t("audit.at"),
        width: "150px",
        cell: (line) => `${day(line.at)} ${exactClock(line.at)}`,
      },
      {
        id: "user",
        header: t("audit.who"),
        width: "minmax(90px, 1fr)",
        cell: (line) => cut(line.user?.name ?? t("audit.nobody")),
      },
      {
        id: "action",
        header: t("audit.action"),
        width: "minmax(120px, 1.4fr)",
        cell: (line) => cut(words("audit", line.action)),
      },
      {
        id: "subject",
        header: t("audit.subject"),
        width: "minmax(100px, 1fr)",
        from: "sm",
        cell: (line) => cut(line.subject ?? ""),
      },
      {
        id: "detail",
        header: t("audit.detail"),
        width: "minmax(140px, 2fr)",
        from: "md",
        cell: (line) => cut(tellDetail(line.detail, words)),
      },
      {
        id: "address",
        header: t("audit.address"),
        width: "130px",
        from: "lg",
        cell: (line) => line.address ?? "",
      },
    ];
  }, [t, words]);
  return (
    <Page title={t("audit.title")} fill>
      <Sheet flush className={classes.fill}>
        <DataGrid
          label={t("audit.title")}
          columns={columns}
          rowId={(line) => String(line.id)}
          rowHeight={40}
          {...list}
          empty={<Empty icon={IconHistory} title={t("audit.none")} />}
        />
      </Sheet>
    </Page>
  );
}
