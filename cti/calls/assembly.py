"""Everything about calls above the PBX nodes, put together: for main, tests and benches."""

from dataclasses import dataclass

from cti.agents.people import PeopleBook
from cti.agents.service import Presences
from cti.bus import Bus
from cti.calls import ledger
from cti.calls.click import ClickToCall
from cti.calls.desk import Desk
from cti.calls.desk_phones import DeskPhones
from cti.calls.facts import AttemptRow
from cti.calls.identity import Identities, Match
from cti.calls.lines import PbxLines
from cti.calls.recorder import Recorder
from cti.calls.service import Calls
from cti.calls.steering import Steering
from cti.calls.traces import Traces
from cti.clock import Clock
from cti.compliance.service import Gate
from cti.db import Database
from cti.live.hub import Hub


@dataclass(frozen=True, slots=True)
class CallCentre:
    """What stands on the PBX nodes: make it before they start, so that it hears of every call."""

    people: PeopleBook
    presences: Presences
    identities: Identities
    recorder: Recorder
    desk: Desk
    calls: Calls
    db: Database

    async def start(self) -> None:
        """Put back what was on the desks, begin to record. Before the nodes' start."""
        await self.desk.load(self.db)
        await self.recorder.start()

    async def stop(self) -> None:
        """Write down what is known. After the nodes' stop."""
        await self.recorder.stop()


def build_call_centre(
    db: Database,
    bus: Bus,
    hub: Hub,
    clock: Clock,
    *,
    gate: Gate,
    match: Match,
    lines: PbxLines,
    traces: Traces,
    region: str = "VN",
) -> CallCentre:
    """Build it all. `match` is the directory's lookup of a number."""

    async def find_attempt(attempt_id: str) -> AttemptRow | None:
        async with db.read() as connection:
            return (await ledger.find_attempts(connection, [attempt_id])).get(attempt_id)

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
    return CallCentre(people, presences, identities, recorder, desk, calls, db)
