"""The whole server over PBXs that stall, reorder, drop, forget, and say what they should not."""

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from whole_server import Site, World, number_of, serve

from cti.calls import dialplan, reconciling
from cti.dialer import runner
from cti.schema import attempts
from tests.fakes.fake_ami import FakeAmi, Told, action_id
from tests.fakes.fake_pbx import BUSY, PRESSES_1, Channel, FakePbx, Headers
from tests.fakes.links import until

TALKATIVE = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.005)
SLOW = dataclasses.replace(TALKATIVE, pause=0.1)
PACE = 10
STUCK_S = 10.0
CROWD = 12

Start = Callable[..., Awaitable[World]]


class EarlyResponses(FakePbx):
    """Tells how each Originate ends before it tells anything of the call."""

    ok = True

    async def _call(self, channel: Channel, fields: dict[str, str]) -> None:
        super()._respond(fields, channel, ok=self.ok, reason=4 if self.ok else 5)
        await asyncio.sleep(0.02)
        await super()._call(channel, fields)

    def _respond(self, *_: object, **__: object) -> None:
        """It has been told."""


class LateResponses(FakePbx):
    """Tells it long after the call is over."""

    def _respond(self, fields: dict[str, str], *told: Channel | None, **how: object) -> None:
        respond = super()._respond
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, lambda: respond(fields, *told, **how))  # type: ignore[arg-type]


class LateReplies(FakePbx):
    """Tells every key after the call's end; the outbox has it in time, as always."""

    def emit_user_event(self, name: str, channel: Channel, headers: Headers) -> None:
        tell = super().emit_user_event
        delay = 0.2 if name == "CtiReply" else 0.0
        asyncio.get_running_loop().call_later(delay, tell, name, channel, headers)


class SilentPbx(FakePbx):
    """Makes calls and keeps its outbox, and tells no events at all once `silent`."""

    silent = False

    def emit(self, event: str, headers: Headers) -> None:
        if not self.silent:
            super().emit(event, headers)


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts the server over these PBXs."""
    async with AsyncExitStack() as stack:

        async def begin(*pbxs: FakePbx, pace: float = PACE) -> World:
            fakes = [await stack.enter_async_context(FakeAmi(pbx)) for pbx in pbxs]
            return await stack.enter_async_context(serve(tmp_path, fakes, pace=pace))

        yield begin


def crowd(site: int = 0, start: int = 0) -> list[str]:
    return [number_of(site, index) for index in range(start, start + CROWD)]


async def read_outcomes(world: World, site: Site) -> set[str]:
    query = sa.select(attempts.c.outcome).where(attempts.c.pbx == site.node.name)
    return {row.outcome for row in await world.fetch(query)}


async def test_no_attempt_is_live_ten_seconds_after_it_stalled_or_the_link_is_back(
    start: Start,
) -> None:
    """By a clock that is not hurried: an Originate lost, one not answered, one cut in half."""
    world = await start(*(FakePbx(default=TALKATIVE) for _ in range(3)), pace=1)
    deaf, stalled, cut = world.sites
    deaf.fake.faults.deaf = {"Originate"}
    stalled.fake.faults.stall = {"Originate"}
    cut.fake.faults.cut_in_at = len(cut.fake.heard[1]) + 100

    async def measure(number: int, site: Site) -> float:
        await world.join(site, [number_of(number, 0)])
        await until(lambda: site.board.calls, 5)
        began = time.monotonic()
        while await world.count_live(site):
            await asyncio.sleep(0.02)
        site.fake.faults.deaf = set()
        return time.monotonic() - began

    async with asyncio.timeout(STUCK_S + 5):
        took = await asyncio.gather(*(measure(*pair) for pair in enumerate(world.sites)))
    assert max(took) < STUCK_S, took
    for number, site in enumerate(world.sites):
        await world.settle(site)
        await world.check(site, [number_of(number, 0)], site.node.name)


@pytest.mark.parametrize("kind", [EarlyResponses, LateResponses, LateReplies])
async def test_the_order_in_which_a_call_is_told_does_not_matter(
    start: Start, kind: type[FakePbx]
) -> None:
    world = await start(kind(default=TALKATIVE))
    [site] = world.sites
    await world.join(site, crowd())
    await world.settle(site)
    await asyncio.sleep(0.8)  # what comes late comes to nothing
    await world.check(site, crowd(), kind.__name__)


async def test_a_failure_told_before_its_channel_is_still_the_outcome_of_the_channel(
    start: Start,
) -> None:
    pbx = EarlyResponses(default=dataclasses.replace(BUSY, pause=0.2))
    pbx.ok = False
    world = await start(pbx)
    [site] = world.sites
    await world.join(site, crowd())
    await world.settle(site)
    assert await read_outcomes(world, site) == {"busy"}
    assert site.dialled == dict.fromkeys(crowd(), 1)
    await world.check_board(site, "busy")


async def test_replies_to_actions_may_come_last_first(start: Start) -> None:
    world = await start(FakePbx(default=SLOW))
    [site] = world.sites
    site.fake.faults.reverse_replies = CROWD
    await world.join(site, crowd())
    await until(lambda: site.fake.count("Originate") == CROWD)
    site.fake.faults.reverse_replies = 1
    await world.settle(site)
    await world.check(site, crowd(), "reversed")


async def test_connections_that_are_accepted_and_dropped_cost_no_call(start: Start) -> None:
    world = await start(FakePbx(default=SLOW))
    [site] = world.sites
    await world.join(site, crowd())
    await until(lambda: site.fake.pbx.calls.total() >= CROWD // 2)
    site.fake.faults.drop_first = site.fake.connections + 6
    site.fake.drop_all()
    await world.settle(site)
    assert site.fake.connections >= 7
    await world.check(site, crowd(), "dropped")


async def test_calls_whose_events_never_come_are_found_by_the_patrol(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "PATROL_S", 0.3)
    pbx = SilentPbx(default=TALKATIVE)
    world = await start(pbx)
    [site] = world.sites
    pbx.silent = True
    await world.join(site, crowd())
    await world.settle(site)
    await world.check(site, crowd(), "silent")


HOSTILE = [
    b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: at_unknown\r\nStep: 1\r\nKey: 1\r\nAt: 1",
    b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: {}\r\nStep: -1\r\nKey: 1\r\nAt: x",
    b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: {}\r\nStep: 9e99\r\nKey: \xff\r\nAt: nan",
    b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: {}\r\nStep: "
    + b"9" * 400
    + b"\r\nKey: 1",
    b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: ' OR 1=1\r\nStep: 1\r\nKey: 1\r\nAt: 1",
    b"Event: UserEvent\r\nUserEvent: CtiOutcome\r\nAttempt: at_unknown\r\nCause: x\r\nEnded: inf",
    b"Event: UserEvent\r\nUserEvent: CtiOutcome\r\nAttempt: {}\r\nCause: 16\r\nEnded: 1e300",
    b"Event: UserEvent\r\nUserEvent: CtiAnswered\r\nAttempt: {}\r\nAt: -1e308",
    b"Event: Newchannel\r\nUniqueid:\r\nLinkedid: \x00\x01\r\nChannelState: \xd9\xa3",
    b"Event: Newstate\r\nUniqueid: {}\r\nLinkedid: {}\r\nChannelState: 99999999999999999999",
    b"Event: Hangup\r\nUniqueid: nobody\r\nLinkedid: nobody\r\nCause: lots",
    b"Event: BridgeEnter\r\nUniqueid: {}\r\nBridgeUniqueid: " + b"b" * 900,
    b"Event: DeviceStateChange\r\nDevice: \xf0\x9f\x92\xa3\r\nState: EXPLODED",
    b"Event: OriginateResponse\r\nActionID: at_unknown\r\nResponse: Failure\r\nReason: many",
    b"Response: Success\r\nActionID: nobody asked",
    b"Response: Follows\r\nActionID:\r\nOutput: x",
    b"Event:",
    b"no colon at all",
    b"Event: Newchannel" + b"\r\nX: y" * 3000,
]
FATAL = [b"\x16\x03\x01" + b"\x00" * 2_000_000, b"Event: X\r\nY: " + b"z" * 3_000_000]


async def test_hostile_frames_in_mid_campaign_harm_no_call(start: Start) -> None:
    world = await start(FakePbx(default=SLOW))
    [site] = world.sites
    await world.join(site, crowd())
    await until(lambda: len(site.fake.pbx.channels) >= CROWD // 2)
    attempt = next(iter(site.fake.pbx.channels)).encode()
    for frame in HOSTILE:
        site.fake.tell_all(frame.replace(b"{}", attempt) + b"\r\n\r\n")
    await asyncio.sleep(0.1)
    assert site.fake.connections == 1
    await world.settle(site)
    await world.check(site, crowd(), "hostile")
    for nth, stream in enumerate(FATAL, start=1):
        connections = site.fake.connections
        more = crowd(start=CROWD * nth)
        await world.join(site, more)
        await until(lambda: site.fake.pbx.channels)
        site.fake.tell_all(stream)
        await until(lambda: site.fake.connections > connections, 10)  # noqa: B023 - awaited here
        await world.settle(site)
    await world.check(site, crowd() + crowd(start=CROWD) + crowd(start=2 * CROWD), "fatal")


@pytest.mark.parametrize(
    ("value", "code"),
    [("", "pbx.no_dialplan"), ("99", "pbx.other_dialplan"), (None, "pbx.dialplan_unreadable")],
)
async def test_a_pbx_without_our_dialplan_is_not_dialled_over_until_it_is_there(
    start: Start, monkeypatch: pytest.MonkeyPatch, value: str | None, code: str
) -> None:
    said = [value]

    def answer(_: FakePbx, headers: Headers, connection: Told) -> None:
        if said[0] is None:
            refusal = ("Message", "Permission denied")
            connection.reply([("Response", "Error"), *action_id(headers), refusal])
        else:
            connection.reply([("Response", "Success"), *action_id(headers), ("Value", said[0])])

    monkeypatch.setitem(FakeAmi.ANSWERS, "Getvar", answer)
    monkeypatch.setattr(dialplan, "AGAIN_S", 0.05)
    monkeypatch.setattr(runner, "LONGEST_S", 0.05)
    world = await start(FakePbx(default=TALKATIVE))
    [site] = world.sites
    await world.join(site, crowd())
    await until(lambda: site.board.hold is not None and site.board.hold.code == code)
    assert site.node.why_down == code
    assert site.node.describe().why == code
    await asyncio.sleep(0.2)
    assert site.fake.count("Originate") == 0
    said[0] = "1"
    await world.settle(site)
    await world.check(site, crowd(), code)
