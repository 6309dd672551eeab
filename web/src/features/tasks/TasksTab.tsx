import { Button, UnstyledButton } from "@mantine/core";
import { IconListCheck, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { StateFilter } from "./StateFilter";
import { TaskCheck } from "./TaskCheck";
import { TaskFields } from "./TaskFields";
import { TaskPanel } from "./TaskPanel";
import { type Task, type TaskFilter, toneOf, useTaskCounts } from "./tasks";

/** What is to be done for a customer, was done, or is late (R160). */
export function TasksTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const [state, setState] = useState<TaskFilter>("todo");
  const [panel, setPanel] = useState<{ task: Task | null } | null>(null);
  const counts = useTaskCounts({ customer_id: customer.id });
  const list = usePages<Task>(["tasks", "list"], "/tasks", { customer_id: customer.id, state });
  const canAdd = customer.can_edit && may("tasks.edit");
  const close = (): void => setPanel(null);
  // As it is now: a colleague may have changed it since it was opened.
  const opened = list.rows.find(({ id }) => id === panel?.task?.id) ?? panel?.task;
  return (
    <>
      <Sheet
        title={t("tasks.title")}
        flush
        actions={
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!canAdd}
            title={canAdd ? undefined : t("tasks.notEditable")}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setPanel({ task: null })}
          >
            {t("tasks.add")}
          </Button>
        }
      >
        <div className={classes.filter}>
          <StateFilter value={state} counts={counts} onChange={setState} />
        </div>
        <Paged
          list={list}
          empty={<Empty icon={IconListCheck} title={t("tasks.none")} hint={t("tasks.noneHint")} />}
        >
          <ul className={classes.list} aria-label={t("tasks.title")}>
            {list.rows.map((task) => (
              <Item key={task.id} task={task} onOpen={() => setPanel({ task })} />
            ))}
          </ul>
        </Paged>
      </Sheet>
      <SidePanel opened={panel !== null} onClose={close} title={opened?.title ?? t("tasks.add")}>
        {opened && <TaskPanel key={opened.id} task={opened} onDone={close} />}
        {panel?.task === null && <TaskFields task={null} customer={customer} onDone={close} />}
      </SidePanel>
    </>
  );
}

function Item({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={`${classes.item} ${classes.marked}`}>
      <TaskCheck task={task} />
      <UnstyledButton className={classes.name} data-closed={task.state !== "open"} onClick={onOpen}>
        {task.title}
      </UnstyledButton>
      <div className={classes.second}>
        <Mark tone={toneOf(task)}>
          {t(task.overdue ? "tasks.states.overdue" : `tasks.is.${task.state}`)}
        </Mark>
        <span>{moment(task.due_at)}</span>
        {task.assignee && <span>{task.assignee.name}</span>}
      </div>
    </li>
  );
}
