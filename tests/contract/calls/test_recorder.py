"""What a call leaves behind in the tables, from the events of real traces."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cti.agents.people import PeopleBook
from cti.ami.decode import decode
from cti.ami.events import Event, Hangup
from cti.ami.wire import FrameReader
from cti.bus import Bus
from cti.calls import ledger
from cti.calls.facts import AttemptRow
from cti.calls.identity import Identities
from cti.calls.ledger import NewAttempt
from cti.calls.messages import CallChanged, PbxResynced
from cti.calls.outcome import Outcome
from cti.calls.recorder import Recorder
from cti.calls.tracker import Tracker
from cti.crm.shapes import ContactMatch
from cti.db import Database
from cti.schema import call_legs, calls, contacts, customers, users

TRACES = Path(__file__).parents[2] / "traces"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def read_trace(name: str) -> list[Event]:
    frames = FrameReader().feed((TRACES / f"{name}.ami").read_bytes())
    return [event for frame in frames if (event := decode(frame)) is not None]


class World:
    def __init__(self, db: Database) -> None:
        self.db, self.bus, self.now = db, Bus(), NOW
        self.people = PeopleBook(db, self.bus)
        self.identities = Identities(self.bus, self.match, self.find_attempt)
        self.recorder = Recorder(db, self.bus, lambda: self.now, self.people, self.identities)
        self.tracker = Tracker("main")

    async def match(self, e164: str) -> list[ContactMatch]:
        if e164 != "+84912345678":
            return []
        return [
            ContactMatch(
                contact_id=1,
                customer_id=1,
                name="Hồng",
                customer="Hồng",
                customer_kind="person",
                title=None,
                owner=None,
            )
        ]

    async def find_attempt(self, attempt_id: str) -> AttemptRow | None:
        async with self.db.read() as connection:
            return (await ledger.find_attempts(connection, [attempt_id])).get(attempt_id)

    async def fill(self) -> None:
        stamps = {"created_at": NOW, "updated_at": NOW}
        async with self.db.write() as unit:
            run = unit.connection.execute
            await run(
                sa.insert(users).values(
                    id=1,
                    username="linh",
                    name="Linh",
                    role="agent",
                    extension="101",
                    password_hash="-",
                    created_at=NOW,
                )
            )
            await run(
                sa.insert(customers).values(
                    id=1,
                    code="KH1",
                    kind="person",
                    stage="lead",
                    name="Hồng",
                    name_key="hong",
                    **stamps,
                )
            )
            await run(
                sa.insert(contacts).values(
                    id=1, customer_id=1, name="Hồng", name_key="hong", is_primary=True, **stamps
                )
            )
        await self.people.load()

    async def tell(self, events: list[Event]) -> None:
        for event in events:
            self.now += timedelta(milliseconds=10)
            for call, what in self.tracker.apply(event, self.now):
                self.bus.publish(CallChanged(call, what, self.now))
            for task in list(self.identities._tasks):
                await task

    async def reserve(self, attempt_id: str, kind: str, **columns: int) -> None:
        wanted = NewAttempt(attempt_id, kind, "main", "carrier", "+84900000020", NOW, **columns)
        async with self.db.write() as unit:
            await ledger.reserve(unit, [wanted])

    async def read(self, table: sa.Table) -> list[sa.Row]:  # type: ignore[type-arg]
        async with self.db.read() as connection:
            return list((await connection.execute(sa.select(table))).all())


@pytest.fixture
async def world(db: Database) -> AsyncIterator[World]:
    made = World(db)
    await made.fill()
    yield made
    await made.recorder.stop()


@pytest.mark.requirement("R233", "R236")
async def test_an_answered_queue_call_is_kept_with_agent_contact_and_every_leg(
    world: World,
) -> None:
    await world.tell(read_trace("inbound-queue-answered"))
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.direction, row.kind, row.state) == ("inbound", "inbound", "ended")
    assert (row.number, row.e164, row.did) == ("0912345678", "+84912345678", "02873001000")
    assert (row.user_id, row.contact_id, row.customer_id) == (1, 1, 1)
    assert (row.outcome, row.cause) == ("answered", 16)
    assert row.started_at < row.answered_at < row.ended_at
    assert row.wrapped_at is None  # Linh has after-call work
    (customer,) = [found for found in await world.read(customers) if found.id == row.customer_id]
    assert customer.last_contact_at == row.ended_at
    legs = await world.read(call_legs)
    assert len(legs) == 11
    assert sorted(leg.extension for leg in legs if leg.extension and leg.answered_at) == ["101"]
    assert world.identities.find(row.id) is None


async def test_a_missed_call_needs_no_wrap_up(world: World) -> None:
    await world.tell(read_trace("inbound-queue-abandoned"))
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.outcome, row.user_id, row.answered_at) == ("no_answer", None, None)
    assert row.wrapped_at is not None


async def test_a_campaign_call_is_written_once_at_its_end_with_what_the_ledger_knows(
    world: World,
) -> None:
    await world.reserve("at_trace_key", "campaign", contact_id=1)
    *before, last = [event for event in read_trace("campaign-key") if "Device" not in str(event)]
    await world.tell(before)
    await world.recorder.flush()
    assert await world.read(calls) == []
    async with world.db.write() as unit:
        await ledger.settle(unit, "at_trace_key", Outcome.NO_KEY, ended_at=NOW)
    await world.tell([last])
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.id, row.kind, row.outcome) == ("at_trace_key", "campaign", "no_key")
    assert (row.e164, row.contact_id, row.customer_id) == ("+84900000020", 1, 1)
    assert row.wrapped_at is not None


async def test_a_click_to_call_is_written_at_birth_answer_and_end_as_one_row(world: World) -> None:
    await world.reserve("at_trace_click", "click", user_id=1, contact_id=1)
    states = []
    for event in read_trace("click-to-call"):
        await world.tell([event])
        await world.recorder.flush()
        rows = await world.read(calls)
        if rows and (not states or states[-1] != rows[0].state):
            states.append(rows[0].state)
    assert states == ["dialling", "ringing", "talking", "ended"]
    (row,) = await world.read(calls)
    assert (row.user_id, row.contact_id, row.outcome) == (1, 1, "answered")
    assert len(await world.read(call_legs)) == 2


async def test_a_busy_click_to_call_has_its_outcome_before_the_ledger_settles(
    world: World,
) -> None:
    await world.reserve("at_trace_clickbusy", "click", user_id=1)
    await world.tell(read_trace("click-to-call-busy"))
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.outcome, row.user_id) == ("busy", 1)


async def test_what_an_agent_said_of_a_call_survives_later_writes(world: World) -> None:
    *most, _ = read_trace("inbound-queue-answered")
    await world.tell(most[: len(most) // 2])
    await world.recorder.flush()
    wrapped = NOW + timedelta(hours=1)
    async with world.db.write() as unit:
        await unit.connection.execute(
            sa.update(calls).values(disposition="agreed", wrapped_at=wrapped)
        )
    await world.tell(most[len(most) // 2 :])
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.disposition, row.wrapped_at, row.state) == ("agreed", wrapped, "ended")


async def test_calls_of_an_earlier_life_that_are_gone_are_ended_and_live_ones_are_not(
    world: World,
) -> None:
    events = read_trace("inbound-queue-answered")
    await world.tell(events[:10])
    (call,) = world.tracker.calls.values()
    await world.recorder.flush()
    later = world.now + timedelta(minutes=1)
    world.bus.publish(PbxResynced("main", (call.id,), later))
    world.bus.publish(PbxResynced("elsewhere", (), later))
    await world.recorder.flush()
    assert (await world.read(calls))[0].ended_at is None
    world.bus.publish(PbxResynced("main", (), later))
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.state, row.outcome, row.ended_at) == ("ended", None, later)
    legs = await world.read(call_legs)
    assert len(legs) > 1
    assert {leg.ended_at for leg in legs} == {later}


@pytest.mark.requirement("R035")
async def test_an_answered_call_that_ended_unseen_moves_on_when_the_customer_was_in_contact(
    world: World,
) -> None:
    events = read_trace("inbound-queue-answered")
    begun = next(n for n, event in enumerate(events) if isinstance(event, Hangup))
    await world.tell(events[:begun])  # they talk
    await world.recorder.flush()
    later = world.now + timedelta(minutes=1)
    world.bus.publish(PbxResynced("main", (), later))
    await world.recorder.flush()
    (row,) = await world.read(calls)
    assert (row.outcome, row.customer_id) == ("answered", 1)
    assert (await world.read(customers))[0].last_contact_at == later


async def test_a_call_that_the_database_will_not_take_holds_up_no_other(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.reserve("at_trace_click", "click", user_id=1)
    await world.tell(read_trace("click-to-call"))
    await world.tell(read_trace("inbound-queue-answered"))
    for call in world.recorder._dirty.values():
        if call.kind == "click":
            call.kind = None  # type: ignore[assignment]  # NOT NULL in the table
    await world.recorder.flush()
    assert [row.kind for row in await world.read(calls)] == ["inbound"]
    assert "can't be recorded" in caplog.text


async def test_the_recorder_writes_by_itself_a_moment_later(world: World) -> None:
    await world.recorder.start()
    await world.tell(read_trace("inbound-queue-abandoned"))
    await world.recorder.stop()
    assert len(await world.read(calls)) == 1
