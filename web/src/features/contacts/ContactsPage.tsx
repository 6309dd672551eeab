import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconAddressBook, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ContactRow } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { count } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { CreateCustomer } from "./CreateCustomer";
import { contactColumns } from "./contactColumns";

const route = getRouteApi("/shell/contacts");
const OWNERS = ["all", "mine", "none"] as const;

export function ContactsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, owner, sort = "created", order = "desc" } = search;
  const list = usePages<ContactRow>(["contacts"], "/contacts", {
    q,
    owner: owner ?? "all",
    sort,
    order,
    limit: 100,
  });
  const columns = useMemo(() => contactColumns(t), [t]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const open = (customerId: number): void => {
    void navigate({ to: "/customers/$customerId", params: { customerId: String(customerId) } });
  };
  const filtered = Boolean(q || owner);
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
      aside={
        list.total !== undefined && (
          <Text size="sm" c="dimmed">
            {t("common.rows", { count: list.total, shown: count(list.total) })}
          </Text>
        )
      }
      actions={create}
      filters={
        <>
          <SearchInput
            value={q}
            label={t("contacts.search")}
            onChange={(value) => change({ q: value })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("contacts.owner")}
            value={owner ?? "all"}
            onChange={(value) =>
              change({
                owner: OWNERS.find((one) => one === value && one !== "all") as typeof owner,
              })
            }
            data={OWNERS.map((one) => ({ value: one, label: t(`contacts.owners.${one}`) }))}
          />
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
        opened={search.create === true}
        onClose={() => change({ create: undefined })}
        title={t("contacts.create")}
        wide
      >
        <CreateCustomer
          onCreated={(customer) => open(customer.id)}
          onCancel={() => change({ create: undefined })}
        />
      </SidePanel>
    </ListFrame>
  );
}
