import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { counted } from "@/components/format";
import { Counters } from "./Counters";
import type { RowFilter } from "./filters";
import {
  countFailed,
  countTaken,
  type Import,
  LEFT,
  useCommand,
  useDiscard,
  useProgress,
} from "./imports";
import { ProgressLine } from "./ProgressLine";
import { useImportError } from "./problems";
import { RowGrid } from "./RowGrid";

interface Props {
  one: Import;
  filter: RowFilter | undefined;
  onFilter: (filter: RowFilter | undefined) => void;
}

/** Every row as it would be taken in; cells can be mended before anything is written. */
export function PreviewStep({ one, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const problem = useImportError();
  const navigate = useNavigate();
  const command = useCommand(one.id);
  const discard = useDiscard(one.id);
  const { counts } = useProgress(one);
  const deleting = one.purpose === "delete";
  const taken = countTaken(counts);
  const failed = countFailed(counts);
  const error = command.error ?? discard.error;
  if (one.state === "checking") {
    return (
      <Stack gap="sm">
        <ProgressLine one={one} />
        <Group>
          <Button
            variant="default"
            loading={command.isPending}
            onClick={() => command.mutate("cancel")}
          >
            {t("bulk.cancel")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Counters counts={counts} total={one.total} filter={filter} onFilter={onFilter} />
      <RowGrid one={one} filter={filter} editable />
      {error && (
        <Alert color="red" role="alert">
          {problem(error)}
        </Alert>
      )}
      <Group gap="sm">
        <Button
          color={deleting ? "red" : undefined}
          loading={command.isPending}
          disabled={taken === 0}
          title={taken === 0 ? t("imports.nothingToDo") : undefined}
          onClick={() => command.mutate("start")}
        >
          {t(deleting ? "imports.startDelete" : "imports.start", counted(taken))}
        </Button>
        <Button
          variant="default"
          loading={discard.isPending}
          onClick={() =>
            discard.mutate(undefined, { onSuccess: () => void navigate({ to: "/imports" }) })
          }
        >
          {t("common.cancelForm")}
        </Button>
        {failed > 0 && (
          <Text size="sm" c="dimmed">
            {t("imports.willBeLeft", {
              rows: LEFT.filter((one) => counts[one] > 0)
                .map((one) => t(`imports.leftRows.${one}`, counted(counts[one])))
                .join(", "),
            })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
