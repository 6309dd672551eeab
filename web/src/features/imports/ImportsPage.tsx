import { Button, SegmentedControl } from "@mantine/core";
import { IconFileImport, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { ListFrame } from "@/components/ListFrame";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { importColumns } from "./importColumns";
import type { ImportSummary } from "./imports";
import { JobsList } from "./JobsList";

const route = getRouteApi("/shell/imports");
const TABS = ["imports", "jobs"] as const;

/** What was imported, by whom and with what result; and the work on many customers. */
export function ImportsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const canImport = may("customers.import");
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = tab === "jobs" || !canImport ? "jobs" : "imports";
  return (
    <ListFrame
      title={t("imports.title")}
      actions={
        <>
          {canImport && may("customers.bulk_delete") && (
            <Button
              renderRoot={(props) => (
                <Link {...props} to="/imports/new" search={{ purpose: "delete" }} />
              )}
              variant="default"
              leftSection={<IconTrash size={15} aria-hidden="true" />}
            >
              {t("imports.deleteByFile")}
            </Button>
          )}
          {canImport && (
            <Button
              component={Link}
              to="/imports/new"
              leftSection={<IconFileImport size={15} aria-hidden="true" />}
            >
              {t("imports.new")}
            </Button>
          )}
        </>
      }
      filters={
        canImport && (
          <SegmentedControl
            size="xs"
            aria-label={t("imports.title")}
            value={shown}
            onChange={(value) =>
              void navigate({
                search: { tab: value === "jobs" ? "jobs" : undefined },
                replace: true,
              })
            }
            data={TABS.map((one) => ({
              value: one as string,
              label: t(one === "jobs" ? "bulk.jobs" : "imports.history"),
            }))}
          />
        )
      }
    >
      {shown === "jobs" ? <JobsList /> : <History />}
    </ListFrame>
  );
}

function History() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const page = usePages<ImportSummary>(["imports-list"], "/imports", {});
  const columns = useMemo(() => importColumns(t), [t]);
  return (
    <DataGrid
      label={t("imports.history")}
      columns={columns}
      rowId={(row) => String(row.id)}
      {...page}
      onOpen={(row) =>
        void navigate({ to: "/imports/$importId", params: { importId: String(row.id) } })
      }
      empty={
        <Empty icon={IconFileImport} title={t("imports.none")} hint={t("imports.noneHint")}>
          <Button component={Link} to="/imports/new">
            {t("imports.new")}
          </Button>
        </Empty>
      }
    />
  );
}
