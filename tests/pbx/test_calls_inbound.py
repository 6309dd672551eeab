"""Calls that come in: pops while phones ring, answer, transfer, a lost link in mid-call."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from calls_world import World, open_world, until
from pbx_fixtures import revive

from cti.calls.errors import (
    BusyAgentError,
    CallNotFoundError,
    NotTalkingError,
    PhoneUnregisteredError,
)
from cti.calls.shapes import Attach, Transfer, WrapUp
from cti.pbx.call_in import call_in, hang_up_caller, set_phone
from cti.pbx.console import open_console
from cti.pbx.info import SandboxInfo
from cti.pbx.sandbox import down
from cti.schema import call_legs, calls

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALLER = "0912345678"
DIRECT = "02873000{}"


@pytest_asyncio.fixture(loop_scope="session")
async def quiet_phones(own_sandbox: SandboxInfo) -> AsyncIterator[SandboxInfo]:
    """Only 101 answers by itself."""
    for extension in own_sandbox.extensions[1:]:
        await set_phone(own_sandbox, extension, "never")
    yield own_sandbox
    for extension in own_sandbox.extensions:
        await set_phone(own_sandbox, extension, "0.5")


@pytest_asyncio.fixture(loop_scope="session")
async def world(quiet_phones: SandboxInfo, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(quiet_phones, tmp_path) as made:
        yield made
        await made.clear()


@pytest.mark.requirement("R232")
async def test_a_known_caller_pops_on_every_ringing_desk_and_stays_with_who_answers(
    world: World,
) -> None:
    contact_id, _ = await world.add_contact("Nguyễn Thị Hồng", "+84912345678")
    first, second = world.browser("101"), world.browser("102")
    await world.see_registered(*world.info.extensions[:2])
    await set_phone(world.info, "101", "1.5")
    call = await call_in(world.info, CALLER)
    card = await second.see_card(state="ringing")
    assert (card["kind"], card["direction"], card["display"]) == (
        "inbound",
        "inbound",
        "0912 345 678",
    )
    assert card["contact_id"] == contact_id
    assert card["matches"][0]["name"] == "Nguyễn Thị Hồng"
    assert card["did"] == world.info.main_did
    await first.see_card(id=card["id"], state="talking")
    await second.see(lambda me: me.cards == [] and me.phone == "idle")
    await hang_up_caller(world.info, call)
    ended = await first.see_card(id=card["id"], state="ended")
    assert (ended["outcome"], ended["agent"]["extension"]) == ("answered", "101")
    (row,) = await world.read(calls, id=card["id"])
    assert (row.user_id, row.contact_id, row.outcome) == (101, contact_id, "answered")
    agent = world.caller("101")
    await world.calls.wrap_up(agent, card["id"], WrapUp(disposition="later"))
    await first.see(lambda me: me.cards == [])
    page = await world.calls.list_page(agent, mine=True)
    assert [(row.id, row.disposition, row.wrapped) for row in page.rows] == [
        (card["id"], "later", True)
    ]


async def test_who_gives_up_is_missed_and_leaves_no_card(world: World) -> None:
    await set_phone(world.info, "101", "never")
    browser = world.browser("101")
    call = await call_in(world.info, CALLER)
    card = await browser.see_card(state="ringing")
    await hang_up_caller(world.info, call)
    await browser.see(lambda me: me.cards == [] and me.phone == "idle")
    (row,) = await world.read(calls, id=card["id"])
    assert (row.outcome, row.user_id, row.answered_at) == ("no_answer", None, None)
    assert row.wrapped_at is not None
    assert len(await world.read(call_legs, call_id=card["id"])) > 1


async def test_a_direct_number_pops_at_its_own_agent_alone(world: World) -> None:
    first, second = world.browser("101"), world.browser("102")
    await call_in(world.info, CALLER, to=DIRECT.format("102"))
    card = await second.see_card(state="ringing")
    assert card["matches"] == []
    assert card["did"] == DIRECT.format("102")
    assert first.cards == []


@pytest.mark.requirement("R237")
async def test_an_unknown_caller_can_be_attached_to_a_contact(world: World) -> None:
    contact_id, _ = await world.add_contact("Lê Văn Cường", "+84987000111")
    browser, agent = world.browser("101"), world.caller("101")
    await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await browser.see_card(state="talking")
    assert card["contact_id"] is None
    with pytest.raises(CallNotFoundError):
        await world.calls.attach(world.caller("102"), card["id"], Attach(contact_id=contact_id))
    await world.calls.attach(agent, card["id"], Attach(contact_id=contact_id))
    card = await browser.see_card(id=card["id"], contact_id=contact_id)
    assert card["matches"][0]["name"] == "Lê Văn Cường"
    await world.calls.hang_up(agent, card["id"])
    await browser.see_card(id=card["id"], state="ended", contact_id=contact_id)
    (row,) = await world.read(calls, id=card["id"])
    assert row.contact_id == contact_id


async def test_a_transferred_call_pops_at_the_other_agent_and_goes_on_as_one_call(
    world: World,
) -> None:
    first, second = world.browser("101"), world.browser("102")
    await set_phone(world.info, "102", "1")
    await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await first.see_card(state="talking")
    with pytest.raises(CallNotFoundError):  # it is not this agent's to send away
        await world.calls.transfer(world.caller("102"), card["id"], Transfer(extension="102"))
    with pytest.raises(NotTalkingError):
        await world.calls.transfer(world.caller("101"), card["id"], Transfer(extension="101"))
    await world.calls.transfer(world.caller("101"), card["id"], Transfer(extension="102"))
    popped = await second.see_card(id=card["id"], state="ringing")
    assert popped["display"] == "0912 345 678"
    await second.see_card(id=card["id"], state="talking")
    await first.see(lambda me: me.cards == [] and me.phone == "idle")
    await world.calls.hang_up(world.caller("102"), card["id"])
    await second.see_card(id=card["id"], state="ended")
    (row,) = await world.read(calls, id=card["id"])
    assert row.user_id == 102
    legs = await world.read(call_legs, call_id=card["id"])
    assert [leg.extension for leg in sorted(legs, key=lambda leg: leg.started_at)] == [
        None,
        "101",
        "102",
    ]


async def test_a_phone_that_transfers_by_itself_is_followed_like_a_transfer_from_the_page(
    world: World,
) -> None:
    first, second = world.browser("101"), world.browser("102")
    await set_phone(world.info, "101", "refer102")
    await set_phone(world.info, "102", "0.5")
    caller = await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await first.see_card(state="talking")
    popped = await second.see_card(id=card["id"], state="ringing")
    assert popped["display"] == "0912 345 678"
    await second.see_card(id=card["id"], state="talking")
    await first.see(lambda me: me.cards == [] and me.phone == "idle")
    await hang_up_caller(world.info, caller)
    ended = await second.see_card(id=card["id"], state="ended")
    assert ended["agent"]["extension"] == "102"
    (row,) = await world.read(calls)
    assert (row.user_id, row.outcome, row.state) == (102, "answered", "ended")
    legs = await world.read(call_legs, call_id=card["id"])
    by_start = sorted(legs, key=lambda leg: leg.started_at)
    assert [leg.extension for leg in by_start] == [None, "101", "102"]
    assert all(leg.answered_at for leg in legs)
    assert world.node.tracker.drift == 0


@pytest.mark.requirement("R232")
async def test_an_agent_who_asks_a_colleague_first_hands_over_the_customer_with_the_card(
    world: World,
) -> None:
    contact_id, _ = await world.add_contact("Nguyễn Thị Hồng", "+84912345678")
    first, second = world.browser("101"), world.browser("102")
    await set_phone(world.info, "101", "consult102")
    await set_phone(world.info, "102", "0.5")
    caller = await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await first.see_card(state="talking")
    await second.see(lambda me: me.phone == "talking")  # with the colleague, on no customer's card
    assert second.cards == []
    popped = await second.see_card(id=card["id"], state="talking")  # while the customer talks on
    assert (popped["contact_id"], popped["answered_at"]) == (contact_id, card["answered_at"])
    assert popped["matches"][0]["name"] == "Nguyễn Thị Hồng"
    await first.see(lambda me: me.cards == [] and me.phone == "idle")
    assert (second.phone, await world.read(calls, ended_at=None, kind="internal")) == (
        "talking",
        [],
    )
    await hang_up_caller(world.info, caller)
    ended = await second.see_card(id=card["id"], state="ended")
    assert (ended["agent"]["extension"], second.phone) == ("102", "idle")
    (row,) = await world.read(calls, kind="inbound")
    assert (row.id, row.user_id, row.outcome, row.wrapped_at) == (card["id"], 102, "answered", None)
    legs = await world.calls.get(world.caller("102"), card["id"])
    assert [(leg.extension, leg.answered_at is not None) for leg in legs.legs] == [
        (None, True),
        ("101", True),
        ("102", True),
    ]
    (asked,) = await world.read(calls, kind="internal")
    parts = await world.read(call_legs, call_id=asked.id)
    assert {leg.extension for leg in parts} == {"101", "102"}
    assert all(leg.ended_at for leg in parts)
    assert world.node.tracker.drift == 0
    await world.calls.wrap_up(world.caller("102"), card["id"], WrapUp(disposition="agreed"))
    await second.see(lambda me: me.cards == [])


async def test_a_call_on_hold_is_still_the_same_conversation(world: World) -> None:
    browser = world.browser("101")
    await set_phone(world.info, "101", "hold")
    caller = await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await browser.see_card(state="talking")

    def is_held() -> bool:
        return any(call.held for call in world.node.tracker.calls.values())

    async def was_put_on_hold() -> bool:
        return is_held()

    async def was_taken_back() -> bool:
        return not is_held()

    await until(was_put_on_hold)
    assert browser.phone == "talking"
    await until(was_taken_back)
    held = await browser.see_card(id=card["id"], state="talking")
    assert held["answered_at"] == card["answered_at"]
    await hang_up_caller(world.info, caller)
    await browser.see_card(id=card["id"], state="ended")
    assert len(await world.read(calls)) == 1


async def test_a_transfer_to_somebody_who_talks_is_refused(world: World) -> None:
    await set_phone(world.info, "102", "0.3")
    first, second = world.browser("101"), world.browser("102")
    await call_in(world.info, "0911000222", to=DIRECT.format("102"))
    await second.see_card(state="talking")
    await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await first.see_card(state="talking")
    with pytest.raises(BusyAgentError):
        await world.calls.transfer(world.caller("101"), card["id"], Transfer(extension="102"))


async def test_a_link_cut_in_mid_call_leaves_it_unknown_and_then_it_goes_on_as_the_same(
    world: World,
) -> None:
    browser = world.browser("101")
    await call_in(world.info, CALLER, to=DIRECT.format("101"))
    card = await browser.see_card(state="talking")
    world.node.link.reset("test.cut")
    await browser.see_card(id=card["id"], state="unknown")
    await browser.see(lambda me: me.entries["pbx"]["up"] is False)
    back = await browser.see_card(id=card["id"], state="talking")
    assert back["answered_at"] == card["answered_at"]
    await browser.see(lambda me: me.entries["pbx"]["up"] is True)
    assert world.node.tracker.drift == 0
    assert len(await world.read(calls)) == 1


async def test_a_call_that_ends_while_nobody_looks_is_closed_at_the_next_start(
    quiet_phones: SandboxInfo, tmp_path: Path
) -> None:
    async with open_world(quiet_phones, tmp_path) as before:
        call = await call_in(quiet_phones, CALLER, to=DIRECT.format("101"))
        card = await before.browser("101").see_card(state="talking")
        await before.read(calls)
    await hang_up_caller(quiet_phones, call)
    async with open_world(quiet_phones, tmp_path, fresh=False) as after:

        async def is_closed() -> bool:
            (row,) = await after.read(calls, id=card["id"])
            return row.ended_at is not None

        await until(is_closed)
        (row,) = await after.read(calls, id=card["id"])
        assert (row.state, row.outcome, row.user_id) == ("ended", "answered", 101)


async def test_a_server_that_starts_in_mid_call_takes_it_over_with_its_card(
    quiet_phones: SandboxInfo, tmp_path: Path
) -> None:
    async with open_world(quiet_phones, tmp_path) as before:
        await before.add_contact("Nguyễn Thị Hồng", "+84912345678")
        await call_in(quiet_phones, CALLER, to=DIRECT.format("101"))
        card = await before.browser("101").see_card(state="talking")
        await before.read(calls)
    async with open_world(quiet_phones, tmp_path, fresh=False) as after:
        browser, agent = after.browser("101"), after.caller("101")
        again = await browser.see_card(id=card["id"], state="talking")
        assert again["matches"] == card["matches"]
        await after.calls.hang_up(agent, card["id"])
        await browser.see_card(id=card["id"], state="ended")
        await after.read(calls)
    async with open_world(quiet_phones, tmp_path, fresh=False) as third:
        browser = third.browser("101")
        (waiting,) = browser.cards  # the after-call work outlives a restart
        assert (waiting["id"], waiting["state"]) == (card["id"], "ended")
        await third.calls.wrap_up(third.caller("101"), card["id"], WrapUp())
        assert browser.cards == []


async def test_phones_can_be_rung_at_once_after_a_restart_of_asterisk_and_not_when_they_leave(
    quiet_phones: SandboxInfo, tmp_path: Path
) -> None:
    """A restarted Asterisk has the phones' contacts, and calls them UNAVAILABLE for seconds."""
    await set_phone(quiet_phones, "103", "0.3")
    await down(quiet_phones.run_dir)
    info = await revive(quiet_phones)
    async with open_world(info, tmp_path) as world:
        assert all(map(world.node.phones.is_registered, info.extensions))
        first, third = world.browser("101"), world.browser("103")
        await call_in(info, CALLER, to=DIRECT.format("101"))
        card = await first.see_card(state="talking")
        await world.calls.transfer(world.caller("101"), card["id"], Transfer(extension="103"))
        await third.see_card(id=card["id"], state="talking")
        async with open_console(info.carrier) as carrier:
            await carrier.command("pjsip send unregister phone-104")

            async def has_left() -> bool:
                return not world.node.phones.is_registered("104")

            await until(has_left)
            with pytest.raises(PhoneUnregisteredError):
                await world.calls.transfer(
                    world.caller("103"), card["id"], Transfer(extension="104")
                )
            await carrier.command("pjsip send register phone-104")
            await world.see_registered("104")
        await world.clear()
