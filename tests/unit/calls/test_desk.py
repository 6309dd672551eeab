"""Desks from recorded traces: whose card shows when, with lookups that are slow or fail."""

import asyncio
from typing import Any

from traces import BEGIN, STEP, read_trace

from cti.agents.people import PeopleBook
from cti.agents.service import Presences
from cti.ami.events import Newstate
from cti.bus import Bus
from cti.calls.desk import Desk
from cti.calls.desk_phones import DeskPhones
from cti.calls.facts import AttemptRow
from cti.calls.identity import Identities
from cti.calls.lines import PbxLines
from cti.calls.messages import CallChanged
from cti.calls.traces import Traces
from cti.calls.tracker import Tracker
from cti.crm.shapes import ContactMatch
from cti.db import Database
from cti.live.hub import Hub
from cti.shapes import Person

HONG = ContactMatch(
    contact_id=1,
    customer_id=1,
    name="Hồng",
    customer="Hồng",
    customer_kind="person",
    title=None,
    owner=None,
)


class World:
    """Ten agents; the lookup answers when it is let to."""

    def __init__(self) -> None:
        db = Database("sqlite+aiosqlite://")  # never opened: a pop reads no table of ours
        self.bus, self.hub, self.now = Bus(), Hub(), BEGIN
        self.may_answer, self.fails = asyncio.Event(), False
        self.may_answer.set()
        people = PeopleBook(db, self.bus)
        for number in range(101, 111):
            people.learn(
                Person(id=number, name=f"Agent {number}", extension=str(number), role="agent")
            )
        lines = PbxLines([], Traces(), self.clock)
        self.identities = Identities(self.bus, self.match, self.find_attempt)
        phones = DeskPhones(self.hub, self.bus, self.clock, people=people, lines=lines)
        self.desk = Desk(
            self.hub,
            self.bus,
            self.clock,
            people=people,
            presences=Presences(db, self.hub, self.clock),
            identities=self.identities,
            phones=phones,
        )
        self.tracker = Tracker("main")

    def clock(self) -> Any:  # noqa: ANN401 - a Clock's answer
        return self.now

    async def match(self, _e164: str) -> list[ContactMatch]:
        await self.may_answer.wait()
        if self.fails:
            raise OSError
        return [HONG]

    async def find_attempt(self, _attempt_id: str) -> AttemptRow | None:
        return None

    async def tell(self, *events: Any) -> None:  # noqa: ANN401 - AMI events
        for event in events:
            self.now += STEP
            for call, what in self.tracker.apply(event, self.now):
                self.bus.publish(CallChanged(call, what, self.now))
            await asyncio.sleep(0)

    async def settle(self) -> None:
        await asyncio.gather(*self.identities._tasks)

    def cards(self, extension: int) -> list[dict[str, Any]]:
        entries = self.hub.document(f"user/{extension}").entries
        return [value for key, value in entries.items() if key.startswith("call/")]

    def holders(self) -> list[int]:
        return [extension for extension in range(101, 111) if self.cards(extension)]

    def phone(self, extension: int) -> str:
        return str(self.hub.document(f"user/{extension}").entries["phone"]["state"])


async def test_every_ringing_desk_has_the_card_until_one_answers_and_only_that_one_after() -> None:
    world = World()
    seen = []
    for event in read_trace("inbound-queue-answered"):
        await world.tell(event)
        if not seen or seen[-1] != world.holders():
            seen.append(world.holders())
    assert list(range(101, 111)) in seen
    assert seen[-1] == [101]
    answered = next(
        at
        for at, event in enumerate(read_trace("inbound-queue-answered"))
        if isinstance(event, Newstate) and event.state == 6 and "PJSIP/101-" in event.channel
    )
    again = World()
    await again.tell(*read_trace("inbound-queue-answered")[: answered + 1])
    assert again.holders() == [101]
    (card,) = world.cards(101)
    assert (card["state"], card["outcome"], card["matches"][0]["name"]) == (
        "ended",
        "answered",
        "Hồng",
    )


async def test_a_call_that_nobody_took_leaves_every_desk() -> None:
    world = World()
    await world.tell(*read_trace("inbound-queue-abandoned"))
    assert world.holders() == []
    assert {world.phone(extension) for extension in range(101, 111)} == {"unregistered"}


async def test_a_slow_lookup_holds_up_the_card_and_nothing_else() -> None:
    world = World()
    world.may_answer.clear()
    events = read_trace("transfer-by-redirect")
    ringing = next(
        at for at, event in enumerate(events) if isinstance(event, Newstate) and event.state == 5
    )
    await world.tell(*events[: ringing + 1])
    assert world.holders() == []
    assert world.phone(101) == "ringing"
    world.may_answer.set()
    await world.settle()
    assert world.holders() == [101]


async def test_a_lookup_that_fails_gives_a_card_without_a_name() -> None:
    world = World()
    world.fails = True
    await world.tell(*read_trace("transfer-by-redirect")[:6])
    await world.settle()
    (card,) = world.cards(101)
    assert (card["matches"], card["display"]) == ([], "0987 654 321")


async def test_a_transferred_call_moves_from_desk_to_desk() -> None:
    world = World()
    seen = []
    for event in read_trace("transfer-by-redirect"):
        await world.tell(event)
        if world.holders() and (not seen or seen[-1] != world.holders()):
            seen.append(world.holders())
    assert seen == [[101], [102]]


async def test_campaign_calls_are_on_no_desk() -> None:
    world = World()
    await world.tell(*read_trace("campaign-key"))
    assert world.holders() == []
