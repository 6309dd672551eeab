import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { useTellProblem } from "@/components/problem";
import { TaskFields } from "./TaskFields";
import { type Task, toneOf, useMoveTask } from "./tasks";

interface Props {
  task: Task;
  onDone: () => void;
}

/** One task: what it says, its next step, or its form. */
export function TaskPanel({ task, onDone }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [editing, setEditing] = useState(false);
  const move = useMoveTask();
  const go = (state: Task["state"]): void =>
    move.mutate({ id: task.id, state }, { onSuccess: onDone, onError: tell });
  if (editing) return <TaskFields task={task} customer={task.customer} onDone={onDone} />;
  const facts: [string, string | null | undefined][] = [
    [t("tasks.due"), moment(task.due_at)],
    [t("tasks.assignee"), task.assignee?.name ?? t("tasks.nobody")],
    [t("tasks.by"), task.by?.name],
  ];
  return (
    <Stack gap="sm">
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {task.title}
      </Text>
      <Mark tone={toneOf(task)}>
        {t(task.overdue ? "tasks.states.overdue" : `tasks.is.${task.state}`)}
      </Mark>
      {task.customer && (
        <Link to="/customers/$customerId" params={{ customerId: String(task.customer.id) }}>
          {task.customer.name}
        </Link>
      )}
      {facts.map(
        ([name, value]) =>
          value && (
            <Text key={name} size="sm">
              <Text span c="dimmed">
                {name}:{" "}
              </Text>
              {value}
            </Text>
          ),
      )}
      {task.description && (
        <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
          {task.description}
        </Text>
      )}
      {!task.can_edit && (
        <Text size="sm" c="dimmed">
          {t("tasks.notYours")}
        </Text>
      )}
      <Group gap="xs" justify="flex-end">
        {task.state === "open" ? (
          <>
            <Button
              variant="subtle"
              color="red"
              disabled={!task.can_edit}
              loading={move.isPending}
              onClick={() => go("cancelled")}
            >
              {t("tasks.cancel")}
            </Button>
            <Button variant="default" disabled={!task.can_edit} onClick={() => setEditing(true)}>
              {t("common.edit")}
            </Button>
            <Button disabled={!task.can_edit} loading={move.isPending} onClick={() => go("done")}>
              {t("tasks.done")}
            </Button>
          </>
        ) : (
          <Button disabled={!task.can_edit} loading={move.isPending} onClick={() => go("open")}>
            {t("tasks.reopen")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
