"""Whole campaign calls over links that stall, reorder and forget."""

import asyncio
import dataclasses

import pytest

from cti.ami.errors import FateUnknownError
from cti.ami.events import CtiOutcome, CtiReply
from cti.ami.resync import acknowledge, read_outbox, read_snapshot, send
from tests.fakes.fake_ami import FakeAmi, Faults
from tests.fakes.fake_pbx import BUSY, NO_ANSWER, PRESSES_9, PRESSES_NOTHING, Customer, FakePbx
from tests.fakes.links import FAST, Told, dial, link_to, until


@pytest.mark.parametrize(
    ("customer", "keys", "cause"),
    [(PRESSES_9, ["9"], 16), (PRESSES_NOTHING, [], 16), (BUSY, [], 17), (NO_ANSWER, [], 19)],
)
async def test_what_is_told_live_and_what_the_outbox_holds_are_the_same(
    customer: Customer, keys: list[str], cause: int
) -> None:
    told = Told()
    async with FakeAmi(FakePbx(default=customer)) as server, link_to(server, told) as link:
        await send(link, dial())
        await until(lambda: any(isinstance(event, CtiOutcome) for event in told.events))
        live = [event for event in told.events if isinstance(event, CtiReply | CtiOutcome)]
        outbox, malformed = await read_outbox(link)
        assert live == outbox
        assert malformed == []
        assert [entry.key for entry in outbox if isinstance(entry, CtiReply)] == keys
        assert [entry.cause for entry in outbox if isinstance(entry, CtiOutcome)] == [cause]
        await acknowledge(link, outbox)
        assert server.pbx.astdb == {}


async def test_an_originate_whose_reply_stalls_is_found_alive_by_a_look_up() -> None:
    slow = dataclasses.replace(PRESSES_9, pause=0.2)
    faults = Faults(stall={"Originate"})
    async with FakeAmi(FakePbx(default=slow), faults) as server, link_to(server, Told()) as link:
        action = dial("at_5")
        with pytest.raises(FateUnknownError):
            await link.action(action.name, action.headers, timeout=0.05)
        snapshot = await read_snapshot(link)
        assert snapshot.live_attempts == {"at_5"}
        assert server.pbx.originates == {"at_5": 1}


async def test_a_second_originate_of_a_living_attempt_dials_nobody() -> None:
    slow = dataclasses.replace(PRESSES_9, pause=0.05)
    async with FakeAmi(FakePbx(default=slow)) as server, link_to(server, Told()) as link:
        await send(link, dial("at_5"))
        await send(link, dial("at_5"))
        assert server.pbx.originates == {"at_5": 2}
        assert server.pbx.calls.total() == 1


async def test_a_malformed_outbox_entry_stops_no_other_and_can_be_deleted() -> None:
    pbx = FakePbx()
    pbx.astdb = {
        "/cti/outbox/at_1:1": "reply|1|1700000000.5",
        "/cti/outbox/at_1:2": "reply|",
        "/cti/outbox/at_1:10": "reply|2|1700000002.5",
        "/cti/outbox/nonsense": "",
        "/cti/outbox/at_1:end": "end|16|SIP 200 OK|1700000000|1700000009|",
    }
    told = Told()
    async with FakeAmi(pbx) as server, link_to(server, told) as link:
        (snapshot,) = told.snapshots
        steps = [entry.step for entry in snapshot.outbox if isinstance(entry, CtiReply)]
        assert steps == [1, 10]
        assert isinstance(snapshot.outbox[-1], CtiOutcome)
        assert {entry.key for entry in snapshot.malformed} == {"at_1:2", "nonsense"}
        await acknowledge(link, [*snapshot.outbox, *snapshot.malformed])
        assert server.pbx.astdb == {}


async def test_ten_thousand_entries_are_drained_and_acknowledged_in_seconds() -> None:
    pbx = FakePbx()
    pbx.astdb = {f"/cti/outbox/at_{n}:1": "reply|1|1700000000" for n in range(10_000)}
    told = Told()
    settings = dataclasses.replace(FAST, resync_timeout=10.0, ping_interval=60)
    async with FakeAmi(pbx) as server, link_to(server, told, settings=settings) as link:
        async with asyncio.timeout(20):
            await acknowledge(link, told.snapshots[0].outbox)
        assert len(told.snapshots[0].outbox) == 10_000
        assert server.pbx.astdb == {}


async def test_two_links_to_two_pbxs_live_and_die_apart() -> None:
    here, there = Told(), Told()
    async with (
        FakeAmi() as first,
        FakeAmi() as second,
        link_to(first, here) as link,
        link_to(second, there) as other,
    ):
        await first.close()
        await until(lambda: here.downs)
        await other.action("Ping")
        assert there.downs == []
        async with first:
            await until(lambda: len(here.snapshots) == 2)
            await link.wait_up()
