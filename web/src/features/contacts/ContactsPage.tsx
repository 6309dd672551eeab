import { Button, Group, Text } from "@mantine/core";
import { IconAddressBook, IconFileExport, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactRow } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { count, counted } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { RowCount } from "@/components/RowCount";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { ColumnPanel } from "@/features/customers/ColumnPanel";
import { useListOrder } from "@/features/customers/listOrder";
import { useMay } from "@/features/session/session";
import { ContactExport } from "./ContactExport";
import { ContactFilters } from "./ContactFilters";
import { CreateCustomer } from "./CreateCustomer";
import { contactColumns, firstColumns, USUAL_COLUMNS } from "./contactColumns";
import { type ContactFilter, choicesQuery, useChooseColumns } from "./contactList";
import { DirectoryMenu } from "./DirectoryMenu";

const route = getRouteApi("/shell/contacts");
const NOTHING: ReadonlySet<number> = new Set();

/** R052, R053: the contacts of every customer, the newest first. */
export function ContactsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, owner = "all", manager, company, sort = "created", order = "desc" } = search;
  const filter: ContactFilter = { q, owner, owner_id: manager, company_id: company };
  const list = usePages<ContactRow>(["contacts"], "/contacts", {
    ...filter,
    sort,
    order,
    limit: 100,
  });
  const choices = useQuery(choicesQuery("contacts")).data;
  const choose = useChooseColumns("contacts");
  const mayExport = may("customers.export");
  const [ticked, setTicked] = useState(NOTHING);
  const inListOrder = useListOrder(list.rows);
  const listKey = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is ticked is of one list
  useEffect(() => setTicked(NOTHING), [listKey]);
  const shown = choices?.columns ?? USUAL_COLUMNS;
  const every = useMemo(() => contactColumns(t), [t]);
  const columns = useMemo(() => {
    const chosen = shown.flatMap((key) => every.find((one) => one.id === key) ?? []);
    const tick = (id: number): void =>
      setTicked((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    return [...firstColumns(t, ticked, mayExport ? tick : null), ...chosen];
  }, [t, every, shown, ticked, mayExport]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const open = (customerId: number): void => {
    void navigate({ to: "/customers/$customerId", params: { customerId: String(customerId) } });
  };
  const closePanel = (): void => change({ panel: undefined, create: undefined });
  const filtered = Boolean(q) || owner !== "all" || manager !== undefined || company !== undefined;
  const total = list.total ?? 0;
  const create = may("customers.create") && (
    <Button
      leftSection={<IconPlus size={15} aria-hidden="true" />}
      onClick={() => change({ create: true })}
    >
      {t("contacts.create")}
    </Button>
  );
  return (
    <ListFrame
      title={t("contacts.title")}
      aside={<RowCount total={list.total} more={list.more} />}
      actions={
        <>
          {create}
          {mayExport && (
            <Button
              variant="default"
              disabled={total === 0}
              title={total === 0 ? t("bulk.nothingToExport") : undefined}
              leftSection={<IconFileExport size={15} aria-hidden="true" />}
              onClick={() => change({ panel: "export" })}
            >
              {t("bulk.action.export")}
            </Button>
          )}
          <DirectoryMenu />
        </>
      }
      filters={
        <>
          <ContactFilters
            search={search}
            onChange={change}
            onColumns={() => change({ panel: "columns" })}
          />
          {ticked.size > 0 && (
            <Group gap="xs" role="status">
              <Text size="sm">{t("contactList.chosen", counted(ticked.size))}</Text>
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => change({ panel: "export" })}
              >
                {t("bulk.action.export")}
              </Button>
              <Button variant="subtle" size="compact-sm" onClick={() => setTicked(NOTHING)}>
                {t("bulk.clear")}
              </Button>
            </Group>
          )}
        </>
      }
    >
      <DataGrid
        label={t("contacts.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...list}
        onOpen={(row) => open(row.customer_id)}
        sorting={{
          by: sort,
          descending: order === "desc",
          change: (by, descending) =>
            change({
              sort: by === "name" || by === "updated" ? by : undefined,
              order: descending ? "desc" : "asc",
            }),
        }}
        empty={
          <Empty
            icon={IconAddressBook}
            title={t(filtered ? "contacts.noneFound" : "contacts.none")}
            hint={t(filtered ? "contacts.noneFoundHint" : "contacts.noneHint")}
          >
            {create}
          </Empty>
        }
      />
      <SidePanel
        opened={search.panel === "columns"}
        onClose={closePanel}
        title={t("contactList.columnsTitle")}
      >
        <ColumnPanel
          all={every.map((one) => ({ key: one.id, header: one.header }))}
          shown={shown}
          usual={USUAL_COLUMNS}
          onChange={(next) => choose.mutate(next)}
        />
      </SidePanel>
      <ContactExport
        opened={search.panel === "export"}
        onClose={closePanel}
        ids={inListOrder(ticked)}
        filter={{ ...filter, sort, order }}
        shown={ticked.size > 0 ? count(ticked.size) : count(total) + (list.more ? "+" : "")}
      />
      <SidePanel
        opened={search.create === true}
        onClose={closePanel}
        title={t("contacts.create")}
        wide
      >
        <CreateCustomer onCreated={(customer) => open(customer.id)} onCancel={closePanel} />
      </SidePanel>
    </ListFrame>
  );
}
