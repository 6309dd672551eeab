"""Writes down every call as it happened, a little behind: never on the way of a pop."""

import asyncio
import logging
from functools import partial

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from cti.agents.people import PeopleBook
from cti.bus import Bus
from cti.calls import ledger, store
from cti.calls.call import ATTEMPT_PREFIX, Call
from cti.calls.identity import Identities
from cti.calls.messages import CallChanged, CallsClosed, PbxResynced
from cti.calls.recording import REMEMBER, make_leg_rows, make_row
from cti.clock import Clock
from cti.db import Database, Unit
from cti.rounds import insist
from cti.schema import contacts

log = logging.getLogger(__name__)

BEHIND_S = 0.1
BATCH = 200


class Recorder:
    """Keeps `calls` and `call_legs` as the trackers see them.

    Campaign calls, many and short, are written once, at their end; others at birth, at the
    answer and at every change that outlives BEHIND_S.
    """

    def __init__(
        self, db: Database, bus: Bus, clock: Clock, people: PeopleBook, identities: Identities
    ) -> None:
        self._db, self._bus, self._clock = db, bus, clock
        self._people, self._identities = people, identities
        self._dirty: dict[str, Call] = {}
        self._resynced: dict[str, PbxResynced] = {}
        self._news = asyncio.Event()
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        bus.subscribe(CallChanged, self._on_call_changed)
        bus.subscribe(PbxResynced, self._on_resynced)

    async def start(self) -> None:
        """Begin to write."""
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="call recorder")

    async def stop(self) -> None:
        """Write what waits, then end."""
        task, self._task = self._task, None
        if task is not None:
            async with self._lock:  # not in the middle of a write
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.flush()

    async def flush(self) -> None:
        """Write everything that waits, now. Raises when the database can't be written."""
        async with self._lock:
            while self._dirty or self._resynced:
                taken = [self._dirty.pop(key) for key in list(self._dirty)[:BATCH]]
                resynced, self._resynced = self._resynced, {}
                try:
                    await self._write_or_split(taken, resynced)
                except BaseException:
                    # Newer news of the same call, if any, is the truth.
                    self._dirty = {call.id: call for call in taken} | self._dirty
                    self._resynced = resynced | self._resynced
                    raise
                for call in taken:
                    if call.ended_at is not None:
                        self._identities.forget(call.id)

    async def _write_or_split(self, taken: list[Call], resynced: dict[str, PbxResynced]) -> None:
        """Write a batch; a call that the database will never take must not hold up the others."""
        try:
            async with self._db.write() as unit:
                await self._write(unit, taken)
                await self._close_missing(unit, resynced)
        except (DataError, IntegrityError):
            if len(taken) == 1 and not resynced:
                log.exception("call %s can't be recorded", taken[0].id)
                return
            for call in taken:
                await self._write_or_split([call], {})
            await self._write_or_split([], resynced)

    def _on_call_changed(self, message: CallChanged) -> None:
        call = message.call
        if call.kind == "campaign" and message.what != "ended":
            return
        self._dirty[call.id] = call
        self._news.set()

    def _on_resynced(self, message: PbxResynced) -> None:
        self._resynced[message.pbx] = message
        self._news.set()

    async def _work(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(BEHIND_S)
            self._news.clear()
            await insist("calls to be recorded", self.flush)

    async def _write(self, unit: Unit, taken: list[Call]) -> None:
        ours = [call.id for call in taken if call.id.startswith(ATTEMPT_PREFIX)]
        attempts = await ledger.find_attempts(unit.connection, ours) if ours else {}
        now = self._clock()
        rows = []
        for call in taken:
            agent = self._people.find_by_extension(call.last_agent)
            user_id = agent.id if agent else None
            identity = self._identities.find(call.id)
            rows.append(make_row(call, identity, attempts.get(call.id), user_id, now))
        await self._add_customers(unit, rows)
        await store.save_calls(unit, rows)
        await store.note_contacted(unit, rows)
        await store.save_legs(unit, [row for call in taken for row in make_leg_rows(call)])

    async def _add_customers(self, unit: Unit, rows: list[dict[str, object]]) -> None:
        """The customers of contacts that are known by the attempt alone."""
        lacking = {
            row["contact_id"] for row in rows if row["contact_id"] and not row["customer_id"]
        }
        if not lacking:
            return
        query = sa.select(contacts.c.id, contacts.c.customer_id).where(contacts.c.id.in_(lacking))
        found = {row.id: row.customer_id for row in await unit.connection.execute(query)}
        for row in rows:
            row["customer_id"] = row["customer_id"] or found.get(row["contact_id"])

    async def _close_missing(self, unit: Unit, resynced: dict[str, PbxResynced]) -> None:
        for pbx, message in resynced.items():
            gone = await store.close_missing(unit, pbx, message.live, message.at)
            if gone:
                since = message.at - REMEMBER
                rows = await store.list_unwrapped(unit.connection, since)
                closed = CallsClosed(tuple(row for row in rows if row["id"] in gone))
                unit.after_commit(partial(self._bus.publish, closed))
                log.warning("pbx %s: %d calls ended while nobody was looking", pbx, len(gone))
