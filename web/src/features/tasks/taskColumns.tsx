import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Column } from "@/components/DataGrid";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { TaskCheck } from "./TaskCheck";
import { type Task, toneOf } from "./tasks";

export function taskColumns(t: TFunction): Column<Task>[] {
  return [
    { id: "check", header: "", width: "44px", cell: (task) => <TaskCheck task={task} /> },
    {
      id: "title",
      header: t("tasks.what"),
      width: "minmax(130px, 3fr)",
      cell: (task) => (
        <strong className="cut" title={task.title}>
          {task.title}
        </strong>
      ),
    },
    {
      id: "customer",
      header: t("tasks.customer"),
      width: "minmax(120px, 2fr)",
      from: "sm",
      cell: (task) =>
        task.customer ? (
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(task.customer.id) }}
            className="cut"
            title={task.customer.name}
            onClick={(event) => event.stopPropagation()}
          >
            {task.customer.name}
          </Link>
        ) : (
          <span className="cut">{t("tasks.noCustomer")}</span>
        ),
    },
    {
      id: "assignee",
      header: t("tasks.assignee"),
      width: "minmax(110px, 1.5fr)",
      from: "md",
      cell: (task) => <span className="cut">{task.assignee?.name ?? t("tasks.nobody")}</span>,
    },
    {
      id: "state",
      header: t("tasks.state"),
      width: "112px",
      from: "sm",
      cell: (task) => (
        <Mark tone={toneOf(task)}>
          {t(task.overdue ? "tasks.states.overdue" : `tasks.is.${task.state}`)}
        </Mark>
      ),
    },
    {
      id: "due",
      header: t("tasks.due"),
      width: "132px",
      cell: (task) => moment(task.due_at),
    },
  ];
}
