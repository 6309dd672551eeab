from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cti.calls import batch, ledger
from cti.calls.facts import ReplyFact
from cti.calls.ledger import NewAttempt
from cti.calls.outcome import Outcome
from cti.db import Database
from cti.schema import attempts, replies

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def make_attempt(number: int, e164: str | None = None) -> NewAttempt:
    return NewAttempt(f"at_{number}", "click", "main", "carrier", e164 or f"+8491{number:07d}", NOW)


async def reserve(db: Database, *wanted: NewAttempt) -> set[str]:
    async with db.write() as unit:
        return await ledger.reserve(unit, wanted)


async def test_attempts_at_different_numbers_are_all_reserved(db: Database) -> None:
    assert await reserve(db, *(make_attempt(number) for number in range(120))) == set()
    async with db.read() as connection:
        found = await ledger.live_attempts(connection, "main")
    assert len(found) == 120
    assert all(attempt.live for attempt in found)


async def test_a_number_has_one_live_attempt_whoever_dials_it(db: Database) -> None:
    assert await reserve(db, make_attempt(1, "+84912345678")) == set()
    refused = await reserve(db, make_attempt(2, "+84912345678"), make_attempt(3))
    assert refused == {"at_2"}


async def test_of_two_attempts_at_one_number_in_a_batch_one_is_refused(db: Database) -> None:
    refused = await reserve(db, make_attempt(1, "+84912345678"), make_attempt(2, "+84912345678"))
    assert len(refused) == 1


async def test_a_settled_attempt_makes_room_for_the_next_at_its_number(db: Database) -> None:
    await reserve(db, make_attempt(1, "+84912345678"))
    async with db.write() as unit:
        await ledger.settle(unit, "at_1", Outcome.BUSY, ended_at=NOW)
    assert await reserve(db, make_attempt(2, "+84912345678")) == set()


async def test_an_attempt_is_settled_once_and_the_first_outcome_stays(db: Database) -> None:
    await reserve(db, make_attempt(1))
    later = NOW + timedelta(seconds=30)
    async with db.write() as unit:
        assert await ledger.settle(
            unit,
            "at_1",
            Outcome.ANSWERED,
            ended_at=later,
            cause=16,
            tech_cause="SIP 200 OK",
            answered_at=NOW,
        )
    async with db.write() as unit:
        assert not await ledger.settle(unit, "at_1", Outcome.LOST, ended_at=NOW)
        assert not await ledger.settle(unit, "at_404", Outcome.LOST, ended_at=NOW)
    async with db.read() as connection:
        row = (await connection.execute(sa.select(attempts))).one()
    assert (row.outcome, row.cause, row.tech_cause) == ("answered", 16, "SIP 200 OK")
    assert (row.live, row.ended_at, row.answered_at) == (False, later, NOW)


async def test_the_first_answer_time_stays(db: Database) -> None:
    await reserve(db, make_attempt(1))
    async with db.write() as unit:
        assert await ledger.mark_answered(unit, "at_1", NOW)
        assert not await ledger.mark_answered(unit, "at_1", NOW + timedelta(seconds=1))
        await ledger.settle(
            unit, "at_1", Outcome.ANSWERED, ended_at=NOW, answered_at=NOW + timedelta(seconds=2)
        )
    async with db.read() as connection:
        found = await ledger.find_attempts(connection, ["at_1", "at_404"])
    assert found["at_1"].answered_at == NOW
    assert list(found) == ["at_1"]


async def test_a_reply_is_stored_once_by_attempt_and_step(db: Database) -> None:
    await reserve(db, make_attempt(1))
    async with db.write() as unit:
        for step, key, effect in ((1, "1", "applied"), (1, "2", "applied"), (2, "2", "illegal")):
            await batch.save_replies(unit, [(ReplyFact("at_1", step, key, NOW), effect)])
    async with db.read() as connection:
        rows = (await connection.execute(sa.select(replies.c.key).order_by("step"))).scalars()
    assert list(rows) == ["1", "2"]


async def test_a_reservation_that_is_rolled_back_leaves_the_number_free(db: Database) -> None:
    with pytest.raises(RuntimeError):
        await reserve_and_fail(db)
    assert await reserve(db, make_attempt(1)) == set()


async def reserve_and_fail(db: Database) -> None:
    async with db.write() as unit:
        await ledger.reserve(unit, [make_attempt(1)])
        raise RuntimeError
