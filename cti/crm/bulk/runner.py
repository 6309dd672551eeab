"""Does bulk jobs in the background, a piece at a time; what a restart cuts off goes on after it.

A piece and how far the job has come are one transaction: nothing is done twice, nothing left out.
"""

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import find_caller
from cti.accounts.rights import Caller, Right
from cti.bus import Bus
from cti.clock import Clock
from cti.crm.bulk import store
from cti.crm.bulk.action import Action, Outcome
from cti.crm.bulk.choosing import choose, choose_changing, choose_exported
from cti.crm.bulk.errors import NothingToUndoError
from cti.crm.bulk.exporting import prepare_export, read_form
from cti.crm.bulk.files import ExportFile, sweep
from cti.crm.bulk.memory import forget_some, keep_changes
from cti.crm.bulk.preparing import PREPARE, Prepare, Undo, list_undoing
from cti.crm.bulk.progress import Progress
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.listing.service import CustomerList
from cti.crm.messages import CustomerChanged
from cti.db import Database, Unit
from cti.errors import DomainError, ForbiddenError
from cti.live.hub import Hub
from cti.notifications.service import Notice, Notifications
from cti.outages import is_passing
from cti.rounds import insist

log = logging.getLogger(__name__)

PIECE = 500
"""Customers in one transaction: few enough that others' small writes get their turn between."""

EXPORT_PIECE = 1_000
PAUSE_S = 0.01
AT_ONCE = 2
MOST_REFUSALS = 1_000


class BulkRunner:
    """Runs jobs, two at once at most. `start` and `stop` once each."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        hub: Hub,
        clock: Clock,
        listing: CustomerList,
        notifications: Notifications,
        *,
        folder: Path,
        zone: ZoneInfo,
    ) -> None:
        self.folder = folder
        self._db, self._bus, self._clock = db, bus, clock
        self._listing, self._notifications, self._zone = listing, notifications, zone
        self._progress = Progress(hub)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._prepare: dict[str, Prepare] = {**PREPARE, "undo": self._prepare_undo}
        check = DuplicateCheck(db, clock, listing.region)
        self._undoing = list_undoing(check, listing.region)

    def learn(self, kind: str, prepare: Prepare, undo: Undo) -> None:
        """Do and undo jobs of a kind that another domain knows; before `start`."""
        self._prepare[kind] = prepare
        self._undoing[kind] = undo

    def find_undo(self, kind: str) -> Undo | None:
        """How jobs of this kind are undone; None when they can't be."""
        return self._undoing.get(kind)

    async def start(self) -> None:
        """Go on with what had not ended when the server did."""
        async with self._db.read() as connection:
            waiting = await store.list_open(connection)
        for job_id in waiting:
            self.begin(job_id)

    async def stop(self) -> None:
        """Let go of what runs: it goes on at the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def begin(self, job_id: int) -> None:
        """Do the job when its turn comes."""
        task = asyncio.create_task(self._run(job_id), name=f"bulk-{job_id}")
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job_id, None))

    async def show(self, job_id: int) -> None:
        """Tell the user's browsers how far the job is."""
        async with self._db.read() as connection:
            if (row := await store.find_job(connection, job_id)) is not None:
                self._progress.show({**row}, self._clock())

    async def sweep(self, kept: Iterable[str]) -> None:
        """Remove the files of exports that nobody can fetch any more."""
        await asyncio.to_thread(sweep, self.folder, kept)

    async def _run(self, job_id: int) -> None:
        """To its end: when the database is away, it goes on where it was as soon as it can."""
        async with self._turns:
            await insist(f"bulk job {job_id}", partial(self._work, job_id))

    async def _work(self, job_id: int) -> None:
        try:
            job = await self._open(job_id)
            if job is None:
                return
            if job["kind"] == "export":
                await self._export(job)
            else:
                await self._change(job)
            await self._end(job_id, "done")
            await self._forget()
        except DomainError as error:
            await self._end(job_id, "failed", error.code)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("bulk job failed", extra={"job_id": job_id})
            await self._end(job_id, "failed", "internal")

    async def _open(self, job_id: int) -> RowMapping | None:
        """The job, counted and marked as running; None when it was cancelled while it waited."""
        async with self._db.read() as connection:
            job = await store.find_job(connection, job_id)
            if job is None or job["state"] not in store.OPEN:
                return None
            total = job["total"]
            if total is None:
                caller = await self._find_caller(connection, job, Right.CONTACTS_VIEW)
                total = await choose(self._listing, job).count(connection, caller)
        values: dict[str, Any] = {"state": "running", "total": total}
        if job["started_at"] is None:
            values["started_at"] = self._clock()
        async with self._db.write() as unit:
            now = await store.find_job(unit.connection, job_id, lock=True)
            if now is None or now["state"] not in store.OPEN:
                return None
            await store.update_job(unit.connection, job_id, values)
        await self.show(job_id)
        return job

    async def _change(self, job: RowMapping) -> None:
        chosen = choose_changing(self._listing, job)
        async with self._db.read() as connection:
            action = await self._prepare[job["kind"]](connection, job)
        position = job["position"]
        while True:
            async with self._db.read() as connection:
                caller = await self._find_caller(connection, job, action.right)
                ids = await chosen.find_piece(connection, caller, after=position, size=PIECE)
            if not ids or not await self._do_piece(job["id"], action, caller, ids):
                return
            position = ids[-1]
            await asyncio.sleep(PAUSE_S)

    async def _prepare_undo(self, connection: AsyncConnection, job: RowMapping) -> Action:
        of = await store.find_job(connection, job["undoes_id"])
        undo = None if of is None else self.find_undo(of["kind"])
        if of is None or undo is None:
            raise NothingToUndoError
        return undo.make(of)

    async def _do_piece(self, job_id: int, action: Action, caller: Caller, ids: list[int]) -> bool:
        """One transaction; False when the job was cancelled meanwhile."""
        now = self._clock()
        async with self._db.write() as unit:
            job = await store.find_job(unit.connection, job_id, lock=True)
            if job is None or job["state"] != "running":
                return False
            at = job["changed"] + job["unchanged"]
            outcome = await action.apply(unit, caller, ids, at, now)
            values = _count(job, outcome, ids)
            await store.update_job(unit.connection, job_id, values)
            await keep_changes(unit.connection, job_id, outcome.kept)
            for customer_id in outcome.changed:
                changed = CustomerChanged(customer_id, is_back=outcome.are_back)
                unit.after_commit(partial(self._bus.publish, changed))
        self._progress.show({**job, **values}, now)
        return True

    async def _export(self, job: RowMapping) -> None:
        """From its beginning, also after a restart: a file cut off is not gone on with."""
        form = read_form(job)
        async with self._db.read() as connection:
            export = await prepare_export(connection, form, self._zone)
            caller = await self._find_caller(connection, job, export.right)
            every = await choose_exported(self._listing, job).list_ids(connection, caller)
        written = 0
        async with ExportFile(self.folder / job["file"], form) as file:
            for done in range(0, len(every), EXPORT_PIECE):
                ids = list(every[done : done + EXPORT_PIECE])
                async with self._db.read() as connection:
                    caller = await self._find_caller(connection, job, export.right)
                    rows = await export.read(connection, caller, ids)
                await file.write(rows)
                written += len(rows)
                values = {"done": done + len(ids), "changed": written}
                if not await self._record(job["id"], values):
                    return

    async def _record(self, job_id: int, values: dict[str, Any]) -> bool:
        """Keep how far an export is; False when it was cancelled."""
        async with self._db.write() as unit:
            job = await store.find_job(unit.connection, job_id, lock=True)
            if job is None or job["state"] != "running":
                return False
            await store.update_job(unit.connection, job_id, values)
        self._progress.show({**job, **values}, self._clock())
        return True

    async def _find_caller(
        self, connection: AsyncConnection, job: RowMapping, right: Right
    ) -> Caller:
        """Whose job it is, as they are now: a right taken away ends it (ForbiddenError)."""
        caller = await find_caller(connection, job["user_id"])
        if caller is None or right not in caller.rights:
            raise ForbiddenError(right=right.value)
        return caller

    async def _end(self, job_id: int, state: str, error: str | None = None) -> None:
        async with self._db.write() as unit:
            if await store.end_job(unit.connection, job_id, state, self._clock(), error):
                await self.tell_given(unit, job_id)
        await self.show(job_id)

    async def _forget(self) -> None:
        """Let go of what is too old to be undone."""
        forgotten = 1
        while forgotten:
            async with self._db.write() as unit:
                forgotten = await forget_some(unit.connection, self._clock())

    async def tell_given(self, unit: Unit, job_id: int) -> None:
        """Tell everybody once how many customers the job that ends gave them."""
        job = await store.find_job(unit.connection, job_id)
        if job is None:
            return
        notices = [
            Notice(
                int(user_id),
                "customers.assigned",
                params={"count": count, "path": "/customers?view=mine"},
                by_id=job["user_id"],
            )
            for user_id, count in job["given"].items()
            if int(user_id) != job["user_id"]
        ]
        await self._notifications.tell(unit, notices)


def _count(job: RowMapping, outcome: Outcome, ids: list[int]) -> dict[str, Any]:
    """The job's columns after a piece."""
    given = {str(user_id): count for user_id, count in outcome.given.items()}  # keys of JSON
    refusals = [*job["refusals"], *(one.model_dump(mode="json") for one in outcome.refusals)]
    return {
        "position": ids[-1],
        "done": job["done"] + len(ids),
        "changed": job["changed"] + len(outcome.changed),
        "unchanged": job["unchanged"] + outcome.unchanged,
        "refused": job["refused"] + len(outcome.refusals),
        "refusals": refusals[:MOST_REFUSALS],
        "given": {
            user_id: job["given"].get(user_id, 0) + given.get(user_id, 0)
            for user_id in job["given"].keys() | given.keys()
        },
    }
