"""The work in the background: one import at a time, taken up again after a restart."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any

from cti.accounts.callers import find_caller
from cti.accounts.rights import Caller, Right
from cti.crm.importing import store
from cti.crm.importing.errors import ImportInterruptedError
from cti.crm.importing.loading import load_context
from cti.crm.importing.reporting import Reporting
from cti.crm.importing.shapes import ImportProgress
from cti.crm.importing.state import State, Undone
from cti.crm.importing.taking import Parts, Taking
from cti.crm.importing.undoing import undo_batch
from cti.crm.importing.views import make_progress
from cti.crm.messages import CustomerChanged
from cti.errors import DomainError
from cti.live.hub import Hub
from cti.outages import is_passing
from cti.rounds import Rounds

log = logging.getLogger(__name__)

ROWS_PER_UNDO = 250
BEYOND = 2**31 - 1
PROGRESS = "progress"
COUNTED_AS = {
    Undone.RESTORED: "restored",
    Undone.DELETED: "removed",
    Undone.SKIPPED: "skipped",
}
NEEDED = {"upsert": (Right.CUSTOMERS_IMPORT,), "delete": (Right.BULK_DELETE,)}


def name_topic(user_id: int, import_id: int) -> str:
    """The topic of one's own import: nobody else's can be asked for."""
    return f"user/{user_id}/import/{import_id}"


class ImportRunner:
    """Does what imports wait for, in the order in which they were told to."""

    def __init__(self, parts: Parts, hub: Hub, reporting: Reporting, region: str) -> None:
        self._parts = parts
        self._hub = hub
        self._reporting = reporting
        self._region = region
        self._rounds = Rounds("imports")
        self._progress: dict[int, ImportProgress] = {}
        self._began: dict[int, tuple[float, int]] = {}  # when this run began, and at how many rows

    def wake(self) -> None:
        """There may be something to do."""
        self._rounds.wake()

    def progress_of(self, row: Mapping[str, Any]) -> ImportProgress:
        """How far an import is: what this process knows of it, or what is stored."""
        found = self._progress.get(row["id"])
        return found if found and found.state == row["state"] else make_progress(row)

    async def run(self) -> None:
        """Until it is cancelled. An error of the database is tried again."""
        await self._rounds.run(self._take_up)

    async def _take_up(self) -> float | None:
        async with self._parts.db.read() as connection:
            import_id = await store.find_waiting(connection)
        if import_id is None:
            return None
        await self._work(import_id)
        return 0.0

    async def _work(self, import_id: int) -> None:
        async with self._parts.db.read() as connection:
            row = await store.find_any_import(connection, import_id)
            caller = None if row is None else await find_caller(connection, row["user_id"])
        if row is None:
            return
        try:
            if row["state"] == State.UNDOING:
                await self._undo(row)
            else:
                await self._take(row, self._check(row, caller))
        except DomainError as error:
            await self._fail(row, error.code, error.params)
        except OSError:
            raise
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("import %s failed", import_id)
            await self._fail(row, "import.interrupted", {"why": "internal"})
        finally:
            self._began.pop(import_id, None)
            self._progress.pop(import_id, None)

    def _check(self, row: Mapping[str, Any], caller: Caller | None) -> Caller:
        """Who uploaded it may still do so; a right that was taken away ends it."""
        if caller is None or any(one not in caller.rights for one in NEEDED[row["purpose"]]):
            raise ImportInterruptedError(why="not_allowed")
        return caller

    async def _take(self, row: Mapping[str, Any], caller: Caller) -> None:
        self._show(row, "reading", row["done"], row["total"], row["counts"])
        async with self._parts.db.read() as connection:
            context = await load_context(
                connection, caller, row, self._region, self._parts.find_today()
            )
        taking = Taking(self._parts, context, row)
        await taking.begin()
        self._show(row, "rows", taking.done, taking.total, taking.counts)
        cancelled = False
        async with aclosing(taking.batches()) as batches:
            async for cancelled in batches:
                self._show(row, "rows", taking.done, taking.total, taking.counts)
                if cancelled:
                    break
        dry = row["state"] == State.CHECKING
        state = State.DRAFT if dry and cancelled else State.CHECKED if dry else State.FINISHED
        if cancelled and not dry:
            state = State.CANCELLED
        ended = {**row, "position": taking.position, "done": taking.done, "total": taking.total}
        await self._finish(ended, state, taking.counts)

    async def _undo(self, row: Mapping[str, Any]) -> None:
        parts, import_id = self._parts, row["id"]
        counts = dict(row["counts"])
        async with parts.db.read() as connection:
            left = await store.count_written(connection, import_id)
        done = sum(counts.get(one, 0) for one in COUNTED_AS.values())  # before a restart
        total, below = done + left, BEYOND
        self._show(row, "rows", done, total, counts)
        while True:
            now = parts.clock()
            async with parts.db.write() as unit:
                rows = await store.find_written(unit.connection, import_id, below, ROWS_PER_UNDO)
                results = await undo_batch(unit, rows, row["user_id"], row["file_name"], now)
                for what in Undone:
                    ids = [one for one, became in results.items() if became is what]
                    if ids:
                        await store.note_undone(unit.connection, ids, what.value)
                        counts[COUNTED_AS[what]] = counts.get(COUNTED_AS[what], 0) + len(ids)
                await store.update_import(unit.connection, import_id, {"counts": counts})
                unit.after_commit(partial(self._tell, rows, is_back=row["purpose"] == "delete"))
            if not rows:
                break
            done += len(rows)
            self._show(row, "rows", done, total, counts)
            below = rows[-1]["number"]
            await asyncio.sleep(0)
        await self._finish(row, State.UNDONE, counts)

    def _tell(self, rows: Sequence[Mapping[str, Any]], *, is_back: bool) -> None:
        for one in rows:
            self._parts.bus.publish(CustomerChanged(one["customer_id"], is_back=is_back))

    async def _finish(
        self, row: Mapping[str, Any], state: State, counts: Mapping[str, int]
    ) -> None:
        now = self._parts.clock()
        values: dict[str, Any] = {"state": state, "cancelling": False}
        if state is State.UNDONE:
            values["undone_at"] = now
        elif state in (State.FINISHED, State.CANCELLED):
            values["finished_at"] = now
        async with self._parts.db.write() as unit:
            await store.update_import(unit.connection, row["id"], values)
            if state in (State.FINISHED, State.CANCELLED, State.UNDONE):
                await self._reporting.notify(unit, row, state, counts)
        self._show({**row, "state": state}, "done", row["done"], row["total"], counts)
        if state in (State.FINISHED, State.CANCELLED):
            await self._reporting.mail(row, state, counts)

    async def _fail(self, row: Mapping[str, Any], code: str, params: Mapping[str, Any]) -> None:
        log.warning("import.failed", extra={"import_id": row["id"], "code": code})
        now = self._parts.clock()
        dry = row["state"] == State.CHECKING
        state = State.DRAFT if dry else State.FAILED
        async with self._parts.db.write() as unit:
            await store.update_import(
                unit.connection,
                row["id"],
                {
                    "state": state,
                    "error": {"code": code, "params": dict(params)},
                    "finished_at": None if dry else now,
                    "cancelling": False,
                },
            )
            ended = await store.find_any_import(unit.connection, row["id"]) or row
            if not dry:
                await self._reporting.notify(unit, ended, state, ended["counts"])
        self._show(ended, "done", ended["done"], ended["total"], ended["counts"])
        if not dry and row["state"] != State.UNDOING:
            await self._reporting.mail(ended, state, ended["counts"])

    def _show(
        self, row: Mapping[str, Any], phase: str, done: int, total: int, counts: Mapping[str, int]
    ) -> None:
        import_id = row["id"]
        began, start = self._began.setdefault(import_id, (time.monotonic(), done))
        passed = time.monotonic() - began
        rate = (done - start) / passed if passed > 0 and done > start else None
        view = make_progress({**row, "done": done, "total": total, "counts": counts}, phase, rate)
        self._progress[import_id] = view
        topic = name_topic(row["user_id"], import_id)
        self._hub.put(topic, PROGRESS, view.model_dump(mode="json"), soon=True)
