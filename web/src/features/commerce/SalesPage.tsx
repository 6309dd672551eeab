import { IconShoppingCart } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { DayRange } from "@/components/DayRange";
import { Empty } from "@/components/Empty";
import { money } from "@/components/format";
import { ChoiceFilter, WhoseFilter } from "@/components/ListFilters";
import { ListFrame } from "@/components/ListFrame";
import { PanelList } from "@/components/PanelList";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { usePages } from "@/components/usePages";
import type { Paper, PaperPage } from "./commerce";
import { EVERY_STATUS, KINDS, STATUSES } from "./kinds";
import { PaperPanel } from "./PaperPanel";
import { paperColumns } from "./paperColumns";
import { SalesExport } from "./SalesExport";

const route = getRouteApi("/shell/sales");
export type SalesSearch = ReturnType<typeof route.useSearch>;
const SORTS = ["day", "amount"] as const;

/** Every document of the customers one sees, by kind, status, day and owner (R210–R215). */
export function SalesPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, kind, status, owner, from, to, sort, order, open } = search;
  const filters = { q, kind, status, owner, day_from: from, day_to: to };
  const sorted = { sort: sort ?? "created", order: order ?? "desc" };
  const list = usePages<Paper>(["commerce", "list"], "/commercial-documents", {
    ...filters,
    ...sorted,
    limit: 100,
  });
  const sums = useQuery({
    queryKey: ["commerce", "sum", filters],
    queryFn: ({ signal }) =>
      get<PaperPage>("/commercial-documents", { ...filters, limit: 1 }, signal),
    enabled: kind !== undefined, // what is offered, ordered and paid does not add up
  });
  const columns = useMemo(() => paperColumns(t, search), [t, search]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const statuses = kind ? STATUSES[kind] : EVERY_STATUS;
  const filtered = Boolean(q || kind || status || owner || from || to);
  return (
    <ListFrame
      title={t("commerce.title")}
      aside={
        <RowCount
          total={list.total}
          sum={sums.data && kind && t("commerce.worth", { sum: money(sums.data.worth) })}
        />
      }
      actions={<SalesExport filter={filters} total={list.total} />}
      filters={
        <>
          <SearchInput
            value={q}
            label={t("commerce.search")}
            onChange={(value) => change({ q: value })}
          />
          <WhoseFilter
            label={t("contacts.owner")}
            word={(one) => t(`contacts.owners.${one}`)}
            value={owner}
            onChange={(value) => change({ owner: value })}
          />
          <ChoiceFilter
            w={130}
            label={t("commerce.kind")}
            placeholder={t("commerce.anyKind")}
            choices={KINDS}
            word={(one) => t(`commerce.kinds.${one}`)}
            value={kind}
            onChange={(value) => {
              const fits = !value || STATUSES[value].some((one) => one === status);
              change({ kind: value, status: fits ? status : undefined });
            }}
          />
          <ChoiceFilter
            w={160}
            label={t("commerce.status")}
            placeholder={t("commerce.anyStatus")}
            choices={statuses}
            word={(one) => t(`commerce.statuses.${one}`)}
            value={status}
            onChange={(value) => change({ status: value })}
          />
          <DayRange from={from} to={to} onChange={change} />
        </>
      }
    >
      <PanelList
        title={t("commerce.title")}
        columns={columns}
        list={list}
        open={open}
        onOpen={(id) => change({ open: id })}
        panelTitle={t("commerce.title")}
        panel={(id, close) => <PaperPanel id={id} onDone={close} />}
        sorts={SORTS}
        sort={sort}
        order={order}
        onSort={(by, direction) => change({ sort: by, order: direction })}
        empty={
          <Empty
            icon={IconShoppingCart}
            title={t(filtered ? "commerce.noneFound" : "commerce.none")}
            hint={t(filtered ? "commerce.noneFoundHint" : "commerce.noneHint")}
          />
        }
      />
    </ListFrame>
  );
}
