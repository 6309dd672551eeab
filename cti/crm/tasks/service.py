"""Use cases on tasks ("Việc cần làm", R139, R160–R163). Reminding is cti.crm.reminding."""

from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.audience import find_audience
from cti.crm.due import plan_reminder
from cti.crm.editing import lock_customer, tell
from cti.crm.paging import Key, Order
from cti.crm.reminding import ReminderPlanned
from cti.crm.tasks import store
from cti.crm.tasks.changing import check_assignee, clean_texts, read_change, tell_changes
from cti.crm.tasks.errors import (
    TaskNotEditableError,
    TaskNotFoundError,
    TaskStateError,
    TaskVersionError,
)
from cti.crm.tasks.rules import TaskState, name_move
from cti.crm.tasks.shapes import (
    TaskChange,
    TaskCounts,
    TaskFilter,
    TaskForm,
    TaskPage,
    TaskView,
)
from cti.db import Database, Unit
from cti.notifications.service import Notice, Notifications
from cti.schema import tasks

PAGE = 50


class Tasks:
    """What people have to do, of a customer or of none."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._notifications = notifications

    async def list(
        self,
        caller: Caller,
        which: store.Which,
        wanted: TaskFilter = "todo",
        cursor: str | None = None,
        limit: int = PAGE,
    ) -> TaskPage:
        """A page of tasks: those to do by when they are due, others the newest first.

        Raises CursorError.
        """
        now = self._clock()
        query = store.select_tasks(caller).where(
            *store.where_which(which), *store.where_state(wanted, now)
        )
        async with self._db.read() as connection:
            rows, after = await _choose_order(wanted).read_page(connection, query, cursor, limit)
        return TaskPage(rows=[store.make_view(row, now) for row in rows], next=after)

    async def count(self, caller: Caller, which: store.Which) -> TaskCounts:
        """How many there are of each state."""
        async with self._db.read() as connection:
            return await store.count_tasks(connection, caller, which, self._clock())

    async def get(self, caller: Caller, task_id: int) -> TaskView:
        """One task. Raises TaskNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_task(connection, caller, task_id)
        if row is None:
            raise TaskNotFoundError(id=task_id)
        return store.make_view(row, self._clock())

    async def create(self, caller: Caller, form: TaskForm) -> TaskView:
        """Add a task (R161); whoever is to do it is told.

        Raises CustomerNotFoundError, NotEditableError, TitleEmptyError, UserUnknownError,
        AssigneeUnseenError.
        """
        now = self._clock()
        assignee_id = form.assignee_id or caller.user_id
        values = {
            **clean_texts({"title": form.title, "description": form.description}),
            "customer_id": form.customer_id,
            "assignee_id": assignee_id,
            "created_by": caller.user_id,
            "due_at": form.due_at,
            "remind_minutes": form.remind_minutes,
            "remind_at": plan_reminder(form.due_at, form.remind_minutes, now),
            "state": TaskState.OPEN,
            "created_at": now,
            "updated_at": now,
        }
        async with self._db.write() as unit:
            if form.customer_id is not None:
                await lock_customer(unit, caller, form.customer_id)
            await check_assignee(unit, form.customer_id, assignee_id)
            task_id = await store.insert_task(unit.connection, values)
            self._plan(unit, values)
            detail = {"task": [None, values["title"]], "due_at": [None, form.due_at.isoformat()]}
            await self._record(unit, caller, form.customer_id, "task.created", detail)
            await self._tell_assignee(unit, caller, task_id, values)
        return await self.get(caller, task_id)

    async def change(self, caller: Caller, task_id: int, form: TaskChange) -> TaskView:
        """Change what is sent.

        Raises as `create`, and TaskNotFoundError, TaskNotEditableError, TaskVersionError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await _lock_task(unit, caller, task_id)
            if row["version"] != form.version:
                raise TaskVersionError(id=task_id)
            values = await read_change(unit, row, form)
            if not values:
                return store.make_view(row, now)
            detail = await tell_changes(unit, row, values)
            if values.keys() & {"due_at", "remind_minutes"}:
                after = {**row, **values}
                values["remind_at"] = (
                    plan_reminder(after["due_at"], after["remind_minutes"], now)
                    if row["state"] == TaskState.OPEN
                    else None
                )
            values |= {"updated_at": now, "version": row["version"] + 1}
            await store.update_task(unit.connection, task_id, values)
            self._plan(unit, values)
            await self._record(unit, caller, row["customer_id"], "task.changed", detail)
            if "assignee_id" in values:
                await self._tell_assignee(unit, caller, task_id, {**row, **values})
        return await self.get(caller, task_id)

    async def move(self, caller: Caller, task_id: int, state: TaskState) -> TaskView:
        """Done, cancelled, or open again (R162); who gave it is told that it is done.

        Raises TaskNotFoundError, TaskNotEditableError, TaskStateError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await _lock_task(unit, caller, task_id)
            action = name_move(TaskState(row["state"]), state)
            if action is None:
                raise TaskStateError(id=task_id, state=row["state"])
            is_open = state is TaskState.OPEN
            values = {
                "state": state,
                "finished_at": None if is_open else now,
                "remind_at": plan_reminder(row["due_at"], row["remind_minutes"], now)
                if is_open
                else None,
                "updated_at": now,
                "version": row["version"] + 1,
            }
            await store.update_task(unit.connection, task_id, values)
            self._plan(unit, values)
            detail = {"task": [None, row["title"]]}
            await self._record(unit, caller, row["customer_id"], action, detail)
            if state is TaskState.DONE and row["created_by"] not in (None, caller.user_id):
                await self._tell(unit, caller, row["created_by"], "task.done", task_id, row)
        return await self.get(caller, task_id)

    def _plan(self, unit: Unit, values: dict[str, Any]) -> None:
        at = values.get("remind_at")
        if at is not None:
            unit.after_commit(lambda: self._bus.publish(ReminderPlanned(at)))

    async def _record(
        self,
        unit: Unit,
        caller: Caller,
        customer_id: int | None,
        action: str,
        detail: dict[str, Any],
    ) -> None:
        """A line in the customer's history, if it is about one."""
        if customer_id is None:
            return
        await customer_store.append_log(
            unit.connection, customer_id, caller.user_id, self._clock(), action, detail
        )
        tell(unit, self._bus, customer_id)

    async def _tell_assignee(
        self, unit: Unit, caller: Caller, task_id: int, task: dict[str, Any]
    ) -> None:
        if task["assignee_id"] not in (None, caller.user_id):
            user_id = task["assignee_id"]
            await self._tell(unit, caller, user_id, "task.assigned", task_id, task)

    async def _tell(
        self,
        unit: Unit,
        caller: Caller,
        user_id: int,
        kind: str,
        task_id: int,
        task: RowMapping | dict[str, Any],
    ) -> None:
        customer_id = task["customer_id"]
        if customer_id is not None and not await find_audience(
            unit.connection, customer_id, {user_id}
        ):
            return  # who sees it no more has nothing to look after
        params = {"task_id": task_id, "title": task["title"]}
        notice = Notice(user_id, kind, customer_id, params, caller.user_id)
        await self._notifications.tell(unit, [notice])


def _choose_order(wanted: TaskFilter) -> Order:
    down = wanted not in {"todo", "overdue"}
    return Order(f"tasks.{wanted}", Key(tasks.c.due_at, "time"), tasks.c.id, down)


async def _lock_task(unit: Unit, caller: Caller, task_id: int) -> RowMapping:
    row = await store.find_task(unit.connection, caller, task_id, lock=True)
    if row is None:
        raise TaskNotFoundError(id=task_id)
    if not row["can_edit"]:
        raise TaskNotEditableError(id=task_id)
    return row
