import { UnstyledButton } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { type Column, DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { count, moment } from "@/components/format";
import { SidePanel } from "@/components/SidePanel";
import { type BulkJob, isOpen } from "@/features/customers/bulk/bulk";
import { JobView } from "@/features/customers/bulk/JobView";

const POLL_MS = 2_000;

/** One's work on many customers: edits, assignments, exports. */
export function JobsList() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<BulkJob | null>(null);
  const list = useQuery({
    queryKey: ["bulk-jobs"],
    queryFn: ({ signal }) => get<{ rows: BulkJob[] }>("/bulk-jobs", undefined, signal),
    refetchInterval: (query) =>
      query.state.data?.rows.some((job) => isOpen(job.state)) ? POLL_MS : false,
  });
  const columns = useMemo(() => jobColumns(t, setChosen), [t]);
  const close = (): void => setChosen(null);
  return (
    <>
      <DataGrid
        label={t("bulk.jobs")}
        columns={columns}
        rows={list.data?.rows ?? []}
        rowId={(job) => String(job.id)}
        loading={list.isPending}
        error={list.isError ? list.error : undefined}
        retry={() => void list.refetch()}
        hasMore={false}
        loadMore={() => {}}
        loadingMore={false}
        onOpen={setChosen}
        selected={chosen ? String(chosen.id) : undefined}
        empty={<Empty icon={IconListCheck} title={t("bulk.noJobs")} hint={t("bulk.noJobsHint")} />}
      />
      <SidePanel
        opened={chosen !== null}
        onClose={close}
        title={chosen ? t(`bulk.title.${chosen.kind}`) : ""}
        wide
      >
        {chosen && (
          <JobView
            key={chosen.id}
            job={chosen}
            onEnded={() => void list.refetch()}
            onClose={close}
          />
        )}
      </SidePanel>
    </>
  );
}

function jobColumns(t: TFunction, open: (job: BulkJob) => void): Column<BulkJob>[] {
  return [
    {
      id: "what",
      header: t("bulk.what"),
      width: "minmax(120px, 1fr)",
      cell: (job) => (
        <UnstyledButton className="cut" fz="sm" onClick={() => open(job)}>
          {t(`bulk.title.${job.kind}`)}
        </UnstyledButton>
      ),
    },
    {
      id: "state",
      header: t("imports.stateOf"),
      width: "minmax(90px, 1fr)",
      cell: (job) => t(`bulk.state.${job.state}`),
    },
    {
      id: "result",
      header: t("bulk.result"),
      width: "minmax(120px, 2fr)",
      from: "sm",
      cell: (job) =>
        job.kind === "export"
          ? t("bulk.rowsWritten", { n: count(job.changed) })
          : `${t("bulk.changed", { n: count(job.changed) })} · ${t("bulk.refused", { n: count(job.refused) })}`,
    },
    {
      id: "at",
      header: t("bulk.started"),
      width: "130px",
      cell: (job) => moment(job.created_at),
    },
  ];
}
