import { Button } from "@mantine/core";
import { IconMessage2, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { ListFrame } from "@/components/ListFrame";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { type SmsTemplate, templateQuery } from "./sms";
import { TemplateFields } from "./TemplateFields";
import { templateColumns } from "./templateColumns";

const route = getRouteApi("/shell/marketing/sms");
export type TemplateSearch = ReturnType<typeof route.useSearch>;

/** "Marketing → Mẫu sms": texts kept to be used again, found by name (R140, R297). */
export function SmsTemplatesPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, sort, order, open, create } = search;
  const list = usePages<SmsTemplate>(["sms-templates", "list"], "/sms-templates", {
    q,
    sort: sort ?? "name",
    order: order ?? (sort === "updated" ? "desc" : "asc"),
    limit: 100,
  });
  const columns = useMemo(() => templateColumns(t, search), [t, search]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  };
  const close = (): void => change({ open: undefined, create: undefined });
  const add = (
    <Button
      leftSection={<IconPlus size={15} aria-hidden="true" />}
      onClick={() => change({ create: true, open: undefined })}
    >
      {t("sms.add")}
    </Button>
  );
  const descending = (order ?? (sort === "updated" ? "desc" : "asc")) === "desc";
  return (
    <ListFrame
      title={t("sms.title")}
      aside={<RowCount total={list.total} />}
      actions={add}
      filters={
        <SearchInput value={q} label={t("sms.search")} onChange={(next) => change({ q: next })} />
      }
    >
      <DataGrid
        label={t("sms.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...list}
        selected={open === undefined ? undefined : String(open)}
        onOpen={(row) => change({ open: row.id, create: undefined })}
        sorting={{
          by: sort ?? "name",
          descending,
          change: (by, down) =>
            change({ sort: by === "updated" ? by : undefined, order: down ? "desc" : "asc" }),
        }}
        empty={
          <Empty
            icon={IconMessage2}
            title={t(q ? "sms.noneFound" : "sms.none")}
            hint={t(q ? "sms.noneFoundHint" : "sms.noneHint")}
          >
            {!q && add}
          </Empty>
        }
      />
      <SidePanel
        opened={open !== undefined || create === true}
        onClose={close}
        title={t(create ? "sms.add" : "sms.one")}
        wide
      >
        {create && <TemplateFields template={null} onDone={close} />}
        {open !== undefined && <OpenTemplate key={open} id={open} onDone={close} />}
      </SidePanel>
    </ListFrame>
  );
}

function OpenTemplate({ id, onDone }: { id: number; onDone: () => void }) {
  const { data, error, refetch } = useQuery(templateQuery(id));
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  return data ? <TemplateFields template={data} onDone={onDone} /> : <PageSkeleton />;
}
