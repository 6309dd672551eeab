"""The boards of all campaigns, loaded at start and kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.bus import Bus
from cti.calls.messages import CallChanged
from cti.clock import Clock
from cti.db import Database
from cti.dialer import members, store
from cti.dialer.board import Board, LiveCall
from cti.dialer.minutes import SHOWN
from cti.dialer.plan import Plan
from cti.dialer.tally import count_all
from cti.live.hub import Hub
from cti.schema import attempts, campaign_members, replies


class Boards:
    """Every campaign's board, by campaign id."""

    def __init__(self, database: Database, hub: Hub, clock: Clock) -> None:
        self._database = database
        self._hub = hub
        self._clock = clock
        self._boards: dict[int, Board] = {}

    def __getitem__(self, campaign_id: int) -> Board:
        return self._boards[campaign_id]

    def __iter__(self) -> Iterator[Board]:
        return iter(tuple(self._boards.values()))

    def __contains__(self, campaign_id: int) -> bool:
        return campaign_id in self._boards

    def follow(self, bus: Bus) -> None:
        """Show calls as they begin to ring."""
        bus.subscribe(CallChanged, self._show_ringing)

    def _show_ringing(self, message: CallChanged) -> None:
        call = message.call
        if call.kind == "campaign" and call.state == "ringing":
            for board in self._boards.values():
                board.progress(call.id, "ringing")

    def add(self, plan: Plan) -> Board:
        """A campaign was made."""
        board = Board(self._hub, plan, count_all(plan.refuse_key, ()))
        self._boards[plan.id] = board
        board.show(self._clock())
        return board

    async def load(self) -> None:
        """Count everything afresh; at start."""
        now = self._clock()
        async with self._database.read() as connection:
            counts = await members.count_standings(connection)
            for plan in await store.list_plans(connection):
                tally = count_all(plan.refuse_key, counts.get(plan.id, ()))
                board = Board(self._hub, plan, tally)
                self._boards[plan.id] = board
                await self._load_minutes(connection, board, now)
            await self._load_calls(connection)
        for board in self:
            board.show(now)

    async def _load_minutes(self, connection: AsyncConnection, board: Board, now: datetime) -> None:
        since = now - timedelta(minutes=SHOWN)
        this = attempts.c.campaign_id == board.plan.id
        times = select(attempts.c.created_at, attempts.c.answered_at).where(
            this, attempts.c.created_at >= since
        )
        for created_at, answered_at in await connection.execute(times):
            board.minutes.column(created_at)[1].dialled += 1
            if answered_at:
                board.minutes.column(answered_at)[1].answered += 1
        keys = select(replies.c.key, replies.c.at).join(attempts).where(this, replies.c.at >= since)
        for key, at in await connection.execute(keys):
            board.minutes.column(at)[1].keys[key] += 1

    async def _load_calls(self, connection: AsyncConnection) -> None:
        query = (
            select(
                attempts.c.id,
                attempts.c.campaign_id,
                attempts.c.member_id,
                campaign_members.c.name,
                attempts.c.e164,
                attempts.c.created_at,
                attempts.c.answered_at,
            )
            .join(campaign_members, campaign_members.c.id == attempts.c.member_id)
            .where(attempts.c.live)
        )
        for (
            attempt_id,
            campaign_id,
            member_id,
            name,
            e164,
            since,
            answered,
        ) in await connection.execute(query):
            state = "listening" if answered else "dialling"
            call = LiveCall(attempt_id, member_id, name, e164, since, state)
            self._boards[campaign_id].calls[attempt_id] = call
