"""Durable facts of one PBX, applied in order, once, in batches; acknowledged after the commit.

The PBX keeps each reply and each outcome in its outbox until we delete it there. So a fact that
could not be applied is never lost: it stays in the outbox, and is tried again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from cti.ami.errors import FateUnknownError, LinkDownError
from cti.ami.events import CtiAnswered
from cti.ami.resync import OutboxEntry
from cti.calls import ledger
from cti.calls.facts import Fact, OutcomeFact, Told, order_facts, read_fact
from cti.calls.sinks import FactSink
from cti.calls.traces import Traces
from cti.db import Database, Unit

log = logging.getLogger(__name__)

BATCH = 200
MAX_WAITING = 50_000
BUSY_S = 0.05
LINGER_S = 0.04
"""While facts keep coming, a batch gathers for so long: 25 transactions a second at most."""

RETRY_S = 1.0
MAX_RETRY_S = 30.0

Item = Told | Fact
Acknowledge = Callable[[Sequence[OutboxEntry]], Awaitable[None]]


class Inbox:
    """Takes facts from the event loop at once, applies them in a task of its own."""

    def __init__(
        self,
        db: Database,
        sinks: Mapping[str, FactSink],
        acknowledge: Acknowledge,
        traces: Traces,
        *,
        name: str,
        on_overflow: Callable[[], None],
    ) -> None:
        self._db, self._sinks, self._acknowledge, self._traces = db, sinks, acknowledge, traces
        self._name, self._on_overflow = name, on_overflow
        self._waiting: deque[Item] = deque()
        self._later: dict[Item, None] = {}  # what failed; a fact that comes again is one
        self._later_at = 0.0  # loop time of its next try
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._clear = asyncio.Event()
        self._clear.set()
        self._task: asyncio.Task[None] | None = None
        self._retry_s = RETRY_S
        self._last_batch = 0.0
        self.applied = 0
        self.unknown = 0

    def put(self, item: Item) -> None:
        """Take one fact; applied as soon as those before it are."""
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()  # the outbox has them all; the resync that follows brings them
            self._on_overflow()
            return
        self._waiting.append(item)
        self._idle.clear()
        self._clear.clear()
        self._news.set()

    def put_all(self, items: Iterable[Item]) -> None:
        """Take several."""
        for item in items:
            self.put(item)

    async def start(self) -> None:
        """Begin to apply."""
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name=f"inbox {self._name}")

    async def stop(self) -> None:
        """Apply what waits, then end. What fails now is still in the PBX's outbox."""
        task, self._task = self._task, None
        if task is None:
            return
        try:
            async with asyncio.timeout(2.0):
                await self.drained()
        except TimeoutError:
            log.warning("inbox %s: stopped with %d facts waiting", self._name, len(self._waiting))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def drained(self) -> None:
        """Wait until nothing is waiting to be applied for the first time."""
        await self._idle.wait()

    async def applied_all(self) -> None:
        """Wait until everything is applied, what failed at first too."""
        await self._clear.wait()

    async def _work(self) -> None:
        while True:
            if not self._waiting:
                self._idle.set()
                if not self._later:
                    self._clear.set()
                await self._wait()
            await self._gather()
            self._try_later_ones()  # a campaign's news never stop coming
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            if batch:
                await self._apply_or_split(batch)
            if not self._later:
                self._retry_s = RETRY_S

    async def _gather(self) -> None:
        """Under load, let a few facts come together: one transaction costs little more than one.

        A lone fact is applied at once.
        """
        begun = asyncio.get_running_loop().time()
        if begun - self._last_batch < BUSY_S:
            await asyncio.sleep(LINGER_S)
        self._last_batch = asyncio.get_running_loop().time()

    async def _wait(self) -> None:
        self._news.clear()
        if self._waiting:
            return
        try:
            async with asyncio.timeout_at(self._later_at if self._later else None):
                await self._news.wait()
        except TimeoutError:
            self._try_later_ones()

    def _try_later_ones(self) -> None:
        """Put what failed before to the end of what waits, if it is time."""
        if self._later and asyncio.get_running_loop().time() >= self._later_at:
            self._retry_s = min(self._retry_s * 2, MAX_RETRY_S)
            self._waiting.extend(self._later)
            self._later = {}

    def _put_off(self, items: Iterable[Item]) -> None:
        if not self._later:
            self._later_at = asyncio.get_running_loop().time() + self._retry_s
        self._later.update(dict.fromkeys(items))

    async def _apply_or_split(self, batch: list[Item]) -> None:
        """Apply a batch; if that fails, attempt by attempt, so that one can't hold up the rest."""
        if await self._try(batch) is None:
            return
        groups: dict[str, list[Item]] = {}
        for item in batch:
            groups.setdefault(_attempt_of(item), []).append(item)
        for attempt_id, items in groups.items():
            error = await self._try(items)
            if error is not None:
                log.error(
                    "inbox %s: %s not applied, comes again", self._name, attempt_id, exc_info=error
                )
                self._put_off(items)

    async def _try(self, batch: list[Item]) -> Exception | None:
        try:
            async with self._db.write() as unit:
                settled = await self._apply(unit, batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the facts must not be lost
            return error
        for attempt_id in settled:
            self._traces.forget(attempt_id)
        self.applied += len(batch)
        await self._acknowledge_all(batch)
        return None

    async def _apply(self, unit: Unit, batch: list[Item]) -> set[str]:
        ids = {_attempt_of(item) for item in batch}
        attempts = await ledger.find_attempts(unit.connection, ids, lock=True)
        if unknown := ids - attempts.keys():
            self.unknown += len(unknown)
            log.warning("inbox %s: facts of unknown attempts %s", self._name, sorted(unknown)[:5])
        by_kind: dict[str, list[Fact]] = {}
        for item in batch:
            if (attempt := attempts.get(_attempt_of(item))) is not None:
                fact = read_fact(item, attempt.kind) if isinstance(item, Told) else item
                by_kind.setdefault(attempt.kind, []).append(fact)
        for kind, facts in by_kind.items():
            if (sink := self._sinks.get(kind)) is None:
                log.warning("inbox %s: nobody handles attempts of kind %s", self._name, kind)
                continue
            ours = {fact.attempt_id: attempts[fact.attempt_id] for fact in facts}
            await sink.apply(unit, order_facts(facts), ours)
        return await self._store_traces(unit, by_kind)

    async def _store_traces(self, unit: Unit, by_kind: dict[str, list[Fact]]) -> set[str]:
        ended = {
            fact.attempt_id: fact
            for facts in by_kind.values()
            for fact in facts
            if isinstance(fact, OutcomeFact)
        }
        for attempt_id, fact in ended.items():
            self._traces.add(
                attempt_id,
                fact.ended_at,
                "outcome",
                outcome=fact.outcome.value,
                cause=fact.cause,
                tech_cause=fact.tech_cause,
            )
        lines = {attempt_id: self._traces.read(attempt_id) for attempt_id in ended}
        await ledger.save_traces(unit, {key: value for key, value in lines.items() if value})
        return set(ended)

    async def _acknowledge_all(self, batch: Sequence[Item]) -> None:
        kept = [
            item for item in batch if isinstance(item, Told) and not isinstance(item, CtiAnswered)
        ]
        if not kept:
            return
        try:
            await self._acknowledge(kept)
        except (LinkDownError, FateUnknownError) as error:
            # They are drained again at the next connect, and applied once all the same.
            log.info("inbox %s: not acknowledged (%s)", self._name, error.code)


def _attempt_of(item: Item) -> str:
    return item.attempt if isinstance(item, Told) else item.attempt_id
