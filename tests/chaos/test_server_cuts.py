"""The whole server, its campaign calls cut at bytes of their conversation, in either direction.

One server, several PBXs, one cut after the other on each. What is covered: `test_ami_link_cuts`
takes every byte, with the link alone. Here, with the dialer, the gate, SQLite and the board, a cut
falls on every `STRIDE`th byte of a call and, in the second test, of the set-up after a loss. The
stride is prime and frames differ in length, so the cuts fall on all parts of a frame; each frame
of a call has several. The bytes left out differ from their neighbours in nothing that anything
above the framing could see.
"""

import asyncio
import dataclasses
import math
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from whole_server import Site, World, number_of, serve

from cti.calls import reconciling
from cti.dialer import runner
from tests.fakes.fake_ami import FakeAmi
from tests.fakes.fake_pbx import PRESSES_1, Customer, FakePbx
from tests.fakes.links import until

SITES = 8
PACE = 20  # the clock's
STRIDE = {"cut_out_at": 53, "cut_in_at": 13}
SET_UP_STRIDE = {"cut_out_at": 59, "cut_in_at": 19}
TALKATIVE = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.001)
SLOW = dataclasses.replace(TALKATIVE, pause=0.03)

DIRECTIONS = pytest.mark.parametrize("direction", ["cut_out_at", "cut_in_at"])


def count_bytes(site: Site, direction: str) -> int:
    counts = site.fake.told if direction == "cut_out_at" else site.fake.heard
    return counts[site.fake.connections]


async def is_whole(site: Site) -> None:
    """Wait for a connection that lives, and has told all that it has to tell."""

    def quiet() -> bool:
        newest = [live for live in site.fake.live if live.number == site.fake.connections]
        return bool(newest) and not newest[0].out.qsize() and site.node.why_down is None

    await until(quiet, 10)


async def call_cut_at(world: World, site: Site, direction: str, at: int | None, who: str) -> int:
    """One member's call, cut `at` bytes after it began; the bytes of what was not cut."""
    await is_whole(site)
    began = count_bytes(site, direction)
    site.fake.faults.cut_connection = site.fake.connections
    setattr(site.fake.faults, direction, None if at is None else began + at)
    await world.join(site, [who])
    await world.settle(site)
    size = count_bytes(site, direction) - began
    setattr(site.fake.faults, direction, None)
    return size


async def lose_and_cut_at(
    world: World, site: Site, direction: str, at: int | None, who: str
) -> int:
    """One member's call that loses its connection, and the next one `at` bytes after it began."""
    await is_whole(site)
    pbx, lost = site.fake.pbx, site.fake.connections
    setattr(site.fake.faults, direction, at)
    site.fake.faults.cut_connection = lost + 1
    await world.join(site, [who])
    await until(lambda: pbx.channels or pbx.astdb, 10)
    site.fake.drop_all()
    await until(lambda: site.fake.connections > lost, 10)
    await is_whole(site)
    size = count_bytes(site, direction)
    await world.settle(site)
    setattr(site.fake.faults, direction, None)
    return size


async def run_cuts(
    folder: Path, customer: Customer, direction: str, stride: int, one_call: object
) -> None:
    async with AsyncExitStack() as stack:
        fakes = [
            await stack.enter_async_context(FakeAmi(FakePbx(default=customer)))
            for _ in range(SITES)
        ]
        world = await stack.enter_async_context(serve(folder, fakes, pace=PACE))
        assert callable(one_call)
        size = await one_call(world, world.sites[0], direction, None, number_of(0, 0))
        offsets: Iterator[int] = iter(range(1, size + 1, stride))
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
        cuts = math.ceil(size / stride)
        assert sum(map(len, called)) == cuts + 1
        assert sum(site.fake.connections for site in world.sites) > SITES + cuts // 2


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses that the server makes by the machine's clock, at the pace of the tests' own."""
    monkeypatch.setattr(reconciling, "AGAIN_S", 1.0 / PACE)
    monkeypatch.setattr(runner, "LONGEST_S", 1.0 / PACE)


@DIRECTIONS
async def test_a_campaigns_calls_are_each_made_once_wherever_their_talk_is_cut(
    direction: str, tmp_path: Path
) -> None:
    await run_cuts(tmp_path, TALKATIVE, direction, STRIDE[direction], call_cut_at)


@DIRECTIONS
async def test_a_call_in_progress_survives_cuts_of_the_reconnect(
    direction: str, tmp_path: Path
) -> None:
    await run_cuts(tmp_path, SLOW, direction, SET_UP_STRIDE[direction], lose_and_cut_at)
