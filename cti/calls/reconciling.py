"""Looks up attempts of unknown fate on their PBX until none is left undecided."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from cti.ami.client import AmiLink
from cti.ami.errors import FateUnknownError, LinkDownError
from cti.ami.resync import PbxSnapshot, read_snapshot
from cti.calls import ledger
from cti.calls.facts import AttemptRow, Fact, OutcomeFact
from cti.calls.outcome import Outcome
from cti.calls.reconcile import Verdict, judge
from cti.clock import Clock
from cti.db import Database

log = logging.getLogger(__name__)

AGAIN_S = 1.0
"""Until the next look while something is undecided. No attempt waits longer than GRACE."""

PATROL_S = 30.0
"""Between two looks at attempts this old and older, though nothing is in doubt: should a PBX ever
leave events out (a filter set wrong, a queue that overflowed), nobody else would notice."""

OUTCOMES = {Verdict.NOT_PLACED: Outcome.NOT_PLACED, Verdict.LOST: Outcome.LOST}


class Reconciler:
    """The reconciling of one PBX. `request` it after each resync and when in doubt."""

    def __init__(
        self,
        link: AmiLink,
        db: Database,
        clock: Clock,
        *,
        on_snapshot: Callable[[PbxSnapshot], None],
        report: Callable[[Fact], None],
    ) -> None:
        self._link, self._db, self._clock = link, db, clock
        self._on_snapshot, self._report = on_snapshot, report
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.started_at: datetime | None = None
        """When the PBX was started, by our clock; None until it told its uptime."""

    def request(self) -> None:
        """Look, as soon as the link is up; asking again meanwhile is one look."""
        self._wanted.set()

    async def start(self) -> None:
        """Begin to serve requests."""
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name=f"reconcile {self._link.name}")

    async def stop(self) -> None:
        """Look no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            asked = await self._wait()
            await self._link.wait_up()
            self._wanted.clear()
            if await self._look_safely(timedelta(0) if asked else timedelta(seconds=PATROL_S)):
                await asyncio.sleep(AGAIN_S)
                self._wanted.set()

    async def _wait(self) -> bool:
        """Until the next look is due; whether somebody asked for it."""
        try:
            async with asyncio.timeout(PATROL_S):
                await self._wanted.wait()
        except TimeoutError:
            return False
        return True

    async def _look_safely(self, age: timedelta) -> bool:
        """One look; whether another is needed."""
        try:
            return await self.look(age)
        except (LinkDownError, FateUnknownError) as error:
            log.info("reconcile %s: %s, again when the link is up", self._link.name, error.code)
        except Exception:
            log.exception("reconcile %s failed, comes again", self._link.name)
        return True

    async def look(self, age: timedelta = timedelta(0)) -> bool:
        """Judge every live attempt of this PBX that is so old; whether some are undecided."""
        if not await self._find_live(age):
            return False
        if self.started_at is None:
            return True
        snapshot = await read_snapshot(self._link)
        self._on_snapshot(snapshot)
        # The ledger is read last: what was settled meanwhile is out of it, and what was
        # reserved meanwhile is too young to be judged.
        return self._judge_all(await self._find_live(age), snapshot, self.started_at)

    async def _find_live(self, age: timedelta) -> list[AttemptRow]:
        before = self._clock() - age
        async with self._db.read() as connection:
            attempts = await ledger.live_attempts(connection, self._link.name)
        return [attempt for attempt in attempts if attempt.created_at <= before]

    def _judge_all(
        self, attempts: list[AttemptRow], snapshot: PbxSnapshot, started_at: datetime
    ) -> bool:
        now = self._clock()
        outbox = {entry.attempt for entry in snapshot.outbox}
        undecided = False
        for attempt in attempts:
            verdict = judge(attempt, snapshot.live_attempts, outbox, started_at, now)
            undecided |= verdict in {Verdict.WAIT, Verdict.IN_OUTBOX}
            if (outcome := OUTCOMES.get(verdict)) is not None:
                log.info("attempt %s: %s", attempt.id, outcome)
                fact = OutcomeFact(attempt.id, outcome, None, "", attempt.answered_at, now)
                self._report(fact)
        return undecided
