import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { Empty } from "@/components/Empty";
import { money } from "@/components/format";
import { ChoiceFilter, WhoseFilter } from "@/components/ListFilters";
import { ListFrame } from "@/components/ListFrame";
import { PanelList } from "@/components/PanelList";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { usePages } from "@/components/usePages";
import { OpportunityPanel } from "./OpportunityPanel";
import { type Opportunity, type OpportunityPage, STAGES } from "./opportunities";
import { opportunityColumns } from "./opportunityColumns";

const route = getRouteApi("/shell/opportunities");
export type OpportunitySearch = ReturnType<typeof route.useSearch>;
const SORTS = ["value", "expected"] as const;

/** Every opportunity of the customers one sees, by stage and owner (R151). */
export function OpportunitiesPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, stage, owner, sort, order, open } = search;
  const query = { q, stage, owner, sort: sort ?? "created", order: order ?? "desc", limit: 100 };
  const list = usePages<Opportunity>(["opportunities", "list"], "/opportunities", query);
  // The first page is in the cache already; its sum is of all that the filter finds.
  const sums = useQuery({
    queryKey: ["opportunities", "sum", q, stage, owner],
    queryFn: ({ signal }) =>
      get<OpportunityPage>("/opportunities", { q, stage, owner, limit: 1 }, signal),
  });
  const columns = useMemo(() => opportunityColumns(t, search), [t, search]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const filtered = Boolean(q || stage || owner);
  return (
    <ListFrame
      title={t("opportunities.title")}
      aside={
        <RowCount
          total={list.total}
          sum={sums.data && t("opportunities.worth", { sum: money(sums.data.worth) })}
        />
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("opportunities.search")}
            onChange={(value) => change({ q: value })}
          />
          <WhoseFilter
            label={t("contacts.owner")}
            word={(one) => t(`contacts.owners.${one}`)}
            value={owner}
            onChange={(value) => change({ owner: value })}
          />
          <ChoiceFilter
            label={t("opportunities.stage")}
            placeholder={t("opportunities.anyStage")}
            choices={STAGES}
            word={(one) => t(`opportunities.stages.${one}`)}
            value={stage}
            onChange={(value) => change({ stage: value })}
          />
        </>
      }
    >
      <PanelList
        title={t("opportunities.title")}
        columns={columns}
        list={list}
        open={open}
        onOpen={(id) => change({ open: id })}
        panelTitle={t("opportunities.one")}
        panel={(id, close) => <OpportunityPanel id={id} onDone={close} />}
        sorts={SORTS}
        sort={sort}
        order={order}
        onSort={(by, direction) => change({ sort: by, order: direction })}
        empty={
          <Empty
            icon={IconTargetArrow}
            title={t(filtered ? "opportunities.noneFound" : "opportunities.none")}
            hint={t(filtered ? "opportunities.noneFoundHint" : "opportunities.noneHint")}
          />
        }
      />
    </ListFrame>
  );
}
