import { Checkbox, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useTellProblem } from "@/components/problem";
import { type Task, useMoveTask } from "./tasks";

/** Ticks a task off, or opens it again. */
export function TaskCheck({ task }: { task: Task }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const move = useMoveTask();
  const closed = task.state !== "open";
  const label = t(closed ? "tasks.reopenOne" : "tasks.markDone", { title: task.title });
  return (
    <Tooltip
      label={task.can_edit ? t(closed ? "tasks.reopen" : "tasks.done") : t("tasks.notYours")}
    >
      <Checkbox
        size="sm"
        aria-label={label}
        checked={task.state === "done"}
        indeterminate={task.state === "cancelled"}
        disabled={!task.can_edit || move.isPending}
        onClick={(event) => event.stopPropagation()}
        onChange={() =>
          move.mutate({ id: task.id, state: closed ? "open" : "done" }, { onError: tell })
        }
      />
    </Tooltip>
  );
}
