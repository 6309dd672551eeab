"""Looks up attempts of unknown fate on their PBX until none is left undecided."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

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
            await self._wanted.wait()
            await self._link.wait_up()
            self._wanted.clear()
            if await self._look_safely():
                await asyncio.sleep(AGAIN_S)
                self._wanted.set()

    async def _look_safely(self) -> bool:
        """One look; whether another is needed."""
        try:
            return await self.look()
        except (LinkDownError, FateUnknownError) as error:
            log.info("reconcile %s: %s, again when the link is up", self._link.name, error.code)
        except Exception:
            log.exception("reconcile %s failed, comes again", self._link.name)
        return True

    async def look(self) -> bool:
        """Judge every live attempt of this PBX; whether some are still undecided."""
        async with self._db.read() as connection:
            if not await ledger.live_attempts(connection, self._link.name):
                return False
        if self.started_at is None:
            return True
        snapshot = await read_snapshot(self._link)
        self._on_snapshot(snapshot)
        # The ledger is read last: what was settled meanwhile is out of it, and what was
        # reserved meanwhile is too young to be judged.
        async with self._db.read() as connection:
            attempts = await ledger.live_attempts(connection, self._link.name)
        return self._judge_all(attempts, snapshot, self.started_at)

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
