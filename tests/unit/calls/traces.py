"""Recorded traces, as typed events."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cti.ami.decode import decode
from cti.ami.events import Event
from cti.ami.wire import FrameReader
from cti.calls.call import Call, CallChange
from cti.calls.tracker import Tracker

TRACES = Path(__file__).parents[2] / "traces"
BEGIN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
STEP = timedelta(milliseconds=10)

NAMES = sorted(path.stem for path in TRACES.glob("*.ami"))


def read_trace(name: str, piece: int | None = None) -> list[Event]:
    """The events of a trace, its bytes fed whole or in pieces of so many bytes."""
    data = (TRACES / f"{name}.ami").read_bytes()
    reader = FrameReader()
    frames = []
    for at in range(0, len(data), piece or len(data)):
        frames += reader.feed(data[at : at + (piece or len(data))])
    return [event for frame in frames if (event := decode(frame)) is not None]


class Story:
    """A tracker that was told a trace, with all that it said."""

    def __init__(self, events: list[Event]) -> None:
        self.tracker = Tracker("main")
        self.changes: list[CallChange] = []
        self.states: list[str] = []
        self.rings: list[tuple[str, ...]] = []
        self.now = BEGIN
        for event in events:
            self.tell(event)

    def tell(self, event: Event) -> None:
        self.now += STEP
        for change in self.tracker.apply(event, self.now):
            self.changes.append(change)
            if not self.states or self.states[-1] != change.call.state:
                self.states.append(change.call.state)
            if not self.rings or self.rings[-1] != change.call.ringing:
                self.rings.append(change.call.ringing)

    @property
    def calls(self) -> list[Call]:
        return list({change.call.id: change.call for change in self.changes}.values())

    @property
    def call(self) -> Call:
        (only,) = self.calls
        return only


def walk(name: str) -> Iterator[tuple[Event, Story]]:
    story = Story([])
    for event in read_trace(name):
        story.tell(event)
        yield event, story
