"""A dialer on a real database, with PBXs that only remember what they were told to dial."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from cti.ami.actions import Action
from cti.calls import ledger
from cti.calls.facts import Fact, OutcomeFact, ReplyFact, order_facts
from cti.calls.outcome import Outcome
from cti.compliance.dnc import Dnc
from cti.db import Database
from cti.dialer import members, store
from cti.dialer.board import Board
from cti.dialer.boards import Boards
from cti.dialer.draw import Draw
from cti.dialer.facts import CampaignFacts
from cti.live.hub import Hub
from cti.schema import campaign_members, campaigns, prompts

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # a Friday, 12:00 in Hanoi


@dataclass
class Line:
    """Stands where the PBXs stand; what it is told to send stays here."""

    sent: list[Action] = field(default_factory=list)
    reported: list[Fact] = field(default_factory=list)

    def why_down(self, _pbx: str) -> str | None:
        return None

    def has_room(self, _pbx: str, _trunk: str) -> int:
        return 1000

    def spend(self, _pbx: str, _trunk: str, _calls: int) -> None:
        """Every call is allowed here."""

    async def send(self, _pbx: str, action: Action) -> None:
        self.sent.append(action)

    def report(self, _pbx: str, facts: Sequence[Fact]) -> None:
        self.reported += facts

    def look_up(self, _pbx: str) -> None:
        """Nothing is ever of unknown fate here."""

    def begin(self, _attempt_id: str, _at: datetime) -> None:
        """No traces are kept here."""

    def note(self, _attempt_id: str, _what: str, **_detail: object) -> None:
        """No traces are kept here."""


@dataclass
class Dialler:
    """The parts of the dialer, and the clock that they read."""

    db: Database
    hub: Hub
    boards: Boards
    dnc: Dnc
    draw: Draw
    facts: CampaignFacts
    lines: Line
    now: datetime = NOON

    async def add_campaign(self, numbers: Sequence[str], **changes: Any) -> Board:  # noqa: ANN401
        """A running campaign of these numbers."""
        async with self.db.write() as unit:
            prompt = await unit.connection.execute(
                insert(prompts)
                .values(name="p", kind="speech", sha256="0" * 64, seconds=1.0, created_at=self.now)
                .returning(prompts.c.id)
            )
            values = {
                "name": "Hội thảo",
                "state": "running",
                "purpose": "care",
                "pbx": "pbx",
                "trunk": "carrier",
                "caller_id": "02873001000",
                "prompt_id": prompt.scalar_one(),
                "keys": {"1": "registered", "2": "participated", "3": "cancelled"},
                "refuse_key": "9",
                "repeats": 2,
                "key_wait_s": 5,
                "ring_s": 30,
                "window": {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "24:00"},
                "retry": {
                    "busy": {"tries": 2, "after_s": 60},
                    "no_answer": {"tries": 2, "after_s": 600},
                    "congestion": {"tries": 1, "after_s": 0},
                    "no_key": {"tries": 2, "after_s": 60},
                },
                "max_concurrent": 50,
                "calls_per_second": 10,
                "created_at": self.now,
                "updated_at": self.now,
            }
            campaign_id = await store.insert_campaign(unit.connection, values | changes)
            plan = await store.find_plan(unit.connection, campaign_id)
            rows = [
                members.new_member(
                    campaign_id, typed=number, e164=number, name=None, state=None, now=self.now
                )
                for number in numbers
            ]
            added = await members.add_members(unit.connection, rows)
        assert plan is not None
        board = self.boards.add(plan)
        for standing in added:
            board.join(standing, 1, self.now)
        return board

    async def take(self, board: Board, room: int = 50) -> list[tuple[str, int]]:
        """Draw from the hopper; returns (attempt, member) of each call to place."""
        async with self.db.write() as unit:
            drawn = await self.draw.draw(unit, board, room, self.now)
        return [(row.attempt_id, row.member_id) for row in drawn.placements]

    async def tell(self, *facts: Fact) -> None:
        """Apply facts, as the inbox does."""
        async with self.db.write() as unit:
            attempts = await ledger.find_attempts(
                unit.connection, {fact.attempt_id for fact in facts}
            )
            await self.facts.apply(unit, order_facts(facts), attempts)

    async def list_members(self, board: Board) -> list[int]:
        async with self.db.read() as connection:
            query = select(campaign_members.c.id).where(
                campaign_members.c.campaign_id == board.plan.id
            )
            return list((await connection.execute(query)).scalars())

    async def member(self, member_id: int) -> Any:  # noqa: ANN401 - a row
        async with self.db.read() as connection:
            query = select(campaign_members).where(campaign_members.c.id == member_id)
            return (await connection.execute(query)).one()

    async def recount(self, board: Board) -> dict[Any, int]:
        async with self.db.read() as connection:
            counts = await members.count_standings(connection, [board.plan.id])
        return dict(counts.get(board.plan.id, []))

    async def set_state(self, board: Board, state: str) -> None:
        async with self.db.write() as unit:
            await unit.connection.execute(
                update(campaigns).where(campaigns.c.id == board.plan.id).values(state=state)
            )

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def numbers(count: int) -> list[str]:
    """Valid Vietnamese mobiles."""
    return [f"+8491200{index:04d}" for index in range(count)]


def press(dialler: Dialler, attempt: str, key: str, step: int = 1) -> ReplyFact:
    """A key press of this attempt."""
    return ReplyFact(attempt, step, key, dialler.now)


def end(dialler: Dialler, attempt: str, outcome: Outcome) -> OutcomeFact:
    """The attempt's end."""
    answered = dialler.now if outcome is Outcome.ANSWERED else None
    return OutcomeFact(attempt, outcome, 16, "", answered, dialler.now)
