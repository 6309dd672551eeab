import { Button, UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconListCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { type Column, DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import {
  type BulkJob,
  isOpen,
  jobTitle,
  tellResult,
  undoneAs,
  useUndo,
} from "@/features/customers/bulk/bulk";
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
        title={chosen ? jobTitle(t, chosen) : ""}
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

function UndoJob({ job, onStarted }: { job: BulkJob; onStarted: (undo: BulkJob) => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const undo = useUndo();
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
      aria-label={t("bulk.undoOf", { what: jobTitle(t, job) })}
      title={t(`bulk.undoHint.${undoneAs(job.kind)}`)}
      loading={undo.isPending}
      onClick={() => undo.mutate(job.id, { onSuccess: onStarted, onError: tell })}
    >
      {t("bulk.undo")}
    </Button>
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
          {jobTitle(t, job)}
        </UnstyledButton>
      ),
    },
    {
      id: "state",
      header: t("imports.stateOf"),
      width: "minmax(90px, 1fr)",
      cell: (job) =>
        job.undone_by !== null && !job.can_undo ? t("bulk.undone") : t(`bulk.state.${job.state}`),
    },
    {
      id: "result",
      header: t("bulk.result"),
      width: "minmax(120px, 2fr)",
      from: "sm",
      cell: (job) => (
        <span className="cut">
          {tellResult(t, job)
            .filter((_, n, all) => n === 0 || n === all.length - 1)
            .join(" · ")}
        </span>
      ),
    },
    {
      id: "at",
      header: t("bulk.started"),
      width: "130px",
      from: "sm",
      cell: (job) => moment(job.created_at),
    },
    {
      id: "undo",
      header: "",
      width: "116px",
      align: "end",
      cell: (job) => (job.can_undo ? <UndoJob job={job} onStarted={open} /> : null),
    },
  ];
}
