"""The link on a real Asterisk."""

import asyncio
import dataclasses
import secrets
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from cti.ami.actions import Action, build_hangup, build_originate, build_redirect
from cti.ami.address import PbxAddress
from cti.ami.backoff import Backoff
from cti.ami.client import AmiLink
from cti.ami.errors import ActionRefusedError
from cti.ami.events import (
    CtiAnswered,
    CtiOutcome,
    CtiReply,
    DialBegin,
    Event,
    Hangup,
    OriginateResponse,
)
from cti.ami.resync import PbxSnapshot, acknowledge, read_outbox, read_snapshot, send
from cti.ami.state import LinkSettings, LinkState
from cti.pbx.info import AmiAccount, SandboxInfo
from cti.pbx.model import Ports
from cti.pbx.sandbox import down, up
from cti.pbx.subscribers import Subscriber

QUICK = LinkSettings(backoff=Backoff(first=0.1, longest=0.5))


class Listener:
    """A link's consumer that writes everything down."""

    def __init__(self, account: AmiAccount, settings: LinkSettings = QUICK) -> None:
        self.events: list[Event] = []
        self.snapshots: list[PbxSnapshot] = []
        self.downs: list[str] = []
        self.arrived = asyncio.Event()
        address = PbxAddress(account.host, account.username, account.secret, account.port)
        self.link = AmiLink(
            address,
            name="real",
            on_event=self.hear,
            on_up=self.resync,
            on_down=self.downs.append,
            settings=settings,
        )

    def hear(self, event: Event) -> None:
        self.events.append(event)
        self.arrived.set()

    async def resync(self, link: AmiLink) -> None:
        self.snapshots.append(await read_snapshot(link))

    async def wait_up(self, seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            await self.link.wait_up()

    async def wait(self, wanted: Callable[[Event], bool], seconds: float = 20) -> Event:
        """The first event, past or to come, that is wanted."""
        async with asyncio.timeout(seconds):
            while True:
                self.arrived.clear()
                if found := [event for event in self.events if wanted(event)]:
                    return found[0]
                await self.arrived.wait()

    async def dial(self, info: SandboxInfo, who: Subscriber, **variables: str) -> str:
        """Call somebody for a campaign; the attempt's id."""
        attempt = f"at_{secrets.token_hex(8)}"
        await send(self.link, make_call(info, attempt, who.make_number(), **variables))
        return attempt


def make_call(info: SandboxInfo, attempt: str, number: str, **variables: str) -> Action:
    campaign = {
        "CTI_PROMPT": "cti/agents-busy",
        "CTI_KEYS": "129",
        "CTI_REFUSE": "9",
        "CTI_REPEATS": "2",
        "CTI_WAIT": "3",
    }
    return build_originate(
        attempt=attempt,
        channel=f"PJSIP/{number}@{info.trunk}",
        context="cti-campaign",
        caller_id=info.main_did,
        ring_seconds=20,
        variables=campaign | variables,
    )


async def until(fact: Callable[[], object], seconds: float = 30) -> None:
    """Wait for a fact; fails when it does not come true."""
    async with asyncio.timeout(seconds):
        while not fact():
            await asyncio.sleep(0.05)


def is_about(kind: type, attempt: str) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, kind) and event.attempt == attempt  # type: ignore[attr-defined]


@pytest_asyncio.fixture(loop_scope="session")
async def listener(sandbox: SandboxInfo) -> AsyncIterator[Listener]:
    listener = Listener(sandbox.pbx)
    await listener.link.start()
    await listener.wait_up()
    yield listener
    await listener.link.stop()


async def test_the_link_comes_up_with_asterisks_version_and_phones(listener: Listener) -> None:
    assert listener.link.state is LinkState.UP
    assert (listener.link.asterisk_version or "").startswith("22.")
    (snapshot,) = listener.snapshots
    assert any(device.device == "PJSIP/101" for device in snapshot.devices)


async def test_a_campaign_call_is_told_written_down_and_acknowledged(
    listener: Listener, sandbox: SandboxInfo
) -> None:
    attempt = await listener.dial(sandbox, Subscriber.PRESSES_1, CTI_PROMPT="cti/agents-busy")
    await listener.wait(is_about(CtiAnswered, attempt))
    snapshot = await read_snapshot(listener.link)
    (channel,) = (live for live in snapshot.channels if live.uniqueid == attempt)
    assert (channel.attempt, channel.state) == (attempt, 6)
    assert attempt in snapshot.live_attempts
    reply = await listener.wait(is_about(CtiReply, attempt))
    outcome = await listener.wait(is_about(CtiOutcome, attempt))
    outbox, _ = await read_outbox(listener.link)
    assert [entry for entry in outbox if entry.attempt == attempt] == [reply, outcome]
    await acknowledge(listener.link, [reply, outcome])  # type: ignore[list-item]  # is_about chose them
    await acknowledge(listener.link, [reply])  # type: ignore[list-item]  # gone is no error
    outbox, _ = await read_outbox(listener.link)
    assert not [entry for entry in outbox if entry.attempt == attempt]


async def test_asterisk_itself_refuses_to_dial_a_living_attempt_again(
    listener: Listener, sandbox: SandboxInfo
) -> None:
    attempt = await listener.dial(sandbox, Subscriber.PRESSES_NOTHING)
    await listener.wait(is_about(CtiAnswered, attempt))
    again = make_call(sandbox, attempt, Subscriber.PRESSES_1.make_number(7))
    await send(listener.link, again)
    await listener.wait(
        lambda event: (
            isinstance(event, OriginateResponse) and event.action_id == attempt and not event.ok
        )
    )
    answers = [event for event in listener.events if is_about(CtiAnswered, attempt)(event)]
    assert len(answers) == 1


async def test_a_key_pressed_while_the_link_is_cut_is_found_at_the_next_connect(
    listener: Listener, sandbox: SandboxInfo
) -> None:
    attempt = await listener.dial(sandbox, Subscriber.PRESSES_1)
    await listener.wait(is_about(CtiAnswered, attempt))
    # Longer away than the call lasts: everything happens unheard.
    listener.link._settings = dataclasses.replace(QUICK, backoff=Backoff(first=12.0, longest=12.0))
    listener.link.reset("ami.test")
    await asyncio.sleep(0)
    await until(lambda: len(listener.snapshots) == 2)
    assert listener.downs == ["ami.test"]
    kinds = [type(entry) for entry in listener.snapshots[1].outbox if entry.attempt == attempt]
    assert kinds == [CtiReply, CtiOutcome]
    assert attempt not in listener.snapshots[1].live_attempts


async def test_a_hang_up_ends_a_ringing_call_and_a_dead_channel_is_told(
    listener: Listener, sandbox: SandboxInfo
) -> None:
    attempt = await listener.dial(sandbox, Subscriber.NO_ANSWER)
    ringing = await listener.wait(
        lambda event: isinstance(event, DialBegin) and event.dest_uniqueid == attempt
    )
    assert isinstance(ringing, DialBegin)
    await send(listener.link, build_hangup(ringing.dest_channel))
    await listener.wait(lambda event: isinstance(event, Hangup) and event.uniqueid == attempt)
    with pytest.raises(ActionRefusedError) as refused:
        await send(listener.link, build_redirect(ringing.dest_channel, "cti-extension", "101"))
    assert refused.value.message == f"Channel does not exist: {ringing.dest_channel}"


async def test_a_wrong_password_is_refused_by_asterisk_and_not_tried_on(
    sandbox: SandboxInfo,
) -> None:
    listener = Listener(sandbox.pbx.model_copy(update={"secret": "wrong"}))
    await listener.link.start()
    await until(lambda: listener.downs)
    assert listener.downs == ["ami.login_refused"]
    assert listener.link.state is LinkState.REFUSED
    assert listener.link.counters.connections == 1
    await listener.link.stop()


async def test_the_longest_line_that_we_send_is_read_whole(listener: Listener) -> None:
    value = "x" * (1022 - len("Value: "))
    name = f"CTI_TEST_{secrets.token_hex(4)}"
    await listener.link.action("Setvar", [("Variable", name), ("Value", value)])
    reply = await listener.link.action("Getvar", [("Variable", name)])
    assert reply["Value"] == value


async def test_a_comma_in_a_variable_stays_in_it(listener: Listener, sandbox: SandboxInfo) -> None:
    prompt = "cti/agents-busy,CTI_REFUSE=1"
    attempt = await listener.dial(sandbox, Subscriber.NO_ANSWER, CTI_PROMPT=prompt)
    await listener.wait(
        lambda event: isinstance(event, DialBegin) and event.dest_uniqueid == attempt
    )
    items = await listener.link.list_action(
        "Status", [("Variables", "CTI_PROMPT,CTI_REFUSE")], "StatusComplete"
    )
    live = [item for item in items if item.get("Uniqueid") == attempt]
    variables = live[0].read_variables("Variable")
    await send(listener.link, build_hangup(live[0]["Channel"]))
    assert variables == {"CTI_PROMPT": prompt, "CTI_REFUSE": "9"}


async def test_many_actions_on_their_way_at_once_are_each_answered(listener: Listener) -> None:
    replies = await asyncio.gather(
        *(listener.link.action("Getvar", [("Variable", f"CTI_NONE_{n}")]) for n in range(2_000))
    )
    assert [reply["Variable"] for reply in replies] == [f"CTI_NONE_{n}" for n in range(2_000)]


async def test_the_link_outlives_a_restart_of_asterisk(own_sandbox: SandboxInfo) -> None:
    listener = Listener(own_sandbox.pbx)
    await listener.link.start()
    await listener.wait_up()
    await down(own_sandbox.run_dir)
    await until(lambda: listener.downs)
    assert listener.downs[0] in {"ami.shutdown", "ami.connection_lost"}
    base = own_sandbox.pbx.port - Ports(base=10_000).ami_pbx + 10_000
    await up(own_sandbox.run_dir, ports=Ports(base=base), phone_ring=0.5)
    await listener.wait_up(20)
    assert len(listener.snapshots) == 2
    await listener.link.stop()
