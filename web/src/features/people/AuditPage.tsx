import { IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditPage as Lines } from "@/api/types";
import { type Column, DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { AuditPanel } from "./AuditPanel";
import { tellBrief, tellFacts, tellSubject } from "./auditDetail";
import classes from "./people.module.css";
import { useTongue } from "./useTongue";

type Line = Lines["rows"][number];

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const tongue = useTongue();
  const [open, setOpen] = useState<Line | null>(null);
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
        width: "124px",
        cell: (line) => moment(line.at),
      },
      {
        id: "user",
        header: t("audit.who"),
        width: "minmax(80px, 1fr)",
        cell: (line) => cut(line.user?.name ?? t("audit.nobody")),
      },
      {
        id: "action",
        header: t("audit.action"),
        width: "minmax(104px, 1.4fr)",
        cell: (line) => cut(tongue.words("audit", line.action)),
      },
      {
        id: "subject",
        header: t("audit.subject"),
        width: "minmax(100px, 1fr)",
        from: "sm",
        cell: (line) => cut(tellSubject(line.subject, tongue)),
      },
      {
        id: "detail",
        header: t("audit.detail"),
        width: "minmax(140px, 2fr)",
        from: "md",
        cell: (line) => cut(tellBrief(tellFacts(line.action, line.detail, tongue))),
      },
      {
        id: "address",
        header: t("audit.address"),
        width: "130px",
        from: "lg",
        cell: (line) => line.address ?? "",
      },
    ];
  }, [t, tongue]);
  return (
    <Page title={t("audit.title")} fill>
      <Sheet flush className={classes.fill}>
        <DataGrid
          label={t("audit.title")}
          columns={columns}
          rowId={(line) => String(line.id)}
          rowHeight={40}
          {...list}
          onOpen={setOpen}
          selected={open ? String(open.id) : undefined}
          empty={<Empty icon={IconHistory} title={t("audit.none")} />}
        />
      </Sheet>
      <SidePanel
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open ? tongue.words("audit", open.action) : ""}
      >
        {open && <AuditPanel key={open.id} line={open} tongue={tongue} />}
      </SidePanel>
    </Page>
  );
}
