import { Button, Menu, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconDots, IconFileImport, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { count } from "@/components/format";
import { Page } from "@/components/Page";
import { SidePanel } from "@/components/SidePanel";
import { CreateCustomer } from "@/features/contacts/CreateCustomer";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import { useMay } from "@/features/session/session";
import { QuickTransaction } from "@/features/transactions/QuickTransaction";
import { BulkBar } from "./bulk/BulkBar";
import { ExportButton } from "./bulk/ExportButton";
import { ColumnPanel } from "./ColumnPanel";
import { CustomerTable } from "./CustomerTable";
import { DEFAULT_COLUMNS, listColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { FilterPanel } from "./FilterPanel";
import { ListEmpty } from "./ListEmpty";
import { ListFailed } from "./ListFailed";
import { useListOrder } from "./listOrder";
import { useChoose, useCustomerPage, viewsQuery } from "./lists";
import { Pager } from "./Pager";
import { SaveView } from "./SaveView";
import {
  baseOf,
  type CustomersSearch,
  changed,
  effective,
  isChanged,
  isPredefined,
  PAGE_SIZE,
  toFilter,
  type ViewQuery,
} from "./search";
import { TilesRow } from "./TilesRow";
import { ViewTabs } from "./ViewTabs";

const route = getRouteApi("/shell/customers");
const NOTHING: ReadonlySet<number> = new Set();

/** The customer list: views, tiles, search, filters, columns, pages; all of it in the address. */
export function CustomersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const fields = useFields();
  const label = useFieldLabel();
  const choose = useChoose();
  const views = useQuery(viewsQuery);
  const choices = views.data?.choices;

  const isBare = Object.keys(search).every(
    (key) => search[key as keyof CustomersSearch] === undefined,
  );
  const find = (id: string) => views.data?.rows.find((one) => String(one.id) === id);
  const first = choices?.default_view ?? "all";
  // Who shared the view to begin with may have taken it back since.
  const start = isPredefined(first) || find(first) ? first : "all";
  const view = search.view ?? (isBare ? start : "all");
  const saved = find(view);
  const base = useMemo(() => baseOf(view, saved), [view, saved]);
  const query = useMemo(() => effective(base, search), [base, search]);
  const filter = useMemo(() => toFilter(query), [query]);
  const shown =
    search.cols ?? (saved?.columns.length ? saved.columns : (choices?.columns ?? DEFAULT_COLUMNS));
  const size = search.size ?? saved?.page_size ?? choices?.page_size ?? PAGE_SIZE;
  const altered = isChanged(search);

  const known = views.isSuccess && (isPredefined(view) || saved !== undefined);
  const list = useCustomerPage(filter, size, search.cursor, known);
  const page = list.data;
  const columns = useMemo(() => listColumns(fields, label, t), [fields, label, t]);
  const inOrder = useMemo(
    () => shown.flatMap((key) => columns.find((column) => column.key === key) ?? []),
    [shown, columns],
  );
  const [ticked, setTicked] = useState(NOTHING);
  const inListOrder = useListOrder(page?.rows, page?.first);
  const listKey = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is ticked is of one list
  useEffect(() => setTicked(NOTHING), [listKey]);
  useHotkeys([
    ["/", () => document.querySelector<HTMLInputElement>("input[data-list-search]")?.focus()],
  ]);

  const go = (next: Partial<CustomersSearch>, replace = true): void => {
    void navigate({ search: { ...search, view, ...next }, replace });
  };
  const change = (next: Partial<ViewQuery>): void => go(changed(base, next));
  const closePanel = (): void =>
    go({ panel: undefined, create: undefined, relationship: undefined });
  const through = new URLSearchParams(
    Object.entries(filter).map(([key, value]) => [key, String(value)]),
  ).toString();
  // The way back leads to the list itself, not to a panel that stood over it.
  const bare = { ...search, panel: undefined, create: undefined, relationship: undefined };
  const back = router.buildLocation({ to: "/customers", search: bare }).searchStr;
  const link = { list: through, back };
  const open = (id: number): void => {
    void navigate({
      to: "/customers/$customerId",
      params: { customerId: String(id) },
      search: link,
      replace: search.create === true, // back from who was made leads to the list, not to its form
    });
  };
  const refresh = (): void => void client.invalidateQueries({ queryKey: ["customers"] });
  const setColumns = (cols: string[]): void => {
    if (saved) go({ cols });
    else {
      choose.mutate({ columns: cols });
      if (search.cols) go({ cols: undefined });
    }
  };
  const setSize = (next: number): void => {
    if (saved) go({ size: next, cursor: undefined });
    else {
      choose.mutate({ page_size: next });
      go({ size: undefined, cursor: undefined });
    }
  };

  if (views.isSuccess && !known) {
    return (
      <Page title={t("customers.title")}>
        <Failed error={new Error(t("customers.views.unknown"))} />
        <Link to="/customers" search={{ view: "all" }}>
          {t("customers.views.toAll")}
        </Link>
      </Page>
    );
  }
  const filtered =
    query.q !== "" || query.filters.length > 0 || query.owner !== "all" || query.tile !== "all";
  return (
    <Page
      fill
      title={saved?.name ?? t("customers.title")}
      aside={
        page && (
          <Text size="sm" c="dimmed" aria-live="polite">
            {t(page.more ? "customers.moreThan" : "customers.count", {
              count: page.total,
              shown: count(page.total),
            })}
          </Text>
        )
      }
      actions={
        <>
          {may("customers.create") && (
            <Button
              leftSection={<IconPlus size={15} aria-hidden="true" />}
              onClick={() => go({ create: true })}
            >
              {t("contacts.create")}
            </Button>
          )}
          {may("customers.import") && (
            <Button
              variant="default"
              leftSection={<IconFileImport size={15} aria-hidden="true" />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              {t("customers.import")}
            </Button>
          )}
          <ExportButton filter={filter} total={page?.total} more={page?.more ?? false} />
          <MoreMenu />
        </>
      }
    >
      <TilesRow query={query} />
      <ViewTabs
        views={views.data}
        search={search}
        view={view}
        saved={saved}
        altered={altered}
        onSave={() => go({ panel: "save" })}
        onReset={() => void navigate({ search: { view } })}
        onGone={() => void navigate({ search: { view: "all" }, replace: true })}
      />
      <FilterBar view={view} query={query} onChange={change} onPanel={(panel) => go({ panel })} />
      <BulkBar
        ids={inListOrder(ticked)}
        filter={filter}
        total={page?.total ?? 0}
        more={page?.more ?? false}
        onClear={() => setTicked(NOTHING)}
        onDone={refresh}
      />
      {list.isError && !page ? (
        <ListFailed
          error={list.error}
          query={query}
          onDrop={(filters) => change({ filters })}
          onStart={() => go({ cursor: undefined })}
          retry={() => void list.refetch()}
        />
      ) : (
        <CustomerTable
          rows={page?.rows ?? []}
          columns={inOrder}
          link={link}
          loading={!page}
          waiting={list.isPlaceholderData}
          ticked={ticked}
          onTick={setTicked}
          sort={query.sort}
          order={query.order}
          onSort={(sort, order) => change({ sort, order })}
          onOpen={(row) => open(row.id)}
          actions={(row) => <QuickTransaction customer={row} compact />}
          empty={
            <ListEmpty
              query={query}
              filtered={filtered}
              onWiden={() => change({ scope: "all" })}
              onClear={() => void navigate({ search: { view: "all" } })}
            />
          }
        />
      )}
      <Pager
        page={page}
        size={size}
        onSize={setSize}
        onCursor={(cursor) => {
          if (!list.isPlaceholderData) go({ cursor }, false); // that is another list's
        }}
      />
      <SidePanel
        opened={search.panel === "filters"}
        onClose={closePanel}
        title={t("customers.filters.title")}
      >
        <FilterPanel
          key={JSON.stringify(query.filters)}
          fields={fields}
          label={label}
          filters={query.filters}
          onApply={(filters) => change({ filters })}
        />
      </SidePanel>
      <SidePanel
        opened={search.panel === "columns"}
        onClose={closePanel}
        title={t("customers.columns.title")}
      >
        <ColumnPanel all={columns} shown={shown} usual={DEFAULT_COLUMNS} onChange={setColumns} />
      </SidePanel>
      <SidePanel
        opened={search.panel === "save"}
        onClose={closePanel}
        title={t("customers.views.save")}
      >
        {known && (
          <SaveView
            key={view}
            saved={saved}
            query={query}
            columns={shown}
            size={size}
            onSaved={(made) => void navigate({ search: { view: String(made.id) } })}
          />
        )}
      </SidePanel>
      <SidePanel
        opened={search.create === true}
        onClose={closePanel}
        title={t("contacts.create")}
        wide
      >
        <CreateCustomer
          {...(search.relationship ? { given: { relationship_id: search.relationship } } : {})}
          onCreated={(customer) => {
            refresh();
            open(customer.id);
          }}
          onCancel={closePanel}
        />
      </SidePanel>
    </Page>
  );
}

const MORE = [
  { to: "/duplicates", word: "duplicates", right: "customers.merge" },
  { to: "/deleted", word: "deleted", right: "customers.delete" },
] as const;

function MoreMenu() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" aria-label={t("customers.more.title")} px={8}>
          <IconDots size={16} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE.filter(({ right }) => may(right)).map(({ to, word }) => (
          <Menu.Item key={to} renderRoot={(props) => <Link to={to} {...props} />}>
            {t(`customers.more.${word}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
