"""Everything about calls, put together: for main, and for tests and benches of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cti.agents.people import PeopleBook
from cti.agents.service import Presences
from cti.ami.address import PbxAddress
from cti.ami.state import LinkSettings
from cti.bus import Bus
from cti.calls import ledger
from cti.calls.click import ClickToCall
from cti.calls.desk import Desk
from cti.calls.desk_phones import DeskPhones
from cti.calls.facts import CLICK, AttemptRow
from cti.calls.identity import Identities, Match
from cti.calls.lines import PbxLines
from cti.calls.node import PbxNode
from cti.calls.recorder import Recorder
from cti.calls.service import Calls
from cti.calls.sinks import ClickFacts, FactSink
from cti.calls.steering import Steering
from cti.calls.traces import Traces
from cti.clock import Clock
from cti.compliance.service import Gate
from cti.db import Database
from cti.live.hub import Hub


@dataclass(frozen=True, slots=True)
class PbxConfig:
    """One PBX as the operator names it."""

    name: str
    address: PbxAddress
    trunk: str
    caller_id: str  # the number that click-to-call shows to customers


@dataclass(frozen=True, slots=True)
class CallCentre:
    """The parts, and their common life."""

    lines: PbxLines
    traces: Traces
    people: PeopleBook
    presences: Presences
    identities: Identities
    recorder: Recorder
    desk: Desk
    calls: Calls
    db: Database

    async def start(self) -> None:
        """Put back what was on the desks, then connect to every PBX; returns at once."""
        await self.desk.load(self.db)
        await self.recorder.start()
        for node in self.lines:
            await node.start()

    async def stop(self) -> None:
        """Write down what is known and leave; calls in progress go on without us."""
        for node in self.lines:
            await node.stop()
        await self.recorder.stop()


def build_call_centre(
    db: Database,
    bus: Bus,
    hub: Hub,
    clock: Clock,
    *,
    gate: Gate,
    match: Match,
    pbxs: Sequence[PbxConfig],
    traces: Traces,
    sinks: Mapping[str, FactSink],
    region: str = "VN",
    link_settings: LinkSettings | None = None,
) -> CallCentre:
    """Build it all, connected to nothing yet. `sinks` are those of other kinds than click."""

    async def find_attempt(attempt_id: str) -> AttemptRow | None:
        async with db.read() as connection:
            return (await ledger.find_attempts(connection, [attempt_id])).get(attempt_id)

    nodes = [
        PbxNode(
            pbx.name,
            pbx.address,
            pbx.trunk,
            caller_id=pbx.caller_id,
            db=db,
            bus=bus,
            clock=clock,
            sinks={CLICK: ClickFacts(), **sinks},
            traces=traces,
            link_settings=link_settings,
        )
        for pbx in pbxs
    ]
    lines = PbxLines(nodes, traces, clock)
    people = PeopleBook(db, bus)
    presences = Presences(db, hub, clock)
    identities = Identities(bus, match, find_attempt, region=region)  # hears of calls first
    recorder = Recorder(db, bus, clock, people, identities)
    phones = DeskPhones(hub, bus, clock, people=people, lines=lines)
    desk = Desk(
        hub,
        bus,
        clock,
        people=people,
        presences=presences,
        identities=identities,
        phones=phones,
        region=region,
    )
    click = ClickToCall(
        db,
        gate,
        lines,
        clock,
        phones=phones,
        identities=identities,
        match=match,
        region=region,
    )
    calls = Calls(
        db,
        bus,
        clock,
        click=click,
        steering=Steering(lines, phones, identities),
        desk=desk,
        recorder=recorder,
        traces=traces,
        region=region,
    )
    return CallCentre(lines, traces, people, presences, identities, recorder, desk, calls, db)
