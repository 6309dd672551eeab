"""The whole server, its campaign calls cut at bytes of their conversation, in either direction.

One server, several PBXs, one cut after the other on each. A cut falls on every byte that could
matter: around each end of a frame, and in its middle. That the other bytes are like their
neighbours is not supposed but shown, byte by byte, on the very conversation that is cut: between
two ends of frames nothing above the framing sees a difference (`check_likeness`; that the link
itself stands a cut at each byte, `test_ami_link_cuts` shows). `CTI_CUT_EVERY_BYTE=1` cuts at every
single one all the same, which takes a quarter of an hour.
"""

import asyncio
import dataclasses
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from whole_server import Site, World, number_of, serve

from cti.ami.wire import END_OF_FRAME, EOL, GREETING, FrameReader
from cti.calls import reconciling
from cti.dialer import runner
from tests.fakes.fake_ami import FakeAmi
from tests.fakes.fake_pbx import PRESSES_1, Customer, FakePbx
from tests.fakes.links import until

SITES = 8
PACE = 20  # the clock's
AROUND = range(-4, 4)
"""Through the four bytes that end a frame, and the first of the next."""

EVERY_BYTE = os.environ.get("CTI_CUT_EVERY_BYTE") == "1"
PATIENCE_S = 90 if EVERY_BYTE else 10
"""At the tests' pace an Originate is too late to be sent after a tenth of a second: on a machine
that has other work a call may be put off again and again before it goes out."""

TALKATIVE = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.001)
SLOW = dataclasses.replace(TALKATIVE, pause=0.03)

DIRECTIONS = pytest.mark.parametrize("direction", ["cut_out_at", "cut_in_at"])


def read_talk(site: Site, direction: str) -> bytes:
    """What went over the newest connection so far."""
    talks = site.fake.told if direction == "cut_out_at" else site.fake.heard
    return bytes(talks[site.fake.connections])


def find_ends(talk: bytes) -> list[int]:
    """Where frames end, and the greeting; and where what is whole begins."""
    ends = [0]
    if talk.startswith(GREETING):
        ends.append(talk.index(EOL) + len(EOL))
    while (found := talk.find(END_OF_FRAME, ends[-1])) >= 0:
        ends.append(found + len(END_OF_FRAME))
    return ends


def read_frames(talk: bytes, *, greeted: bool) -> tuple[str | None, list[bytes]]:
    """All that the link ever hears of these bytes: the greeting, and whole frames."""
    reader = FrameReader()
    if greeted:
        reader.greeting = GREETING.decode()
    frames = reader.feed(talk)
    return reader.greeting, frames


def check_likeness(talk: bytes) -> None:
    """After any byte, what was heard is what had been heard at the last end of a frame."""
    ends, greeted = set(find_ends(talk)), not talk.startswith(GREETING)
    heard = read_frames(b"", greeted=greeted)
    for size in range(1, len(talk) + 1):
        now = read_frames(talk[:size], greeted=greeted)
        if size in ends:
            heard = now
        assert now == heard, size


def choose_cuts(talk: bytes) -> Sequence[int]:
    """The bytes to cut at."""
    if EVERY_BYTE:
        return range(1, len(talk) + 1)
    ends = find_ends(talk)
    middles = [(start + end) // 2 for start, end in pairwise(ends)]
    around = [end + step for end in ends for step in AROUND]
    return sorted({at for at in [*middles, *around] if 0 < at <= len(talk)})


async def is_whole(site: Site) -> None:
    """Wait for a connection that lives, and has told all that it has to tell."""

    def quiet() -> bool:
        newest = [live for live in site.fake.live if live.number == site.fake.connections]
        return bool(newest) and not newest[0].out.qsize() and site.node.why_down is None

    await until(quiet, PATIENCE_S)


async def call_cut_at(world: World, site: Site, direction: str, at: int | None, who: str) -> bytes:
    """One member's call, cut `at` bytes after it began; what was said of it if it was not cut."""
    await is_whole(site)
    began = len(read_talk(site, direction))
    site.fake.faults.cut_connection = site.fake.connections
    setattr(site.fake.faults, direction, None if at is None else began + at)
    await world.join(site, [who])
    await world.settle(site, 2 * PATIENCE_S)
    talk = read_talk(site, direction)[began:]
    setattr(site.fake.faults, direction, None)
    return talk


async def lose_and_cut_at(
    world: World, site: Site, direction: str, at: int | None, who: str
) -> bytes:
    """One member's call that loses its connection, and the next one `at` bytes after it began."""
    await is_whole(site)
    pbx, lost = site.fake.pbx, site.fake.connections
    setattr(site.fake.faults, direction, at)
    site.fake.faults.cut_connection = lost + 1
    made = pbx.calls.total()
    joining = asyncio.create_task(world.join(site, [who]))
    # The call may be over before joining has tidied up after itself.
    await until(lambda: pbx.calls.total() > made, PATIENCE_S)
    site.fake.drop_all()
    await joining
    await until(lambda: site.fake.connections > lost, PATIENCE_S)
    await is_whole(site)
    talk = read_talk(site, direction)
    await world.settle(site, 2 * PATIENCE_S)
    setattr(site.fake.faults, direction, None)
    return talk


OneCall = Callable[[World, Site, str, int | None, str], Awaitable[bytes]]


async def run_cuts(folder: Path, customer: Customer, direction: str, one_call: OneCall) -> None:
    async with AsyncExitStack() as stack:
        fakes = [
            await stack.enter_async_context(FakeAmi(FakePbx(default=customer)))
            for _ in range(SITES)
        ]
        world = await stack.enter_async_context(serve(folder, fakes, pace=PACE))
        talk = await one_call(world, world.sites[0], direction, None, number_of(0, 0))
        check_likeness(talk)
        cuts = choose_cuts(talk)
        offsets = iter(cuts)
        called: list[list[str]] = [[] for _ in world.sites]
        called[0].append(number_of(0, 0))

        async def work(number: int, site: Site) -> None:
            for at in offsets:  # shared by all the sites
                who = number_of(number, len(called[number]))
                called[number].append(who)
                await one_call(world, site, direction, at, who)

        async with asyncio.TaskGroup() as group:
            for number, site in enumerate(world.sites):
                group.create_task(work(number, site))
        for site, numbers in zip(world.sites, called, strict=True):
            await world.check(site, numbers, f"{site.node.name} {direction}")
        assert sum(map(len, called)) == len(cuts) + 1
        assert sum(site.fake.connections for site in world.sites) > SITES + len(cuts) // 2


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses that the server makes by the machine's clock, at the pace of the tests' own."""
    monkeypatch.setattr(reconciling, "AGAIN_S", 1.0 / PACE)
    monkeypatch.setattr(runner, "LONGEST_S", 1.0 / PACE)


@DIRECTIONS
async def test_a_campaigns_calls_are_each_made_once_wherever_their_talk_is_cut(
    direction: str, tmp_path: Path
) -> None:
    await run_cuts(tmp_path, TALKATIVE, direction, call_cut_at)


@DIRECTIONS
async def test_a_call_in_progress_survives_cuts_of_the_reconnect(
    direction: str, tmp_path: Path
) -> None:
    await run_cuts(tmp_path, SLOW, direction, lose_and_cut_at)
