"""Tasks in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within, tasks_visible
from cti.crm.shapes import CompanyRef
from cti.crm.tasks.rules import TaskState
from cti.crm.tasks.shapes import TaskCounts, TaskFilter, TaskView
from cti.schema import customers, tasks, users
from cti.shapes import read_person

assignees = users.alias("assignees")
givers = users.alias("givers")

PEOPLE = (
    assignees.c.name.label("assignee_name"),
    assignees.c.extension.label("assignee_extension"),
    assignees.c.role.label("assignee_role"),
    givers.c.name.label("by_name"),
    givers.c.extension.label("by_extension"),
    givers.c.role.label("by_role"),
)


@dataclass(frozen=True, slots=True)
class Which:
    """Which tasks a list is of, but for their state."""

    customer_id: int | None = None
    assignee_id: int | None = None
    text: str = ""


def select_tasks(caller: Caller) -> Select[Any]:
    """Tasks that the caller may see, with their people, customer and `can_edit`."""
    mine = or_(
        tasks.c.assignee_id == caller.user_id,
        tasks.c.created_by == caller.user_id,
        tasks.c.customer_id.is_(None),  # seen, so the team's leader's
    )
    may: ColumnElement[bool] = false()
    if Right.TASKS_EDIT in caller.rights:
        may = func.coalesce(or_(mine, customers_within(caller, Right.TASKS_EDIT)), false())
    return (
        select(tasks, customers.c.name.label("customer_name"), may.label("can_edit"), *PEOPLE)
        .select_from(
            tasks.outerjoin(customers, customers.c.id == tasks.c.customer_id)
            .outerjoin(assignees, assignees.c.id == tasks.c.assignee_id)
            .outerjoin(givers, givers.c.id == tasks.c.created_by)
        )
        .where(tasks_visible(caller))
    )


async def find_task(
    connection: AsyncConnection, caller: Caller, task_id: int, *, lock: bool = False
) -> RowMapping | None:
    """A task that the caller may see."""
    query = select_tasks(caller).where(tasks.c.id == task_id)
    if lock:  # on SQLite the write transaction itself is the lock
        query = query.with_for_update(of=tasks)
    row: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return row


async def count_tasks(
    connection: AsyncConnection, caller: Caller, which: Which, now: datetime
) -> TaskCounts:
    """How many there are in each state."""
    overdue = case((is_overdue(now), 1), else_=0)
    rows = await connection.execute(
        select(tasks.c.state, func.count().label("all"), func.sum(overdue).label("overdue"))
        .where(tasks_visible(caller), *where_which(which))
        .group_by(tasks.c.state)
    )
    found = {row["state"]: row for row in rows.mappings()}
    counts = {state: found[state]["all"] if state in found else 0 for state in TaskState}
    late = found[TaskState.OPEN]["overdue"] if TaskState.OPEN in found else 0
    return TaskCounts(
        todo=counts[TaskState.OPEN],
        overdue=int(late),
        done=counts[TaskState.DONE],
        cancelled=counts[TaskState.CANCELLED],
    )


def where_which(which: Which) -> list[ColumnElement[bool]]:
    """Whose, about whom, and of what name."""
    parts: list[ColumnElement[bool]] = []
    if which.customer_id is not None:
        parts.append(tasks.c.customer_id == which.customer_id)
    if which.assignee_id is not None:
        parts.append(tasks.c.assignee_id == which.assignee_id)
    parts += [tasks.c.title_key.contains(word, autoescape=True) for word in which.text.split()]
    return parts


def where_state(wanted: TaskFilter, now: datetime) -> list[ColumnElement[bool]]:
    """In which state (R160)."""
    if wanted == "all":
        return []
    if wanted == "overdue":
        return [is_overdue(now)]
    return [tasks.c.state == (TaskState.OPEN if wanted == "todo" else wanted)]


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Not done, and its time has come."""
    return and_(tasks.c.state == TaskState.OPEN, tasks.c.due_at < now)


async def insert_task(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a task; its id."""
    row = await connection.execute(insert(tasks).returning(tasks.c.id), values)
    task_id: int = row.scalar_one()
    return task_id


async def update_task(connection: AsyncConnection, task_id: int, values: Mapping[str, Any]) -> None:
    """Store new values."""
    await connection.execute(update(tasks).where(tasks.c.id == task_id).values(**values))


def make_view(row: RowMapping, now: datetime) -> TaskView:
    """A row of `select_tasks` as it is shown."""
    customer = None
    if row["customer_id"] is not None:
        customer = CompanyRef(id=row["customer_id"], name=row["customer_name"])
    plain = ("id", "version", "title", "description", "due_at", "remind_minutes", "state")
    return TaskView(
        **{name: row[name] for name in (*plain, "finished_at", "created_at")},
        customer=customer,
        assignee=read_person(row, "assignee_id", "assignee"),
        by=read_person(row, "created_by", "by"),
        overdue=row["state"] == TaskState.OPEN and row["due_at"] < now,
        can_edit=bool(row["can_edit"]),
    )
