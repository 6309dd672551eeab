"""Click-to-call on the real pair: the agent's phone first, then the customer's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from calls_world import World, open_world

from cti.accounts.rights import Caller, Role
from cti.ami.actions import build_originate
from cti.calls import ledger
from cti.calls.errors import (
    ActiveAttemptError,
    BusyAgentError,
    CallFailedError,
    ConfirmError,
    DeniedError,
    NoExtensionError,
    PhoneNotFoundError,
    PhoneUnregisteredError,
)
from cti.calls.ledger import NewAttempt
from cti.calls.shapes import Confirmation, PlaceCall, WrapUp
from cti.clock import utc_now
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import Entry
from cti.crm.shapes import ContactMatch
from cti.pbx.call_in import set_phone
from cti.pbx.info import SandboxInfo
from cti.pbx.subscribers import Subscriber
from cti.schema import attempts, audit_log, call_legs, calls, gate_decisions, notes

pytestmark = pytest.mark.asyncio(loop_scope="session")

SILENT = Subscriber.PRESSES_NOTHING


@pytest_asyncio.fixture(loop_scope="session")
async def world(own_sandbox: SandboxInfo, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(own_sandbox, tmp_path) as made:
        yield made
        await made.clear()
    for extension in ("101", "102"):
        await set_phone(own_sandbox, extension, "0.5")


def number(who: Subscriber, n: int = 7) -> str:
    return who.make_number(n)


@pytest.mark.requirement("R230", "R231", "R233", "R236")
async def test_the_agents_phone_rings_then_the_customer_and_both_legs_are_one_call(
    world: World,
) -> None:
    contact_id, phone_id = await world.add_contact("Trần Văn Bình", "+84900000720")
    browser, agent = world.browser("101"), world.caller("101")
    call_id = await world.calls.place(agent, PlaceCall(phone_id=phone_id))
    card = await browser.see_card(id=call_id, state="dialling")
    assert card["contact_id"] == contact_id
    assert card["matches"][0]["name"] == "Trần Văn Bình"
    assert card["display"] == "0900 000 720"
    await browser.see_card(id=call_id, state="talking")
    assert browser.phone == "talking"
    await world.calls.hang_up(agent, call_id)
    card = await browser.see_card(id=call_id, state="ended")
    assert card["outcome"] == "answered"
    attempt = await world.see_settled(call_id)
    assert (attempt.outcome, attempt.kind, attempt.user_id) == ("answered", "click", 101)
    assert attempt.sent_at is not None
    legs = await world.read(call_legs, call_id=call_id)
    assert {(leg.role, leg.extension) for leg in legs} == {("agent", "101"), ("customer", None)}
    (row,) = await world.read(calls, id=call_id)
    assert (row.kind, row.direction, row.user_id) == ("click", "outbound", 101)
    assert (row.contact_id, row.e164, row.outcome) == (contact_id, "+84900000720", "answered")
    assert row.wrapped_at is None
    await world.calls.wrap_up(agent, call_id, WrapUp(disposition="agreed", note="Đã gửi báo giá"))
    await browser.see(lambda me: me.cards == [])
    detail = await world.calls.get(agent, call_id)
    assert (detail.disposition, detail.wrapped) == ("agreed", True)
    (note,) = await world.read(notes, call_id=call_id)
    assert (note.body, note.contact_id, note.author_id) == ("Đã gửi báo giá", contact_id, 101)


async def test_the_trace_of_an_attempt_tells_the_gate_the_actions_and_the_events(
    world: World,
) -> None:
    agent = world.caller("101")
    call_id = await world.calls.place(agent, PlaceCall(number=number(Subscriber.BUSY)))
    await world.see_settled(call_id)
    trace = await world.calls.get_attempt(agent, call_id)
    whats = [line.what for line in trace.trace]
    assert whats[:2] == ["gate", "originate"]
    assert {"born", "originate_response", "outcome"} <= set(whats)
    assert (trace.verdict, trace.outcome, trace.cause) == ("allow", "busy", 17)
    assert trace.tech_cause == "SIP 486 Busy Here"
    assert all(line.ms >= 0 for line in trace.trace)


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        (Subscriber.BUSY, "busy"),
        (Subscriber.CONGESTION, "congestion"),
        (Subscriber.REJECTED, "rejected"),
        (Subscriber.INVALID, "invalid_number"),
    ],
)
async def test_a_customer_who_cannot_be_reached_is_an_outcome_to_wrap_up(
    world: World, who: Subscriber, outcome: str
) -> None:
    browser, agent = world.browser("101"), world.caller("101")
    call_id = await world.calls.place(agent, PlaceCall(number=number(who)))
    card = await browser.see_card(id=call_id, state="ended")
    assert card["outcome"] == outcome
    assert card["answered_at"] is None
    assert (await world.see_settled(call_id)).outcome == outcome
    await world.calls.wrap_up(agent, call_id, WrapUp())
    assert browser.cards == []


async def test_when_the_agents_phone_is_busy_the_customer_is_never_dialled(world: World) -> None:
    await set_phone(world.info, "101", "busy")
    browser = world.browser("101")
    call_id = await world.calls.place(world.caller("101"), PlaceCall(number=number(SILENT)))
    assert (await world.see_settled(call_id)).outcome == "agent_no_answer"
    card = await browser.see_card(id=call_id, state="ended")
    assert card["outcome"] == "agent_no_answer"
    legs = await world.read(call_legs, call_id=call_id)
    assert [leg.role for leg in legs] == ["agent"]


async def test_cancelling_while_the_agents_phone_rings_ends_it_all(world: World) -> None:
    await set_phone(world.info, "101", "never")
    browser, agent = world.browser("101"), world.caller("101")
    call_id = await world.calls.place(agent, PlaceCall(number=number(SILENT)))
    await browser.see(lambda me: me.phone == "ringing")
    await world.calls.hang_up(agent, call_id)
    assert (await world.see_settled(call_id)).outcome == "cancelled"
    await browser.see(lambda me: me.cards == [] and me.phone == "idle")


async def test_cancelling_while_the_customer_rings_ends_it_all(world: World) -> None:
    browser, agent = world.browser("101"), world.caller("101")
    call_id = await world.calls.place(agent, PlaceCall(number=number(Subscriber.NO_ANSWER)))
    await browser.see_card(id=call_id, state="ringing")
    await world.calls.hang_up(agent, call_id)
    assert (await world.see_settled(call_id)).outcome == "cancelled"
    await browser.see(lambda me: me.cards == [])


async def test_the_same_number_is_not_called_twice_at_a_time(world: World) -> None:
    first, second = world.caller("101"), world.caller("102")
    form = PlaceCall(number=number(SILENT))
    await world.calls.place(first, form)
    with pytest.raises(ActiveAttemptError):
        await world.calls.place(second, form)


async def test_an_agent_in_a_call_cannot_place_another(world: World) -> None:
    agent, browser = world.caller("101"), world.browser("101")
    await world.calls.place(agent, PlaceCall(number=number(SILENT)))
    await browser.see(lambda me: me.phone == "talking")
    with pytest.raises(BusyAgentError):
        await world.calls.place(agent, PlaceCall(number=number(SILENT, 8)))


async def test_who_cannot_call_hears_why(world: World) -> None:
    form = PlaceCall(number=number(SILENT))
    nobody = Caller(101, "a", "A", Role.AGENT, None, None)
    with pytest.raises(NoExtensionError):
        await world.calls.place(nobody, form)
    with pytest.raises(PhoneUnregisteredError):
        await world.calls.place(Caller(101, "a", "A", Role.AGENT, None, "199"), form)
    with pytest.raises(PhoneNotFoundError):
        await world.calls.place(world.caller("101"), PlaceCall(phone_id=4711))
    with pytest.raises(DeniedError) as refused:
        await world.calls.place(world.caller("101"), PlaceCall(number="12"))
    assert refused.value.params["reasons"] == ["number.invalid"]
    assert await world.read(attempts) == []


@pytest.mark.requirement("R246")
async def test_a_listed_number_is_called_only_after_a_yes_which_is_for_one_call_and_audited(
    world: World,
) -> None:
    agent, browser = world.caller("101"), world.browser("101")
    typed = number(Subscriber.BUSY)
    async with world.db.write() as unit:
        listed = Entry(int("84" + typed[1:]), voice=True, sms=True)
        await world.dnc.put(unit, "national", [listed], Origin("manual", utc_now()))
    with pytest.raises(ConfirmError) as asked:
        await world.calls.place(agent, PlaceCall(number=typed))
    assert asked.value.params["reasons"] == ["dnc.national.voice"]
    yes = Confirmation(decision_id=str(asked.value.params["decision_id"]), reason="Khách hẹn gọi")
    with pytest.raises(ConfirmError):  # another user's yes does not count
        await world.calls.place(world.caller("102"), PlaceCall(number=typed, confirmation=yes))
    call_id = await world.calls.place(agent, PlaceCall(number=typed, confirmation=yes))
    (audited,) = await world.read(audit_log, action="call.confirmed")
    assert audited.user_id == 101
    assert audited.detail["reason"] == "Khách hẹn gọi"
    await browser.see_card(id=call_id, state="ended")
    await world.see_settled(call_id)
    with pytest.raises(ConfirmError):  # used up
        await world.calls.place(agent, PlaceCall(number=typed, confirmation=yes))
    decisions = await world.read(gate_decisions)
    assert [row.verdict for row in decisions].count("allow") == 1


async def test_an_attempt_that_never_reached_the_pbx_is_proven_not_placed(world: World) -> None:

    wanted = NewAttempt("at_never", "click", "main", "carrier", "+84900009999", utc_now())
    async with world.db.write() as unit:
        await ledger.reserve(unit, [wanted])
    began = utc_now()
    world.node.look_up()
    assert (await world.see_settled("at_never")).outcome == "not_placed"
    assert (utc_now() - began).total_seconds() < 10


async def test_an_originate_to_a_trunk_that_is_not_there_fails_and_frees_the_number(
    world: World,
) -> None:

    wanted = NewAttempt("at_nowhere", "click", "main", "nowhere", "+84900009998", utc_now())
    async with world.db.write() as unit:
        await ledger.reserve(unit, [wanted])
    action = build_originate(
        attempt="at_nowhere",
        channel="PJSIP/0900009998@nowhere",
        context="cti-click",
        caller_id="02873001000",
        ring_seconds=5,
        variables={},
    )
    await world.node.send(action)
    assert (await world.see_settled("at_nowhere")).outcome == "failed"


async def test_a_customer_called_by_one_click_can_be_handed_over_after_a_talk_with_a_colleague(
    world: World,
) -> None:
    contact_id, phone_id = await world.add_contact("Trần Văn Bình", "+84900000720")
    first, second = world.browser("101"), world.browser("102")
    await world.see_registered("101", "102")
    await set_phone(world.info, "101", "consult102")
    call_id = await world.calls.place(world.caller("101"), PlaceCall(phone_id=phone_id))
    await first.see_card(id=call_id, state="talking")
    popped = await second.see_card(id=call_id, state="talking")
    assert (popped["contact_id"], popped["direction"]) == (contact_id, "outbound")
    await first.see(lambda me: me.cards == [] and me.phone == "idle")
    await world.calls.hang_up(world.caller("102"), call_id)
    ended = await second.see_card(id=call_id, state="ended")
    assert (ended["outcome"], ended["agent"]["extension"]) == ("answered", "102")
    assert (await world.see_settled(call_id)).outcome == "answered"
    legs = await world.read(call_legs, call_id=call_id)
    assert {leg.extension for leg in legs} == {None, "101", "102"}


async def test_of_two_calls_that_an_agent_places_at_once_one_rings(world: World) -> None:
    agent = world.caller("101")
    await world.see_registered("101")
    answers = await asyncio.gather(
        *(world.calls.place(agent, PlaceCall(number=number(SILENT, n))) for n in (7, 8)),
        return_exceptions=True,
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(refused, BusyAgentError)
    assert len(await world.read(attempts)) == 1


async def test_a_call_that_was_held_up_too_long_before_it_could_be_sent_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then it may have been judged as never placed, and its number be free for another."""
    click = world.calls._click
    await world.see_registered("101")
    late = timedelta(0)

    async def look_up_slowly(_e164: str) -> list[ContactMatch]:
        nonlocal late
        late = timedelta(seconds=5)
        return []

    monkeypatch.setattr(click, "_match", look_up_slowly)
    monkeypatch.setattr(click, "_clock", lambda: utc_now() + late)
    with pytest.raises(CallFailedError):
        await world.calls.place(world.caller("101"), PlaceCall(number=number(SILENT)))
    (attempt,) = await world.read(attempts)
    settled = await world.see_settled(attempt.id)
    assert (settled.outcome, settled.sent_at) == ("not_placed", None)
    assert world.node.tracker.calls == {}
