"""One import's rows, from where it was left: read, understood, written, some hundred at a time.

Each batch is one transaction that also says how far it got. After a kill and a restart the next
row is the one behind: none is missing, none is taken twice.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.exc import DBAPIError

from cti.accounts.audit import record_audit
from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.compliance.lists import Flag as ListFlag
from cti.compliance.lists import ListName, to_number
from cti.crm.automation.following import FollowUps
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.importing import store
from cti.crm.importing.batch import flag_dnc, import_batch
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import Work
from cti.crm.importing.deleting import delete_batch
from cti.crm.importing.files import ImportFiles
from cti.crm.importing.plan import Plan
from cti.crm.importing.planner import Understand, open_planner
from cti.crm.importing.problems import encode_problems
from cti.crm.importing.seen import Seen
from cti.crm.importing.sending import Sending, send_ahead
from cti.crm.importing.state import WRITTEN, Result, State
from cti.crm.messages import CustomerChanged
from cti.db import Database, Unit
from cti.frames import read_frames
from cti.schema import import_rows

BATCH, BATCH_OF_ONE_WRITER = 500, 400
"""Rows a transaction. Smaller ones take longer in all; but who creates a customer on SQLite, where
there is one writer, waits for a whole one."""

UNTOUCHED = (None, 0, None, None, None, None, None)
"""Of a row out of the range, by store.RESULT."""

WEAKEST_FIRST: Final[tuple[tuple[ListName, ListFlag, str], ...]] = (
    ("national", "voice", "national"),
    ("internal", "voice", "internal"),
    ("internal", "refused", "refused"),
)
"""Lists on which a number may be, and what is said of it then."""

TRIES = 4
"""Somebody may have taken a code, or waited for a row that we hold, while we looked."""

Row = tuple[int, list[str], int | None]
"""Number, cells, and the id of the row if it was taken over from the file already."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What taking rows in needs."""

    db: Database
    bus: Bus
    clock: Clock
    check: DuplicateCheck
    dnc: Dnc
    files: ImportFiles
    follow_ups: FollowUps
    zone: ZoneInfo

    def find_today(self) -> date:
        """The day that it is now, in the server's time zone."""
        return self.clock().astimezone(self.zone).date()


class Taking:
    """An import on its way."""

    def __init__(self, parts: Parts, context: Context, row: Mapping[str, Any]) -> None:
        self._parts = parts
        self._context = context
        self._id: int = row["id"]
        self._dry = row["state"] == State.CHECKING
        self._file_name: str = row["file_name"]
        self._first, self._last = find_range(row)
        self._header_row: int = row["header_row"]
        self._seen = Seen()
        self._batch = BATCH_OF_ONE_WRITER if parts.db.is_sqlite else BATCH
        self.position: int = row["position"]
        self.done: int = row["done"]
        self.total: int = row["total"]
        self.counts: dict[str, int] = dict(row["counts"])

    async def begin(self) -> None:
        """Count the rows."""
        parts = self._parts
        if self.total == 0:
            self.total = await asyncio.to_thread(
                parts.files.count, self._id, self._first, self._last
            )

    async def batches(self) -> AsyncGenerator[bool]:
        """Take the rows in; comes back after each batch, with whether somebody wants it to stop.

        To be closed, also when it is left early.
        """
        async with open_planner(self._context, self.total) as understand:
            if self.position:
                await self._look_back(understand)
            async with aclosing(self._read_ahead(understand)) as batches:
                async for rows, plans in batches:
                    yield await self._take(understand, rows, plans)

    async def _read_ahead(
        self, understand: Understand
    ) -> AsyncGenerator[tuple[list[Row], list[Plan]]]:
        """Rows with their plans. The next are read and understood while the last are written."""

        async def find_next() -> tuple[list[Row], list[Plan]] | None:
            rows = await anext(reading, None)
            return None if rows is None else (rows, await self._understand(understand, rows))

        async with aclosing(self._read()) as reading:
            ahead = asyncio.create_task(find_next())
            try:
                while (found := await ahead) is not None:
                    ahead = asyncio.create_task(find_next())
                    yield found
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)  # it reads no more

    async def _understand(self, understand: Understand, rows: Sequence[Row]) -> list[Plan]:
        wanted = [(number, cells) for number, cells, _ in rows if self._is_wanted(number)]
        plans = await understand(wanted)
        flag_dnc(plans, find_dnc(self._parts.dnc, self._context, plans))
        return plans

    def _is_wanted(self, number: int) -> bool:
        return number >= self._first and (self._last is None or number <= self._last)

    async def _read(self) -> AsyncGenerator[list[Row]]:
        """The rows behind the position: those that are stored, then those still in the file."""
        async with self._parts.db.read() as connection:
            stored = await store.find_last_number(connection, self._id)
        after = self.position
        while after < stored:
            async with self._parts.db.read() as connection:
                some = await store.find_rows(connection, self._id, after, None, self._batch)
            if not some:
                break
            after = some[-1]["number"]
            yield [(row["number"], orjson.loads(row["cells"]), row["id"]) for row in some]
        frames = read_frames(self._parts.files.rows_path(self._id))
        after = max(stored, self.position, self._header_row)
        fresh: list[Row] = []
        while (frame := await asyncio.to_thread(next, frames, None)) is not None:
            fresh += [(number, cells, None) for number, cells in frame if number > after]
            while len(fresh) >= self._batch:
                yield fresh[: self._batch]
                fresh = fresh[self._batch :]
        if fresh:
            yield fresh

    async def _look_back(self, understand: Understand) -> None:
        """Through the rows that were done before a restart."""
        async with self._parts.db.read() as connection:
            self._seen.made.update(await store.find_made(connection, self._id))
        after = 0
        while after < self.position:
            async with self._parts.db.read() as connection:
                some = await store.find_rows(
                    connection, self._id, after, self.position, self._batch
                )
            if not some:
                return
            after = some[-1]["number"]
            taken = [
                (row["number"], orjson.loads(row["cells"]))
                for row in some
                if row["result"] in (*WRITTEN, Result.UNCHANGED)
            ]
            self._remember(await understand(taken))

    def _remember(self, plans: Sequence[Plan]) -> None:
        for plan in plans:
            for identity in plan.identities:
                self._seen.identities.setdefault(identity, plan.number)
            for criterion, keys in plan.keys.items():
                for key in keys:
                    self._seen.keys[criterion].setdefault(hash(key), plan.number)

    async def _take(self, understand: Understand, rows: list[Row], plans: list[Plan]) -> bool:
        for attempt in range(TRIES):
            companies = dict(self._seen.companies)
            try:
                stops = await self._write(rows, plans)
            except DBAPIError:
                if attempt + 1 == TRIES:
                    raise
                self._seen.companies = companies
                plans = await self._understand(understand, rows)
            else:
                break
        # Whoever waits to write goes first: SQLite has one writer, and its queue is in order.
        await asyncio.sleep(0)
        return stops

    async def _write(self, rows: list[Row], plans: list[Plan]) -> bool:
        parts, now = self._parts, self._parts.clock()
        counts = dict(self.counts)
        async with parts.db.write() as unit:
            async with send_ahead(unit.connection) as sending:
                works = await self._work(unit, sending, plans, now)
                for work in works:
                    for name in (work.result or "", *store.name_flags(work.plan.flags)):
                        counts[name] = counts.get(name, 0) + 1
                await self._store(sending, rows, works, now)
            await self._follow(unit, works, now)
            position = rows[-1][0] if rows else self.position
            done = self.done + len(plans)
            stops = await store.note_progress(
                unit.connection,
                self._id,
                {"position": position, "done": done, "counts": counts, "total": self.total},
            )
            unit.after_commit(lambda: self._tell(works))
        self.position, self.done, self.counts = position, done, counts
        return stops

    async def _work(
        self, unit: Unit, sending: Sending, plans: Sequence[Plan], now: datetime
    ) -> list[Work]:
        parts, context = self._parts, self._context
        if context.purpose == "delete":
            return await delete_batch(
                unit, context, plans, self._seen, now, dry=self._dry, source=self._file_name
            )
        return await import_batch(
            unit, parts.check, context, plans, self._seen, now,
            sending=None if self._dry else sending, source=self._file_name,
        )  # fmt: skip

    async def _follow(self, unit: Unit, works: Sequence[Work], now: datetime) -> None:
        """What comes of rows once they are written."""
        if self._context.purpose == "delete":
            return
        await self._record_disclosed(unit, works, now)
        if not self._dry:
            made = [one.customer_id for one in works if one.result is Result.NEW]
            await self._parts.follow_ups.arrange_imported(unit, [one for one in made if one], now)

    async def _record_disclosed(self, unit: Unit, works: Sequence[Work], now: datetime) -> None:
        """Being told of a customer that one may not see is kept (ruling X14)."""
        told = [
            {"code": match["code"], "field": match["field"], "row": work.plan.number}
            for work in works
            for problem in work.plan.problems
            for match in problem.params.get("matches", ())
            if match["customer_id"] is None
        ]
        if told:
            await record_audit(
                unit.connection, self._context.caller, "customer.disclosed",
                f"import/{self._id}", {"matches": told}, at=now,
            )  # fmt: skip

    async def _store(
        self, sending: Sending, rows: Sequence[Row], works: Sequence[Work], now: datetime
    ) -> None:
        by_number = {work.plan.number: work for work in works}
        fresh, known = [], []
        for number, cells, row_id in rows:
            work = by_number.get(number)
            values = self._describe(work, now)
            if row_id is None:
                fresh.append((self._id, number, orjson.dumps(cells).decode(), *values))
            elif work is not None:
                known.append((row_id, dict(zip(store.RESULT, values, strict=True))))
        await sending.insert(import_rows, store.ROW, fresh)
        await sending.update(import_rows, known)

    def _describe(self, work: Work | None, now: datetime) -> tuple[Any, ...]:
        if work is None:
            return UNTOUCHED
        written = not self._dry and work.result in WRITTEN
        return (
            work.result,
            int(work.plan.flags),
            encode_problems(work.plan.problems),
            next(iter(work.plan.identities), None),
            work.customer_id,
            now if written else None,
            orjson.dumps(work.before).decode() if written and work.before else None,
        )

    def _tell(self, works: Sequence[Work]) -> None:
        if self._dry:
            return
        for work in works:
            if work.result in WRITTEN and work.customer_id is not None:
                self._parts.bus.publish(CustomerChanged(work.customer_id))


def find_range(row: Mapping[str, Any]) -> tuple[int, int | None]:
    """The rows to be imported, as the spreadsheet numbers them, inclusive (R088)."""
    options = row["options"]
    first = max(options.get("first_row") or 1, row["header_row"] + 1)
    return first, options.get("last_row")


def find_dnc(dnc: Dnc, context: Context, plans: Sequence[Plan]) -> dict[str, str]:
    """Which of the numbers are listed, and on which list: the strongest of several."""
    if context.purpose == "delete":
        return {}
    asked = {to_number(one.e164): one.e164 for plan in plans for one in plan.numbers if one.e164}
    return {
        asked[number]: word
        for name, flag, word in WEAKEST_FIRST
        for number in dnc.among(name, flag, asked)
    }
