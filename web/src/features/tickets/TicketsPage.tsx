import { SegmentedControl, Select, Text } from "@mantine/core";
import { IconTicket } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { count } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { TicketPanel } from "./TicketPanel";
import { ticketColumns } from "./ticketColumns";
import { PRIORITIES, STATUSES, type Ticket } from "./tickets";

const route = getRouteApi("/shell/tickets");
export type TicketSearch = ReturnType<typeof route.useSearch>;
const ASSIGNEES = ["all", "mine", "none"] as const;
const SHOWN = ["active", ...STATUSES] as const;

/** Every ticket of the customers one sees (R220). */
export function TicketsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, status, priority, assignee, sort, order, open } = search;
  const list = usePages<Ticket>(["tickets", "list"], "/tickets", {
    q,
    status,
    priority,
    assignee,
    sort: sort ?? "created",
    order: order ?? "desc",
    limit: 100,
  });
  const columns = useMemo(() => ticketColumns(t, search), [t, search]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const filtered = Boolean(q || status || priority || assignee);
  return (
    <ListFrame
      title={t("tickets.title")}
      aside={
        list.total !== undefined && (
          <Text size="sm" c="dimmed">
            {t("common.rows", { count: list.total, shown: count(list.total) })}
          </Text>
        )
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("tickets.search")}
            onChange={(value) => change({ q: value })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("tickets.assignee")}
            value={assignee ?? "all"}
            onChange={(value) =>
              change({ assignee: value === "mine" || value === "none" ? value : undefined })
            }
            data={ASSIGNEES.map((one) => ({ value: one, label: t(`tickets.assignees.${one}`) }))}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t("tickets.status")}
            placeholder={t("tickets.anyStatus")}
            clearable
            value={status ?? null}
            onChange={(value) => change({ status: SHOWN.find((one) => one === value) })}
            data={SHOWN.map((one) => ({ value: one, label: t(`tickets.statuses.${one}`) }))}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t("tickets.priority")}
            placeholder={t("tickets.anyPriority")}
            clearable
            value={priority ?? null}
            onChange={(value) => change({ priority: PRIORITIES.find((one) => one === value) })}
            data={PRIORITIES.map((one) => ({ value: one, label: t(`tickets.priorities.${one}`) }))}
          />
        </>
      }
    >
      <DataGrid
        label={t("tickets.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...list}
        selected={open === undefined ? undefined : String(open)}
        onOpen={(row) => change({ open: row.id })}
        sorting={{
          by: sort ?? "created",
          descending: (order ?? "desc") === "desc",
          change: (by, descending) =>
            change({
              sort: by === "priority" ? by : undefined,
              order: descending ? undefined : "asc",
            }),
        }}
        empty={
          <Empty
            icon={IconTicket}
            title={t(filtered ? "tickets.noneFound" : "tickets.none")}
            hint={t(filtered ? "opportunities.noneFoundHint" : "tickets.noneHint")}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => change({ open: undefined })}
        title={t("tickets.one")}
        wide
      >
        {open !== undefined && (
          <TicketPanel key={open} id={open} onDone={() => change({ open: undefined })} />
        )}
      </SidePanel>
    </ListFrame>
  );
}
