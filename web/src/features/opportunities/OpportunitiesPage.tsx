import { SegmentedControl, Select, Text } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { count, money } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { OpportunityPanel } from "./OpportunityPanel";
import { type Opportunity, type OpportunityPage, STAGES } from "./opportunities";
import { opportunityColumns } from "./opportunityColumns";

const route = getRouteApi("/shell/opportunities");
export type OpportunitySearch = ReturnType<typeof route.useSearch>;
const SORTS = ["created", "value", "expected"] as const;
const OWNERS = ["all", "mine", "none"] as const;

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
        list.total !== undefined && (
          <Text size="sm" c="dimmed">
            {t("common.rows", { count: list.total, shown: count(list.total) })}
            {sums.data && ` · ${t("opportunities.worth", { sum: money(sums.data.worth) })}`}
          </Text>
        )
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("opportunities.search")}
            onChange={(value) => change({ q: value })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("contacts.owner")}
            value={owner ?? "all"}
            onChange={(value) =>
              change({ owner: value === "mine" || value === "none" ? value : undefined })
            }
            data={OWNERS.map((one) => ({ value: one, label: t(`contacts.owners.${one}`) }))}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t("opportunities.stage")}
            placeholder={t("opportunities.anyStage")}
            clearable
            value={stage ?? null}
            onChange={(value) => change({ stage: STAGES.find((one) => one === value) })}
            data={STAGES.map((one) => ({ value: one, label: t(`opportunities.stages.${one}`) }))}
          />
        </>
      }
    >
      <DataGrid
        label={t("opportunities.title")}
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
              sort: SORTS.find((one) => one === by && one !== "created") as typeof sort,
              order: descending ? undefined : "asc",
            }),
        }}
        empty={
          <Empty
            icon={IconTargetArrow}
            title={t(filtered ? "opportunities.noneFound" : "opportunities.none")}
            hint={t(filtered ? "opportunities.noneFoundHint" : "opportunities.noneHint")}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => change({ open: undefined })}
        title={t("opportunities.one")}
        wide
      >
        {open !== undefined && (
          <OpportunityPanel key={open} id={open} onDone={() => change({ open: undefined })} />
        )}
      </SidePanel>
    </ListFrame>
  );
}
