"""People and calls that move the same things at the same moment."""

import asyncio
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from dialler import Dialler, numbers, press

from cti.accounts.rights import Caller, Role
from cti.calls import ledger
from cti.calls.traces import Traces
from cti.compliance.rules import load_rules
from cti.dialer.campaign import State
from cti.dialer.errors import IllegalMoveError
from cti.dialer.membership import Membership
from cti.dialer.registration import Registration
from cti.dialer.runner import Runner
from cti.dialer.send import Sender
from cti.schema import users

MANAGER = Caller(1, "quanly", "Quản lý", Role.ADMIN, None, None)


@pytest.mark.parametrize("state", ["paused", "stopped"])
async def test_nobody_is_drawn_after_a_pause_or_a_stop_that_the_round_did_not_see(
    dialler: Dialler, state: str
):
    board = await dialler.add_campaign(numbers(2))
    await dialler.set_state(board, state)
    assert board.plan.state is State.RUNNING  # as the round that had begun saw it
    assert await dialler.take(board) == []
    assert board.tally.count(dial="waiting") == 2


async def test_a_pause_waits_for_the_draw_that_is_under_way(dialler: Dialler):
    board = await dialler.add_campaign(numbers(2))
    async with dialler.db.write() as unit:
        drawn = await dialler.draw.draw(unit, board, 1, dialler.now)
        pause = asyncio.create_task(dialler.set_state(board, "paused"))
        await asyncio.sleep(0.2)
        assert not pause.done()
    await pause
    assert len(drawn.placements) == 1
    assert await dialler.take(board) == []


async def test_a_campaign_that_somebody_joins_just_then_is_not_finished(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    board.tally.standings.clear()  # the round counted before they joined
    gate_rules, zone = load_rules("vietnam"), ZoneInfo("Asia/Ho_Chi_Minh")
    sender = Sender(dialler.db, dialler.lines, lambda: dialler.now, "http://127.0.0.1")
    runner = Runner(
        dialler.db,
        dialler.boards,
        dialler.lines,
        dialler.draw,
        sender,
        gate_rules,
        lambda: dialler.now,
        zone,
    )
    await runner._finish(board)
    assert board.plan.state is State.RUNNING


async def test_of_two_changes_the_newer_stays_though_the_older_is_read_last(dialler: Dialler):
    board = await dialler.add_campaign(numbers(1))
    older = replace(board.plan, version=2)
    newer = replace(board.plan, version=3, state=State.PAUSED)
    board.set_plan(newer, dialler.now)
    board.set_plan(older, dialler.now)
    assert board.plan.state is State.PAUSED


async def test_a_key_and_a_user_who_move_one_member_at_once_see_each_other(dialler: Dialler):
    async with dialler.db.write() as unit:
        await unit.connection.execute(
            users.insert().values(
                id=1,
                username="quanly",
                name="Quản lý",
                role="admin",
                password_hash="-",
                created_at=dialler.now,
            )
        )
    board = await dialler.add_campaign(numbers(1))
    [(attempt, member)] = await dialler.take(board)
    await dialler.tell(press(dialler, attempt, "1"))
    people = Membership(dialler.db, dialler.boards, lambda: dialler.now, Traces())
    async with dialler.db.write() as unit:
        attempts = await ledger.find_attempts(unit.connection, {attempt}, lock=True)
        await dialler.facts.apply(unit, [press(dialler, attempt, "3", step=2)], attempts)
        by_hand = asyncio.create_task(people.move(MANAGER, member, Registration.CONFIRMED))
        await asyncio.sleep(0.2)
    with pytest.raises(IllegalMoveError):  # cancelled is the end: nobody is confirmed after it
        await by_hand
    assert (await dialler.member(member)).state == "cancelled"
    assert dict(board.tally.standings) == await dialler.recount(board)
