import { IconTicket } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { ChoiceFilter, WhoseFilter } from "@/components/ListFilters";
import { ListFrame } from "@/components/ListFrame";
import { PanelList } from "@/components/PanelList";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { usePages } from "@/components/usePages";
import { TicketPanel } from "./TicketPanel";
import { ticketColumns } from "./ticketColumns";
import { PRIORITIES, STATUSES, type Ticket } from "./tickets";

const route = getRouteApi("/shell/tickets");
export type TicketSearch = ReturnType<typeof route.useSearch>;
const SORTS = ["priority"] as const;
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
      aside={<RowCount total={list.total} />}
      filters={
        <>
          <SearchInput
            value={q}
            label={t("tickets.search")}
            onChange={(value) => change({ q: value })}
          />
          <WhoseFilter
            label={t("tickets.assignee")}
            word={(one) => t(`tickets.assignees.${one}`)}
            value={assignee}
            onChange={(value) => change({ assignee: value })}
          />
          <ChoiceFilter
            label={t("tickets.status")}
            placeholder={t("tickets.anyStatus")}
            choices={SHOWN}
            word={(one) => t(`tickets.statuses.${one}`)}
            value={status}
            onChange={(value) => change({ status: value })}
          />
          <ChoiceFilter
            label={t("tickets.priority")}
            placeholder={t("tickets.anyPriority")}
            choices={PRIORITIES}
            word={(one) => t(`tickets.priorities.${one}`)}
            value={priority}
            onChange={(value) => change({ priority: value })}
          />
        </>
      }
    >
      <PanelList
        title={t("tickets.title")}
        columns={columns}
        list={list}
        open={open}
        onOpen={(id) => change({ open: id })}
        panelTitle={t("tickets.one")}
        panel={(id, close) => <TicketPanel id={id} onDone={close} />}
        sorts={SORTS}
        sort={sort}
        order={order}
        onSort={(by, direction) => change({ sort: by, order: direction })}
        empty={
          <Empty
            icon={IconTicket}
            title={t(filtered ? "tickets.noneFound" : "tickets.none")}
            hint={t(filtered ? "opportunities.noneFoundHint" : "tickets.noneHint")}
          />
        }
      />
    </ListFrame>
  );
}
