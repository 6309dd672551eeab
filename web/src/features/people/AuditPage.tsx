import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditPage as Lines } from "@/api/types";
import { type Column, DataGrid } from "@/components/DataGrid";
import { DayRange } from "@/components/DayRange";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { ChoiceFilter } from "@/components/ListFilters";
import { ListFrame } from "@/components/ListFrame";
import { dayAfter, fromField } from "@/components/moments";
import { PickFilter } from "@/components/PickFilter";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { useEverybody } from "@/features/contacts/everybody";
import { AuditPanel } from "./AuditPanel";
import { tellBrief, tellFacts, tellSubject } from "./auditDetail";
import { AUDIT_GROUPS } from "./auditGroups";
import { useTongue } from "./useTongue";

const route = getRouteApi("/shell/audit");
type Line = Lines["rows"][number];

/** Who did what, newest first: of one person, one kind of action, some days. */
export function AuditPage() {
  const { t } = useTranslation();
  const tongue = useTongue();
  const [open, setOpen] = useState<Line | null>(null);
  const everybody = useEverybody();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { who, group, from, to } = search;
  const list = usePages<Line>(["audit"], "/audit", {
    user_id: who,
    group,
    since: from && fromField(`${from}T00:00`),
    until: to && fromField(`${dayAfter(to)}T00:00`),
  });
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const isFiltered = Boolean(who || group || from || to);
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
    <ListFrame
      title={t("audit.title")}
      filters={
        <>
          <PickFilter
            w={156}
            size="xs"
            label={t("audit.who")}
            placeholder={t("audit.anybody")}
            options={everybody}
            value={who}
            onChange={(next) => change({ who: next })}
          />
          <ChoiceFilter
            w={200}
            label={t("audit.group")}
            placeholder={t("audit.anyGroup")}
            choices={AUDIT_GROUPS}
            word={(one) => t(`audit.groups.${one}`)}
            value={group}
            onChange={(next) => change({ group: next })}
          />
          <DayRange from={from} to={to} onChange={change} />
        </>
      }
    >
      <DataGrid
        label={t("audit.title")}
        columns={columns}
        rowId={(line) => String(line.id)}
        rowHeight={40}
        {...list}
        onOpen={setOpen}
        selected={open ? String(open.id) : undefined}
        empty={
          isFiltered ? (
            <Empty icon={IconHistory} title={t("audit.noneFound")} hint={t("audit.noneFoundHint")}>
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                {t("audit.showAll")}
              </Button>
            </Empty>
          ) : (
            <Empty icon={IconHistory} title={t("audit.none")} />
          )
        }
      />
      <SidePanel
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open ? tongue.words("audit", open.action) : ""}
      >
        {open && <AuditPanel key={open.id} line={open} tongue={tongue} />}
      </SidePanel>
    </ListFrame>
  );
}
