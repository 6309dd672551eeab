"""Takes members from the hopper and dials them. One task for all campaigns.

A call's way: hopper → gate → ledger, in one transaction → Originate. Nothing is dialled that is
not committed first. The task sleeps until the next thing is due and is woken by what makes room:
a call that ended, a campaign that was started, a PBX that came back.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cti.clock import Clock
from cti.compliance.rules import Reason as GateReason
from cti.compliance.rules import Rules
from cti.compliance.window import windows_open
from cti.db import Database
from cti.dialer import hopper, store
from cti.dialer.board import Board
from cti.dialer.boards import Boards
from cti.dialer.campaign import Command, State, next_state
from cti.dialer.draw import Draw, Placement
from cti.dialer.hold import Facts, Reason, explain
from cti.dialer.lines import Lines
from cti.dialer.pacing import count_room
from cti.dialer.send import Sender
from cti.pacing import Bucket

log = logging.getLogger(__name__)

BATCH = 50
"""Members taken in one transaction: a trade of commits against how long others wait."""

SHORTEST_S = 0.05
"""Pause between two rounds at full speed: at 100 calls/s a round takes about five members."""

LONGEST_S = 1.0
"""Without anything due the task still looks around, to renew estimates and rates on the pages."""


class Runner:
    """The dialling loop."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        lines: Lines,
        draw: Draw,
        sender: Sender,
        rules: Rules,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._database = database
        self._boards = boards
        self._lines = lines
        self._draw = draw
        self._sender = sender
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._buckets: dict[int, Bucket] = {}
        self._next_due: dict[int, datetime | None] = {}
        self._moved: set[int] = set()  # campaigns whose `_next_due` was found wrong meanwhile
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("sending failed", exc_info=error)

    async def finish_sending(self) -> None:
        """Wait for Originates that are on their way; at stop, when no round runs any more."""
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._sender.finish()

    def wake(self) -> None:
        """Look again now: something has changed."""
        self._wake.set()

    async def run(self) -> None:
        """Dial until cancelled. A round that fails is logged and tried again."""
        while True:
            self._wake.clear()
            started = time.monotonic()
            try:
                pause = await self._round()
            except Exception:
                log.exception("dialling round failed")
                pause = LONGEST_S
            await asyncio.sleep(max(0.0, SHORTEST_S - (time.monotonic() - started)))
            try:
                async with asyncio.timeout(min(pause, LONGEST_S)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _round(self) -> float:
        pause = LONGEST_S
        for board in self._boards:
            if board.plan.state is State.RUNNING:
                pause = min(pause, await self._serve(board))
            else:
                board.set_hold(self._explain(board, self._clock()), self._clock())
        return pause

    async def _serve(self, board: Board) -> float:
        now, plan = self._clock(), board.plan
        board.refresh(now)
        bucket = self._buckets.setdefault(plan.id, Bucket(plan.calls_per_second))
        bucket.rate = plan.calls_per_second
        reason = self._explain(board, now)
        if reason is not None and reason.code in {"empty", "exhausted"}:
            await self._finish(board)
            return LONGEST_S
        pause = LONGEST_S
        if reason is None or reason.code == "retry_wait":
            pause = await self._dial(board, bucket)
            reason = self._explain(board, self._clock())
        board.set_hold(reason, now)
        return pause

    async def _dial(self, board: Board, bucket: Bucket) -> float:
        plan = board.plan
        tokens = min(bucket.available(time.monotonic()), self._lines.has_room(plan.pbx, plan.trunk))
        room = count_room(len(board.calls), plan.max_concurrent, tokens, BATCH)
        if room == 0:
            return bucket.wait(time.monotonic()) or SHORTEST_S
        placements = await self._take(board, room)
        bucket.take(len(placements))
        self._lines.spend(plan.pbx, plan.trunk, len(placements))
        if placements:
            # A PBX that is slow to answer must not hold up the campaigns of another.
            task = asyncio.create_task(self._sender.send(plan, placements))
            self._sending.add(task)
            task.add_done_callback(self._sent)
        return bucket.wait(time.monotonic()) if placements else self._until_due(plan.id)

    async def _take(self, board: Board, room: int) -> Sequence[Placement]:
        plan, now = board.plan, self._clock()
        due = self._next_due.get(plan.id)
        if due is not None and due > now:
            return ()  # the hopper said when to ask again
        self._moved.discard(plan.id)
        async with self._database.write() as unit:
            await self._sender.note_in(unit)
            drawn = await self._draw.draw(unit, board, room, now)
            due = None if drawn.taken else await hopper.next_due(unit.connection, plan.id)
        self._next_due[plan.id] = None if plan.id in self._moved else due
        return drawn.placements

    def _until_due(self, campaign_id: int) -> float:
        due = self._next_due.get(campaign_id)
        if due is None:
            return SHORTEST_S
        return max(SHORTEST_S, (due - self._clock()) / timedelta(seconds=1))

    def members_changed(self, campaign_id: int) -> None:
        """Somebody may be due earlier than the hopper said."""
        self._next_due.pop(campaign_id, None)
        self._moved.add(campaign_id)
        self.wake()

    def _explain(self, board: Board, now: datetime) -> Reason | None:
        plan = board.plan
        opens = self._find_opening(board, now)
        facts = Facts(
            state=plan.state,
            members=board.tally.members,
            calling=board.tally.count(dial="calling"),
            waiting=board.tally.count(dial="waiting"),
            next_due=self._next_due.get(plan.id),
            window_is_open=opens is not None and opens <= now,
            window_opens=opens,
            pbx_down=self._lines.why_down(plan.pbx),
            # While calls go out as others end, nothing is held up: it is the limit at work.
            at_limit=len(board.calls) >= plan.max_concurrent and not board.minutes.rate(now),
        )
        return explain(facts, now)

    def _find_opening(self, board: Board, now: datetime) -> datetime | None:
        """When the campaign's own hours and the law's are both open; None if they never are."""
        plan, hours = board.plan, self._rules.hours
        windows = [(plan.window, self._zone)]
        answer = self._rules.answers[GateReason.WINDOW]
        if hours is not None and answer.campaign is not None and plan.purpose in answer.purposes:
            # By the server's clock, the page's; the gate itself reads the law's clock per number.
            windows.append((hours.window, self._zone))
        return windows_open(now, windows)

    async def _finish(self, board: Board) -> None:
        now, plan = self._clock(), board.plan
        after = next_state(plan.state, Command.EXHAUST)
        async with self._database.write() as unit:
            if await hopper.next_due(unit.connection, plan.id) is not None:
                return  # somebody has joined meanwhile
            values = {"state": after, "finished_at": now}
            if not await store.move_campaign(unit.connection, plan.id, plan.state, values):
                return
            changed = await store.find_plan(unit.connection, plan.id)
        if changed is not None:
            board.set_plan(changed, now)
