"""Reminds of tasks and appointments, each once (R161, R413): what is to be told is in the database.

A reminder is given and crossed out in one transaction. So a server that was away tells late what it
missed, and two servers at once, or a kill at any moment, tell nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Table, func, select, union_all, update

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.audience import find_audience
from cti.db import Database, Unit
from cti.notifications.service import Notice, Notifications
from cti.rounds import Rounds
from cti.schema import appointment_users, appointments, tasks

BATCH = 100
LONGEST_SLEEP = timedelta(seconds=60)
"""The clock may be set meanwhile, and another server may plan reminders."""


@dataclass(frozen=True, slots=True)
class ReminderPlanned:
    """A reminder was planned for another moment than before."""

    at: datetime


class Reminders:
    """Gives the reminders whose time has come."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self._db = db
        self._clock = clock
        self._notifications = notifications
        self._rounds = Rounds("reminders")
        bus.subscribe(ReminderPlanned, lambda _: self._rounds.wake())

    async def run(self) -> None:
        """Until it is cancelled. A database that fails is asked again."""
        await self._rounds.run(self._go_round)

    async def _go_round(self) -> float:
        if await self.tell_due():
            return 0.0
        return min(LONGEST_SLEEP, await self._find_wait()).total_seconds()

    async def tell_due(self) -> int:
        """Give the reminders that are due, a hundred of each kind at most; how many."""
        now = self._clock()
        async with self._db.write() as unit:
            late = [("task.due", row) for row in await _take_due(unit, tasks, now)]
            late += [("appointment.due", row) for row in await _take_due(unit, appointments, now)]
            for kind, row in late:
                await self._remind(unit, kind, row)
        return len(late)

    async def _remind(self, unit: Unit, kind: str, row: RowMapping) -> None:
        if kind == "task.due":
            user_ids = {row["assignee_id"]} - {None}
            params = {"task_id": row["id"], "title": row["title"]}
            at = row["due_at"]
        else:
            user_ids = await _find_participants(unit, row)
            params = {"appointment_id": row["id"], "title": row["title"], "place": row["place"]}
            at = row["starts_at"]
        customer_id = row["customer_id"]
        if customer_id is not None:  # who sees it no more has nothing to look after
            audience = await find_audience(unit.connection, customer_id, user_ids)
            user_ids = {one.user_id for one in audience}
        params["at"] = at.isoformat()
        await self._notifications.tell(
            unit, [Notice(one, kind, customer_id, params) for one in sorted(user_ids)]
        )

    async def _find_wait(self) -> timedelta:
        """How long until the next one is due."""
        each = [select(table.c.remind_at).where(table.c.remind_at.is_not(None)) for table in BOTH]
        every = union_all(*each).subquery()
        async with self._db.read() as connection:
            soonest = (await connection.execute(select(func.min(every.c.remind_at)))).scalar()
        return LONGEST_SLEEP if soonest is None else soonest - self._clock()


BOTH = (tasks, appointments)


async def _take_due(unit: Unit, table: Table, now: datetime) -> Sequence[RowMapping]:
    """Cross out the reminders that are due; nobody else can take the same."""
    due = (
        select(table.c.id)
        .where(table.c.remind_at <= now)
        .order_by(table.c.remind_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    taken = update(table).where(table.c.id.in_(due)).values(remind_at=None).returning(table)
    rows: Sequence[RowMapping] = (await unit.connection.execute(taken)).mappings().all()
    return rows


async def _find_participants(unit: Unit, row: RowMapping) -> set[Any]:
    rows = await unit.connection.execute(
        select(appointment_users.c.user_id).where(appointment_users.c.appointment_id == row["id"])
    )
    return set(rows.scalars())
