import { Button, Text } from "@mantine/core";
import { IconRestore, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { Customer, DeletedCustomer } from "@/api/types";
import { type Column, DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { ListFrame } from "@/components/ListFrame";
import { tellDone, useTellProblem } from "@/components/problem";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { DuplicateNotice, isDuplicate } from "./form/DuplicateNotice";

const route = getRouteApi("/shell/deleted");

/** Deleted customers, the last deleted first; each can come back with all that it had. */
export function DeletedPage() {
  const { t } = useTranslation();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const list = usePages<DeletedCustomer>(["deletedCustomers"], "/deleted-customers", { q });
  const columns = useMemo(
    (): Column<DeletedCustomer>[] => [
      {
        id: "name",
        header: t("contacts.customer"),
        width: "minmax(180px, 3fr)",
        cell: (row) => (
          <span className="cut" title={row.name}>
            {row.name}
          </span>
        ),
      },
      {
        id: "code",
        header: t("contacts.code"),
        width: "minmax(90px, 1fr)",
        from: "sm",
        cell: (row) => <span className="cut">{row.code}</span>,
      },
      {
        id: "owner",
        header: t("contacts.owner"),
        width: "minmax(120px, 2fr)",
        from: "md",
        cell: (row) => <span className="cut">{row.owner?.name ?? t("contacts.nobody")}</span>,
      },
      {
        id: "deleted",
        header: t("contacts.deleted.when"),
        width: "minmax(130px, 2fr)",
        from: "sm",
        cell: (row) => (
          <span className="cut">
            {moment(row.deleted_at)}
            {row.deleted_by && ` · ${row.deleted_by}`}
          </span>
        ),
      },
      {
        id: "restore",
        header: "",
        width: "130px",
        align: "end",
        cell: (row) => <Restore row={row} />,
      },
    ],
    [t],
  );
  return (
    <ListFrame
      title={t("contacts.deleted.title")}
      filters={
        <>
          <SearchInput
            value={q}
            label={t("contacts.deleted.search")}
            onChange={(value) => void navigate({ search: { q: value }, replace: true })}
          />
          <Text size="sm" c="dimmed">
            {t("contacts.deleted.hint")}
          </Text>
        </>
      }
    >
      <DataGrid
        label={t("contacts.deleted.title")}
        columns={columns}
        rowId={(row) => String(row.id)}
        {...list}
        empty={
          <Empty
            icon={IconTrash}
            title={t(q ? "contacts.deleted.noneFound" : "contacts.deleted.none")}
            hint={t(q ? "contacts.deleted.noneFoundHint" : "contacts.deleted.noneHint")}
          />
        }
      />
    </ListFrame>
  );
}

function Restore({ row }: { row: DeletedCustomer }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const restore = useMutation({
    mutationFn: (confirmed: boolean) =>
      post<Customer>(`/deleted-customers/${row.id}/restore`, { confirm_duplicates: confirmed }),
    onSuccess: async () => {
      tellDone(t("contacts.deleted.restored", { name: row.name }));
      await Promise.all(
        ["deletedCustomers", "customers", "contacts", "companies"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
    onError: (error) => (isDuplicate(error) ? setAsked(true) : tell(error)),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRestore size={14} aria-hidden="true" />}
        aria-label={t("contacts.deleted.restoreWhom", { name: row.name })}
        loading={restore.isPending}
        onClick={() => restore.mutate(false)}
      >
        {t("contacts.deleted.restore")}
      </Button>
      <SidePanel
        opened={asked}
        onClose={() => setAsked(false)}
        title={t("contacts.deleted.restoreWhom", { name: row.name })}
      >
        <DuplicateNotice
          error={restore.error}
          pending={restore.isPending}
          onConfirm={() => restore.mutate(true)}
          confirm={t("contacts.deleted.restoreAnyway")}
        />
      </SidePanel>
    </>
  );
}
