import { Alert, Button, Group, Progress, Stack, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import { count, span } from "@/components/format";
import { useProblem } from "@/components/problem";
import { useWords } from "@/i18n/words";
import {
  type BulkJob,
  isOpen,
  jobQuery,
  jobTitle,
  tellResult,
  undoneAs,
  useJob,
  useUndo,
  wordsOf,
} from "./bulk";

const SHOWN = 100;

/** What a job may have moved, by the first part of its key. */
const MOVED = [
  "bulk-jobs",
  "customers",
  "customer",
  "opportunities",
  "timeline",
  "campaigns",
  "campaign",
  "members",
];

interface Props {
  job: BulkJob;
  onEnded: () => void;
  onClose: () => void;
}

/** One job: how far it is, what came of it, and taking it back; then the same of that. */
export function JobView({ job, onEnded, onClose }: Props) {
  const [undo, setUndo] = useState<BulkJob | null>(null);
  return (
    <Stack gap="lg">
      <OneJob job={job} onEnded={onEnded} onClose={onClose} onUndo={setUndo} />
      {undo && <OneJob job={undo} onEnded={onEnded} onClose={onClose} onUndo={setUndo} />}
    </Stack>
  );
}

interface OneProps extends Props {
  onUndo: (job: BulkJob) => void;
}

function OneJob({ job: started, onEnded, onClose, onUndo }: OneProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const client = useQueryClient();
  const job = useJob(started);
  const open = isOpen(job.state);
  const cancel = useMutation({
    mutationFn: () => post<BulkJob>(`/bulk-jobs/${job.id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: jobQuery(job.id).queryKey }),
  });
  const undo = useUndo();
  const told = useRef(false);
  useEffect(() => {
    if (open || told.current) return;
    told.current = true;
    for (const key of MOVED) void client.invalidateQueries({ queryKey: [key] });
    onEnded();
  }, [open, onEnded, client]);
  return (
    <Stack gap="sm">
      <JobBar job={job} />
      {open && (
        <>
          <Text size="sm" c="dimmed">
            {t("bulk.mayLeave")}
          </Text>
          <Group>
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t("bulk.cancel")}
            </Button>
          </Group>
        </>
      )}
      {cancel.isError && <Alert color="red">{problem(cancel.error)}</Alert>}
      {!open && <JobResult job={job} />}
      {undo.isError && <Alert color="red">{problem(undo.error)}</Alert>}
      {!open && job.can_undo && (
        <Text size="sm" c="dimmed">
          {t(`bulk.undoHint.${undoneAs(job.kind)}`)}
        </Text>
      )}
      {!open && (
        <Group>
          {job.can_undo && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
              loading={undo.isPending}
              onClick={() => undo.mutate(job.id, { onSuccess: onUndo })}
            >
              {t("bulk.undo")}
            </Button>
          )}
          {job.undone_by === null && (
            <Button variant="default" onClick={onClose}>
              {t("common.close")}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

export function JobBar({ job }: { job: ReturnType<typeof useJob> }) {
  const { t } = useTranslation();
  const open = isOpen(job.state);
  const share = job.total ? (100 * job.done) / job.total : open ? 0 : 100;
  return (
    <div role="status">
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {t(`bulk.state.${job.state}`)}
        </Text>
        <Text size="sm">
          {job.total === null
            ? t("bulk.counting")
            : t("bulk.doneOf", { done: count(job.done), total: count(job.total) })}
        </Text>
      </Group>
      <Progress value={share} aria-label={t("bulk.progress")} />
      {open && job.rate != null && job.seconds_left != null && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("bulk.rate", { rate: count(job.rate), left: span(job.seconds_left) })}
        </Text>
      )}
    </div>
  );
}

export function JobResult({ job }: { job: BulkJob }) {
  const { t } = useTranslation();
  const words = useWords();
  const failed = job.state === "failed";
  return (
    <Stack gap="sm">
      <Alert color={failed ? "red" : "petrol"} title={jobTitle(t, job)}>
        {failed && <Text size="sm">{words("errors", job.error ?? "internal")}</Text>}
        {tellResult(t, job).map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))}
        {job.undone_by !== null && !job.can_undo && (
          <Text size="sm" fw={600}>
            {t("bulk.undone")}
          </Text>
        )}
      </Alert>
      {job.has_file && (
        <Group>
          <Button
            component="a"
            href={`/api/v1/bulk-jobs/${job.id}/file`}
            download
            leftSection={<IconDownload size={15} aria-hidden="true" />}
          >
            {t("bulk.download")}
          </Button>
          <Text size="xs" c="dimmed">
            {t("bulk.keptADay")}
          </Text>
        </Group>
      )}
      {job.refusals.length > 0 && <Refusals job={job} />}
    </Stack>
  );
}

function Refusals({ job }: { job: BulkJob }) {
  const { t } = useTranslation();
  const words = useWords();
  const kind = wordsOf(job);
  return (
    <Table aria-label={t(kind ? `bulk.refusalsOf.${kind}` : "bulk.refusals")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("contacts.customer")}</Table.Th>
          <Table.Th>{t("bulk.why")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {job.refusals.slice(0, SHOWN).map((one) => (
          <Table.Tr key={one.customer_id}>
            <Table.Td>
              {one.name === null ? (
                `#${one.customer_id}`
              ) : (
                <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
                  {one.name}
                </Link>
              )}
            </Table.Td>
            <Table.Td>{words("errors", one.code, one.params)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
