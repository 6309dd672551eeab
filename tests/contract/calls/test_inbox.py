import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cti.ami.errors import LinkDownError
from cti.ami.events import CtiAnswered, CtiOutcome, CtiReply
from cti.ami.resync import OutboxEntry
from cti.calls import inbox as inbox_module
from cti.calls import ledger
from cti.calls.facts import AttemptRow, Fact, OutcomeFact, ReplyFact
from cti.calls.inbox import Inbox
from cti.calls.ledger import NewAttempt
from cti.calls.outcome import Outcome
from cti.calls.sinks import ClickFacts
from cti.calls.traces import Traces
from cti.db import Database, Unit
from cti.schema import attempts

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Recorder:
    """A sink of campaigns that stores replies and settles, and can be told to fail."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.batches: list[int] = []
        self.broken: set[str] = set()

    async def apply(
        self, unit: Unit, facts: Sequence[Fact], attempts: Mapping[str, AttemptRow]
    ) -> None:
        assert {fact.attempt_id for fact in facts} == set(attempts)
        self.batches.append(len(facts))
        for fact in facts:
            if fact.attempt_id in self.broken:
                raise RuntimeError(fact.attempt_id)
        for fact in facts:
            if isinstance(fact, OutcomeFact):
                await ledger.settle(unit, fact.attempt_id, fact.outcome, ended_at=fact.ended_at)
        unit.after_commit(lambda: self.facts.extend(facts))


class Pbx:
    """Stands for the PBX's outbox: what is acknowledged goes."""

    def __init__(self) -> None:
        self.acknowledged: list[OutboxEntry] = []
        self.is_down = False

    async def acknowledge(self, entries: Sequence[OutboxEntry]) -> None:
        if self.is_down:
            raise LinkDownError(why="ami.unreachable")
        self.acknowledged.extend(entries)


class World:
    def __init__(self, db: Database) -> None:
        self.db, self.campaign, self.pbx, self.traces = db, Recorder(), Pbx(), Traces()
        self.overflows = 0
        self.inbox = Inbox(
            db,
            {"click": ClickFacts(), "campaign": self.campaign},
            self.pbx.acknowledge,
            self.traces,
            name="main",
            on_overflow=self.count_overflow,
        )

    def count_overflow(self) -> None:
        self.overflows += 1

    async def reserve(self, count: int, kind: str = "campaign") -> None:
        wanted = [
            NewAttempt(f"at_{number}", kind, "main", "carrier", f"+8491{number:07d}", NOW)
            for number in range(count)
        ]
        async with self.db.write() as unit:
            assert await ledger.reserve(unit, wanted) == set()

    async def read(self, attempt_id: str) -> sa.Row:  # type: ignore[type-arg]
        async with self.db.read() as connection:
            query = sa.select(attempts).where(attempts.c.id == attempt_id)
            return (await connection.execute(query)).one()


@pytest.fixture
async def world(db: Database) -> AsyncIterator[World]:
    made = World(db)
    await made.inbox.start()
    yield made
    await made.inbox.stop()


def end(attempt_id: str, cause: int = 17, dial_status: str = "") -> CtiOutcome:
    return CtiOutcome(attempt_id, cause, "", None, NOW, dial_status)


async def test_a_burst_is_applied_in_few_transactions_and_acknowledged_after_them(
    world: World,
) -> None:
    await world.reserve(500)
    world.inbox.put_all(end(f"at_{number}") for number in range(500))
    await world.inbox.drained()
    assert len(world.campaign.facts) == 500
    assert max(world.campaign.batches) == 200
    assert len(world.campaign.batches) <= 4
    assert len(world.pbx.acknowledged) == 500


async def test_facts_of_one_attempt_are_applied_in_the_order_of_its_life(world: World) -> None:
    await world.reserve(1)
    world.inbox.put_all(
        [
            end("at_0"),
            CtiReply("at_0", 2, "1", NOW),
            CtiReply("at_0", 1, "5", NOW),
            CtiAnswered("at_0", NOW, "at_0", "at_0", "PJSIP/carrier-00000001"),
        ]
    )
    await world.inbox.drained()
    kinds = [(type(fact).__name__, getattr(fact, "step", None)) for fact in world.campaign.facts]
    assert kinds == [
        ("AnsweredFact", None),
        ("ReplyFact", 1),
        ("ReplyFact", 2),
        ("OutcomeFact", None),
    ]
    assert len(world.pbx.acknowledged) == 3  # an answer is not in the outbox


async def test_facts_of_unknown_attempts_are_acknowledged_and_counted(world: World) -> None:
    world.inbox.put(CtiReply("at_stranger", 1, "1", NOW))
    await world.inbox.drained()
    assert world.campaign.facts == []
    assert len(world.pbx.acknowledged) == 1
    assert world.inbox.unknown == 1


async def test_one_fact_that_fails_holds_up_no_other_and_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "RETRY_S", 0.05)
    world.inbox._retry_s = 0.05
    await world.reserve(3)
    world.campaign.broken = {"at_1"}
    world.inbox.put_all(end(f"at_{number}") for number in range(3))
    await world.inbox.drained()
    assert {fact.attempt_id for fact in world.campaign.facts} == {"at_0", "at_2"}
    assert {entry.attempt for entry in world.pbx.acknowledged} == {"at_0", "at_2"}
    world.campaign.broken = set()
    async with asyncio.timeout(5):
        await world.inbox.applied_all()
    assert (await world.read("at_1")).outcome == "busy"


async def test_what_failed_is_tried_again_though_other_facts_never_stop_coming(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "RETRY_S", 0.2)
    world.inbox._retry_s = 0.2
    await world.reserve(60)
    world.campaign.broken = {"at_0"}
    world.inbox.put(end("at_0"))
    await world.inbox.drained()
    world.campaign.broken = set()
    for number in range(1, 60):
        world.inbox.put(end(f"at_{number}"))
        await asyncio.sleep(0.05)
        if (await world.read("at_0")).outcome == "busy":
            break
    assert number < 59


async def test_a_fact_that_fails_for_good_is_kept_once_however_often_it_comes(
    world: World,
) -> None:
    await world.reserve(1)
    world.campaign.broken = {"at_0"}
    for _ in range(5):  # each look at the outbox brings it again
        world.inbox.put(end("at_0"))
        await world.inbox.drained()
    assert len(world.inbox._later) == 1


async def test_without_a_link_facts_are_applied_all_the_same(world: World) -> None:
    await world.reserve(1)
    world.pbx.is_down = True
    world.inbox.put(end("at_0"))
    await world.inbox.drained()
    assert (await world.read("at_0")).outcome == "busy"
    world.pbx.is_down = False
    world.inbox.put(end("at_0"))  # drained again at the next connect
    await world.inbox.drained()
    assert len(world.pbx.acknowledged) == 1


async def test_a_click_to_call_is_settled_with_its_own_reading_of_the_cause(world: World) -> None:
    await world.reserve(2, "click")
    world.inbox.put(end("at_0", 19))
    world.inbox.put(end("at_1", 16, "NOANSWER"))
    await world.inbox.drained()
    assert (await world.read("at_0")).outcome == Outcome.AGENT_NO_ANSWER
    assert (await world.read("at_1")).outcome == Outcome.NO_ANSWER


async def test_a_settled_attempt_keeps_what_happened_to_it(world: World) -> None:
    await world.reserve(1, "click")
    world.traces.begin("at_0", NOW)
    world.traces.add("at_0", NOW, "gate", verdict="allow")
    world.inbox.put(end("at_0"))
    await world.inbox.drained()
    row = await world.read("at_0")
    assert [line[1] for line in row.trace] == ["gate", "outcome"]
    assert world.traces.read("at_0") is None


async def test_the_same_facts_again_change_nothing(world: World) -> None:
    await world.reserve(1)
    for _ in range(3):
        world.inbox.put(OutcomeFact("at_0", Outcome.BUSY, 17, "", None, NOW))
        world.inbox.put(ReplyFact("at_0", 1, "1", NOW))
    world.inbox.put(OutcomeFact("at_0", Outcome.LOST, None, "", None, NOW))
    await world.inbox.drained()
    assert (await world.read("at_0")).outcome == "busy"


async def test_too_much_at_once_asks_for_a_resync_instead_of_growing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "MAX_WAITING", 100)
    world.inbox.put_all(end(f"at_{number}") for number in range(101))
    assert world.overflows == 1
    assert len(world.inbox._waiting) == 0
