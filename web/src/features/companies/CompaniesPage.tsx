import { Button } from "@mantine/core";
import { IconBuilding, IconColumns3, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CompanyRow } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { WhoseFilter } from "@/components/ListFilters";
import { ListFrame } from "@/components/ListFrame";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { CreateCustomer } from "@/features/contacts/CreateCustomer";
import { choicesQuery, useChooseColumns } from "@/features/contacts/contactList";
import { DirectoryMenu } from "@/features/contacts/DirectoryMenu";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import { ColumnPanel } from "@/features/customers/ColumnPanel";
import { useMay } from "@/features/session/session";
import { companyColumns, nameColumn, USUAL_COLUMNS } from "./companyColumns";

const route = getRouteApi("/shell/companies");

/** R070, R071: organisations with the contacts that belong to them. */
export function CompaniesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const { q, owner, sort = "created", order = "desc" } = search;
  const list = usePages<CompanyRow>(["companies"], "/companies", {
    q,
    owner: owner ?? "all",
    sort,
    order,
    limit: 100,
  });
  const choices = useQuery(choicesQuery("companies")).data;
  const choose = useChooseColumns("companies");
  const fields = useFields();
  const label = useFieldLabel();
  const shown = choices?.columns ?? USUAL_COLUMNS;
  // So that the customer's page leads to the one before, the one after, and back here.
  const link = useMemo(() => {
    const asked = { kind: "organisation", scope: "all", owner: owner ?? "all", sort, order };
    const through = new URLSearchParams(q ? { ...asked, q } : asked).toString();
    const bare = { q, owner, sort: search.sort, order: search.order };
    const back = router.buildLocation({ to: "/companies", search: bare }).searchStr;
    return { list: through, back, from: "companies" as const };
  }, [q, owner, sort, order, search.sort, search.order, router]);
  const every = useMemo(() => companyColumns(t, fields, label), [t, fields, label]);
  const columns = useMemo(() => {
    const chosen = shown.flatMap((key) => every.find((one) => one.id === key) ?? []);
    return [nameColumn(t, link), ...chosen];
  }, [t, every, shown, link]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const open = (id: number): void => {
    void navigate({
      to: "/customers/$customerId",
      params: { customerId: String(id) },
      search: link,
    });
  };
  const filtered = Boolean(q || owner);
  const create = may("customers.create") && (
    <Button
      leftSection={<IconPlus size={15} aria-hidden="true" />}
      onClick={() => change({ create: true })}
    >
      {t("companies.create")}
    </Button>
  );
  return (
    <ListFrame
      title={t("companies.title")}
      aside={<RowCount total={list.total} more={list.more} />}
      actions={
        <>
          {create}
          <DirectoryMenu />
        </>
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("companies.search")}
            onChange={(value) => change({ q: value })}
          />
          <WhoseFilter
            label={t("contacts.owner")}
            word={(one) => t(`contacts.owners.${one}`)}
            value={owner}
            onChange={(value) => change({ owner: value })}
          />
          <Button
            variant="default"
            leftSection={<IconColumns3 size={15} aria-hidden="true" />}
            onClick={() => change({ panel: "columns" })}
          >
            {t("contactList.columns")}
          </Button>
        </>
      }
    >
      <DataGrid
        label={t("companies.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...list}
        onOpen={(row) => open(row.id)}
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
            icon={IconBuilding}
            title={t(filtered ? "companies.noneFound" : "companies.none")}
            hint={t(filtered ? "companies.noneFoundHint" : "companies.noneHint")}
          >
            {create}
          </Empty>
        }
      />
      <SidePanel
        opened={search.panel === "columns"}
        onClose={() => change({ panel: undefined })}
        title={t("contactList.columns")}
      >
        <ColumnPanel
          all={every.map((one) => ({ key: one.id, header: one.header }))}
          shown={shown}
          usual={USUAL_COLUMNS}
          onChange={(next) => choose.mutate(next)}
        />
      </SidePanel>
      <SidePanel
        opened={search.create === true}
        onClose={() => change({ create: undefined })}
        title={t("companies.create")}
        wide
      >
        <CreateCustomer
          kind="organisation"
          onCreated={(customer) => open(customer.id)}
          onCancel={() => change({ create: undefined })}
        />
      </SidePanel>
    </ListFrame>
  );
}
