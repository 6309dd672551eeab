"""A whole campaign call's conversation, cut at every byte of it, in either direction.

The server here is the smallest that keeps the invariants: ledger first, applied once by
(attempt, step), acknowledged after the commit, unknown fates looked up and never redialled.
"""

import asyncio
import contextlib
import dataclasses

import pytest

from cti.ami.address import PbxAddress
from cti.ami.client import AmiLink
from cti.ami.errors import FateUnknownError, LinkDownError
from cti.ami.events import CtiOutcome, CtiReply, Event
from cti.ami.resync import OutboxEntry, acknowledge, read_snapshot, send
from tests.fakes.fake_ami import FakeAmi, Faults
from tests.fakes.fake_pbx import PRESSES_1, FakePbx
from tests.fakes.links import FAST, dial, until

QUIET = dataclasses.replace(FAST, ping_interval=60)  # pings would blur where a byte falls
AT_ONCE = 24  # conversations side by side


class SmallServer:
    def __init__(self, address: PbxAddress) -> None:
        self.ledger: dict[str, str] = {}
        self.replies: list[tuple[str, int, str]] = []
        self.outcomes: list[str] = []
        self.acknowledging: set[asyncio.Task[None]] = set()
        self.link = AmiLink(
            address,
            name="cut",
            on_event=self.hear,
            on_up=self.resync,
            on_down=lambda _: None,
            settings=QUIET,
        )

    async def call(self, attempt: str) -> None:
        self.ledger[attempt] = "sent"
        try:
            await send(self.link, dial(attempt))
        except LinkDownError:
            self.ledger[attempt] = "never sent"
        except FateUnknownError:
            pass  # the resync looks it up

    async def resync(self, link: AmiLink) -> None:
        snapshot = await read_snapshot(link)
        for entry in snapshot.outbox:
            self.apply(entry)
        await acknowledge(link, snapshot.outbox)
        for attempt, state in self.ledger.items():
            if state == "sent" and attempt not in snapshot.live_attempts:
                self.ledger[attempt] = "never arrived"

    def hear(self, event: Event) -> None:
        if isinstance(event, CtiReply | CtiOutcome):
            self.apply(event)
            task = asyncio.create_task(self.acknowledge(event))
            self.acknowledging.add(task)
            task.add_done_callback(self.acknowledging.discard)

    async def acknowledge(self, entry: OutboxEntry) -> None:
        with contextlib.suppress(LinkDownError, FateUnknownError):  # drained at the next connect
            await acknowledge(self.link, [entry])

    def apply(self, entry: OutboxEntry) -> None:
        if isinstance(entry, CtiOutcome):
            self.ledger[entry.attempt] = "ended"
            if entry.attempt not in self.outcomes:
                self.outcomes.append(entry.attempt)
        elif (key := (entry.attempt, entry.step, entry.key)) not in self.replies:
            self.replies.append(key)

    def is_settled(self, pbx: FakePbx) -> bool:
        known = all(state != "sent" for state in self.ledger.values())
        return known and not pbx.tasks and not pbx.astdb and not self.acknowledging


async def play(faults: Faults) -> tuple[FakeAmi, SmallServer]:
    customer = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.001)
    async with FakeAmi(FakePbx(default=customer), faults) as fake:
        server = SmallServer(fake.address)
        await server.link.start()
        async with asyncio.timeout(10):
            await server.link.wait_up()
            await server.call("at_1")
            await until(lambda: server.is_settled(fake.pbx), seconds=9)
        await server.link.stop()
        return fake, server


def check(fake: FakeAmi, server: SmallServer, cut: str) -> None:
    calls = fake.pbx.calls.total()
    assert fake.pbx.originates["at_1"] == calls <= 1, cut
    if calls:
        assert server.ledger == {"at_1": "ended"}, cut
        assert server.replies == [("at_1", 1, "5"), ("at_1", 2, "1")], cut
        assert server.outcomes == ["at_1"], cut
    else:
        assert server.ledger["at_1"] in {"never sent", "never arrived"}, cut
        assert server.replies == [], cut
    assert fake.pbx.astdb == {}, cut


@pytest.mark.parametrize("direction", ["cut_out_at", "cut_in_at"])
async def test_a_call_cut_at_any_byte_is_dialled_once_at_most_and_loses_no_reply(
    direction: str,
) -> None:
    whole, server = await play(Faults())
    check(whole, server, "uncut")
    size = len((whole.told if direction == "cut_out_at" else whole.heard)[1])
    turns = asyncio.Semaphore(AT_ONCE)
    dialled = 0

    async def play_cut(at: int) -> None:
        nonlocal dialled
        async with turns:
            fake, server = await play(Faults(**{direction: at}))
        check(fake, server, f"{direction} {at} of {size}")
        dialled += fake.pbx.calls.total()

    async with asyncio.TaskGroup() as group:
        for at in range(1, size + 1):
            group.create_task(play_cut(at))
    assert 0 < dialled <= size


async def test_a_call_told_in_single_bytes_ends_like_any_other() -> None:
    check(*await play(Faults(chunk=1)), "byte by byte")


async def test_connections_accepted_and_dropped_do_not_wear_the_link_down() -> None:
    fake, server = await play(Faults(drop_first=8))
    check(fake, server, "accept then drop")
    assert fake.connections == 9
