import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from dialler import Dialler, end, numbers, press
from sqlalchemy import func, insert, select, update

from cti.bus import Bus
from cti.calls.outcome import Outcome
from cti.dialer.returning import Returning
from cti.dialer.send import Sender
from cti.live.hub import COALESCE_S
from cti.schema import (
    attempts,
    campaign_members,
    campaigns,
    contacts,
    customers,
    gate_decisions,
    member_history,
    replies,
)


async def test_every_member_is_drawn_once_and_in_the_ledger_before_it_is_dialled(
    dialler: Dialler,
):
    board = await dialler.add_campaign(numbers(30))
    first, second = await dialler.take(board, 20), await dialler.take(board, 20)
    assert len(first) == 20
    assert len(second) == 10
    assert len({member for _, member in first + second}) == 30
    async with dialler.db.read() as connection:
        stored = set((await connection.execute(select(attempts.c.id))).scalars())
    assert stored == {attempt for attempt, _ in first + second}
    assert dialler.lines.sent == []


async def test_each_call_has_a_stored_decision_with_the_rules_version(dialler: Dialler):
    board = await dialler.add_campaign(numbers(3))
    await dialler.take(board)
    async with dialler.db.read() as connection:
        query = select(attempts.c.id, gate_decisions.c.verdict, gate_decisions.c.rules).join(
            gate_decisions, gate_decisions.c.id == attempts.c.decision_id
        )
        rows = (await connection.execute(query)).all()
    assert [row.verdict for row in rows] == ["allow"] * 3
    assert all("/" in row.rules for row in rows)


async def test_two_campaigns_never_call_one_number_at_the_same_time(dialler: Dialler):
    one = await dialler.add_campaign(numbers(1))
    two = await dialler.add_campaign(numbers(1))
    assert len(await dialler.take(one)) == 1
    assert await dialler.take(two) == []
    waiting = next(iter(two.tally.standings))
    assert waiting.dial == "waiting"


async def test_nobody_is_called_who_was_deleted_from_the_directory(dialler: Dialler):
    board = await dialler.add_campaign(numbers(3))
    ids = sorted(await dialler.list_members(board))
    common = {"name": "An", "name_key": "an", "created_at": dialler.now, "updated_at": dialler.now}
    async with dialler.db.write() as unit:
        for at, (person_gone, gone) in enumerate(((None, dialler.now), (dialler.now, None))):
            customer = {"id": at + 1, "code": f"K{at}", "kind": "person", "stage": "lead"}
            await unit.connection.execute(
                insert(customers), {**common, **customer, "deleted_at": gone}
            )
            contact = {"id": at + 1, "customer_id": at + 1, "is_primary": True}
            await unit.connection.execute(
                insert(contacts), {**common, **contact, "deleted_at": person_gone}
            )
            await unit.connection.execute(
                update(campaign_members)
                .where(campaign_members.c.id == ids[at])
                .values(customer_id=at + 1, contact_id=at + 1)
            )
    assert [member for _, member in await dialler.take(board)] == ids[2:]
    for one in ids[:2]:
        row = await dialler.member(one)
        assert (row.dial, row.why, row.tries) == ("blocked", "customer.deleted", 0)
    assert {one.dial: count for one, count in board.tally.standings.items() if count} == {
        "blocked": 2,
        "calling": 1,
    }
    woken: list[int] = []
    back = Returning(dialler.db, Bus(), dialler.boards, lambda: dialler.now, woken.append)
    assert await back.bring_back() == 0
    for state, number in (("finished", 0), ("running", 1)):  # of one that is over nobody comes back
        async with dialler.db.write() as unit:
            run = unit.connection.execute
            await run(update(campaigns).values(state=state))
            await run(update(customers).values(deleted_at=None))
        assert await back.bring_back() == number
    assert woken == [board.plan.id]
    row = await dialler.member(ids[0])
    assert (row.dial, row.why, row.tries) == ("waiting", None, 0)
    assert (await dialler.member(ids[1])).dial == "blocked"  # their contact is still deleted
    assert +board.tally.standings == await dialler.recount(board)
    assert [member for _, member in await dialler.take(board)] == ids[:1]
    assert await back.bring_back() == 0  # who is called is not called again
    assert await dialler.take(board) == []


@pytest.mark.requirement("R256", "R257")
async def test_a_key_moves_the_state_and_the_history_says_by_which_key(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(press(dialler, attempt, "1"), end(dialler, attempt, Outcome.ANSWERED))
    row = await dialler.member(member)
    assert (row.state, row.dial, row.outcome, row.last_key) == (
        "registered",
        "done",
        "answered",
        "1",
    )
    async with dialler.db.read() as connection:
        [line] = (await connection.execute(select(member_history))).all()
    assert (line.key, line.state_before, line.state_after, line.applied) == (
        "1",
        None,
        "registered",
        True,
    )
    assert line.attempt_id == attempt


@pytest.mark.requirement("R264", "X9")
async def test_a_reply_that_would_be_an_illegal_move_is_stored_and_not_applied(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(press(dialler, attempt, "2"), end(dialler, attempt, Outcome.ANSWERED))
    assert (await dialler.member(member)).state is None
    async with dialler.db.read() as connection:
        assert (await connection.execute(select(replies.c.effect))).scalars().all() == ["illegal"]
        applied = (await connection.execute(select(member_history.c.applied))).scalars().all()
    assert applied == [False]


async def test_facts_that_come_twice_change_nothing(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    facts = [press(dialler, attempt, "1"), end(dialler, attempt, Outcome.ANSWERED)]
    await dialler.tell(*facts)
    before, tally = await dialler.member(member), dict(board.tally.standings)
    await dialler.tell(*facts)
    await dialler.tell(facts[0])
    assert await dialler.member(member) == before
    assert dict(board.tally.standings) == tally
    async with dialler.db.read() as connection:
        count = select(func.count()).select_from(member_history)
        assert (await connection.execute(count)).scalar_one() == 1


async def test_a_reply_that_comes_after_the_outcome_still_counts_and_stops_the_retry(
    dialler: Dialler,
):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(end(dialler, attempt, Outcome.ANSWERED))
    assert (await dialler.member(member)).dial == "waiting"  # no key: one more try
    await dialler.tell(press(dialler, attempt, "1"))
    row = await dialler.member(member)
    assert (row.state, row.dial, row.outcome) == ("registered", "done", "answered")


@pytest.mark.parametrize(
    ("outcome", "dial", "after"),
    [
        (Outcome.BUSY, "waiting", timedelta(seconds=60)),
        (Outcome.NO_ANSWER, "waiting", timedelta(seconds=600)),
        (Outcome.CONGESTION, "done", timedelta(0)),
        (Outcome.REJECTED, "done", timedelta(0)),
        (Outcome.INVALID_NUMBER, "done", timedelta(0)),
        (Outcome.LOST, "done", timedelta(0)),
    ],
)
async def test_each_outcome_is_retried_by_its_own_rule(
    dialler: Dialler, outcome: Outcome, dial: str, after: timedelta
):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(end(dialler, attempt, outcome))
    row = await dialler.member(member)
    assert (row.dial, row.due_at, row.tries) == (dial, dialler.now + after, 1)


async def test_the_retries_end_at_the_rules_number_of_tries(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    for tries in (1, 2):
        [(attempt, member)] = await dialler.take(board)
        await dialler.tell(end(dialler, attempt, Outcome.BUSY))
        assert (await dialler.member(member)).tries == tries
        assert await dialler.take(board) == []  # not before it is due
        dialler.later(minutes=2)
    assert (await dialler.member(member)).dial == "done"
    assert await dialler.take(board) == []


async def test_an_attempt_that_was_never_placed_is_no_try(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(end(dialler, attempt, Outcome.NOT_PLACED))
    row = await dialler.member(member)
    assert (row.dial, row.tries) == ("waiting", 0)


@pytest.mark.requirement("R247")
async def test_key_9_puts_the_number_on_the_internal_list_for_every_other_campaign(
    dialler: Dialler,
):
    one = await dialler.add_campaign(numbers(1))
    two = await dialler.add_campaign(numbers(1))
    [(attempt, _)] = await dialler.take(one)
    await dialler.tell(press(dialler, attempt, "9"), end(dialler, attempt, Outcome.ANSWERED))
    assert await dialler.take(two) == []
    [blocked] = two.tally.standings
    assert (blocked.dial, blocked.why) == ("blocked", "refused")
    assert one.tally.view_states()["refused"] == 1


@pytest.mark.requirement("R265")
async def test_the_counters_kept_by_moves_equal_a_fresh_count(dialler: Dialler):
    board = await dialler.add_campaign(numbers(12))
    keys = ["1", "1", "9", "7", None, "2", "1"]
    calls = await dialler.take(board, len(keys))
    for (attempt, _), key in zip(calls, keys, strict=True):
        if key:
            await dialler.tell(press(dialler, attempt, key))
        await dialler.tell(end(dialler, attempt, Outcome.ANSWERED if key != "2" else Outcome.BUSY))
    assert dict(board.tally.standings) == await dialler.recount(board)
    states = board.tally.view_states()
    assert (states["registered"], states["totals"]["registered"], states["refused"]) == (3, 3, 1)


async def test_what_the_live_page_follows_is_snapshot_and_changes_that_add_up(dialler: Dialler):
    board = await dialler.add_campaign(numbers(6))
    messages: list[dict[str, Any]] = []
    dialler.hub.follow(board.topic, lambda text: messages.append(json.loads(text)))
    calls = await dialler.take(board, 4)
    outcomes = (Outcome.ANSWERED, Outcome.BUSY, Outcome.ANSWERED, Outcome.NO_ANSWER)
    for (attempt, _), outcome in zip(calls, outcomes, strict=True):
        await dialler.tell(press(dialler, attempt, "1"), end(dialler, attempt, outcome))
    await asyncio.sleep(10 * COALESCE_S)
    entries = dict(messages[0]["entries"])
    for number, change in enumerate(messages[1:], start=messages[0]["seq"] + 1):
        assert change["seq"] == number
        entries |= change["set"]
        for key in change["unset"]:
            entries.pop(key, None)  # it may have come and gone within one change
    fresh: list[dict[str, Any]] = []
    dialler.hub.follow(board.topic, lambda text: fresh.append(json.loads(text)))
    assert entries == fresh[0]["entries"]
    assert entries["outcomes"]["counts"] == {"answered": 2, "busy": 1, "no_answer": 1}
    assert entries["states"]["totals"]["registered"] == 4


async def test_when_a_call_went_out_is_noted_by_the_next_draw_or_at_the_end(dialler: Dialler):
    sender = Sender(dialler.db, dialler.lines, lambda: dialler.now, "http://cti")
    board = await dialler.add_campaign(numbers(3))

    async def list_sent() -> set[str]:
        query = select(attempts.c.id).where(attempts.c.sent_at == dialler.now)
        async with dialler.db.read() as connection:
            return set((await connection.execute(query)).scalars())

    async def send(room: int) -> set[str]:
        async with dialler.db.write() as unit:
            await sender.note_in(unit)
            drawn = await dialler.draw.draw(unit, board, room, dialler.now)
        await sender.send(board.plan, drawn.placements)
        return {row.attempt_id for row in drawn.placements}

    first = await send(1)
    assert await list_sent() == set()
    second = await send(2)
    assert await list_sent() == first
    await sender.finish()
    assert await list_sent() == first | second
    dialler.now += timedelta(seconds=1)
    await sender.finish()  # it is noted once
    assert await list_sent() == set()
