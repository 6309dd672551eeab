import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconDownload, IconFileImport } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count, counted } from "@/components/format";
import { Counters } from "./Counters";
import type { RowFilter } from "./filters";
import { countFailed, type Import, isWorking, useCommand, useProgress } from "./imports";
import { ProgressLine } from "./ProgressLine";
import { useImportError, useProblemWords } from "./problems";
import { RowGrid } from "./RowGrid";

const STOPPED = new Set<Import["state"]>(["cancelled", "failed"]);

interface Props {
  one: Import;
  filter: RowFilter | undefined;
  onFilter: (filter: RowFilter | undefined) => void;
}

/** The import under way, then what became of each row. */
export function ResultStep({ one, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const problem = useImportError();
  const tell = useProblemWords();
  const command = useCommand(one.id);
  const { counts, done, total } = useProgress(one);
  const working = isWorking(one.state);
  const failed = countFailed(counts);
  return (
    <Stack gap="sm">
      {working && <ProgressLine one={one} />}
      {one.state === "running" && (
        <Group>
          <Button
            variant="default"
            loading={command.isPending}
            onClick={() => command.mutate("cancel")}
          >
            {t("imports.cancel")}
          </Button>
        </Group>
      )}
      {one.error && (
        <Alert color="red" role="alert">
          {tell({ ...one.error, letter: null, field: null, level: "error" })}
        </Alert>
      )}
      {STOPPED.has(one.state) && done < total && (
        <Alert color="yellow">{t("imports.notReached", counted(total - done))}</Alert>
      )}
      {one.state === "undone" && (
        <Alert color="petrol" title={t("imports.undone")}>
          <Text size="sm">{t("imports.restored", { n: count(counts.restored) })}</Text>
          <Text size="sm">{t("imports.removed", { n: count(counts.removed) })}</Text>
          {counts.skipped > 0 && (
            <Text size="sm">{t("imports.skipped", { n: count(counts.skipped) })}</Text>
          )}
        </Alert>
      )}
      {command.isError && (
        <Alert color="red" role="alert">
          {problem(command.error)}
        </Alert>
      )}
      {!working && (
        <Group gap="sm">
          {failed > 0 && (
            <Button
              component="a"
              variant="default"
              href={`/api/v1/imports/${one.id}/failed`}
              download
              leftSection={<IconDownload size={15} aria-hidden="true" />}
            >
              {t("imports.failedFile", counted(failed))}
            </Button>
          )}
          {one.can_undo && (
            <Undo loading={command.isPending} onSure={() => command.mutate("undo")} />
          )}
          <Button
            renderRoot={(props) => (
              <Link
                {...props}
                to="/imports/new"
                search={{ kind: one.kind, purpose: one.purpose }}
              />
            )}
            variant="default"
            leftSection={<IconFileImport size={15} aria-hidden="true" />}
          >
            {t("imports.another")}
          </Button>
        </Group>
      )}
      <Counters counts={counts} total={total || one.total} filter={filter} onFilter={onFilter} />
      <RowGrid one={one} filter={filter} />
    </Stack>
  );
}

/** Two presses: what was imported goes back to what it was. */
function Undo({ loading, onSure }: { loading: boolean; onSure: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  return (
    <Button
      variant={sure ? "filled" : "default"}
      color={sure ? "red" : undefined}
      loading={loading}
      leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
      onBlur={() => setSure(false)}
      onClick={() => (sure ? onSure() : setSure(true))}
    >
      {t(sure ? "imports.undoSure" : "imports.undo")}
    </Button>
  );
}
