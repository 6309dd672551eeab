import { SegmentedControl, Select, Text } from "@mantine/core";
import { IconShoppingCart } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { DataGrid } from "@/components/DataGrid";
import { DayField } from "@/components/DayField";
import { Empty } from "@/components/Empty";
import { count, money } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { UNREADABLE } from "@/components/moments";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import type { Paper, PaperPage } from "./commerce";
import classes from "./commerce.module.css";
import { EVERY_STATUS, KINDS, STATUSES } from "./kinds";
import { PaperPanel } from "./PaperPanel";
import { paperColumns } from "./paperColumns";
import { SalesExport } from "./SalesExport";

const route = getRouteApi("/shell/sales");
export type SalesSearch = ReturnType<typeof route.useSearch>;
const SORTS = ["created", "day", "amount"] as const;
const OWNERS = ["all", "mine", "none"] as const;

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
        list.total !== undefined && (
          <Text size="sm" c="dimmed">
            {t("common.rows", { count: list.total, shown: count(list.total) })}
            {kind && sums.data && ` · ${t("commerce.worth", { sum: money(sums.data.worth) })}`}
          </Text>
        )
      }
      actions={<SalesExport filter={filters} total={list.total} />}
      filters={
        <>
          <SearchInput
            value={q}
            label={t("commerce.search")}
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
            w={130}
            aria-label={t("commerce.kind")}
            placeholder={t("commerce.anyKind")}
            clearable
            value={kind ?? null}
            onChange={(value) => {
              const wanted = KINDS.find((one) => one === value);
              const fits = !wanted || STATUSES[wanted].some((one) => one === status);
              change({ kind: wanted, status: fits ? status : undefined });
            }}
            data={KINDS.map((one) => ({ value: one, label: t(`commerce.kinds.${one}`) }))}
          />
          <Select
            size="xs"
            w={160}
            aria-label={t("commerce.status")}
            placeholder={t("commerce.anyStatus")}
            clearable
            value={status ?? null}
            onChange={(value) => change({ status: EVERY_STATUS.find((one) => one === value) })}
            data={statuses.map((one) => ({ value: one, label: t(`commerce.statuses.${one}`) }))}
          />
          <Days from={from} to={to} onChange={change} />
        </>
      }
    >
      <DataGrid
        label={t("commerce.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...list}
        selected={open === undefined ? undefined : String(open)}
        onOpen={(row) => change({ open: row.id })}
        sorting={{
          by: sorted.sort,
          descending: sorted.order === "desc",
          change: (by, descending) =>
            change({
              sort: SORTS.find((one) => one === by && one !== "created") as typeof sort,
              order: descending ? undefined : "asc",
            }),
        }}
        empty={
          <Empty
            icon={IconShoppingCart}
            title={t(filtered ? "commerce.noneFound" : "commerce.none")}
            hint={t(filtered ? "commerce.noneFoundHint" : "commerce.noneHint")}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => change({ open: undefined })}
        title={t("commerce.title")}
        wide
      >
        {open !== undefined && (
          <PaperPanel key={open} id={open} onDone={() => change({ open: undefined })} />
        )}
      </SidePanel>
    </ListFrame>
  );
}

interface DaysProps {
  from: string | undefined;
  to: string | undefined;
  onChange: (part: { from?: string | undefined; to?: string | undefined }) => void;
}

/** From which day to which; what is no day yet narrows nothing. */
function Days({ from, to, onChange }: DaysProps) {
  const { t } = useTranslation();
  return (
    <>
      {(["from", "to"] as const).map((side) => (
        <DayField
          key={side}
          size="xs"
          w={156}
          label=""
          leftSection={<span className={classes.side}>{t(`commerce.${side}`)}</span>}
          leftSectionWidth={40}
          aria-label={t(side === "from" ? "commerce.dayFrom" : "commerce.dayTo")}
          value={(side === "from" ? from : to) ?? ""}
          onChange={(day) => day !== UNREADABLE && onChange({ [side]: day || undefined })}
        />
      ))}
    </>
  );
}
