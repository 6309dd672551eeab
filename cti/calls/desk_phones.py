"""The state of each agent's phone and of the link to its PBX, in the user's own topic."""

from collections import defaultdict
from datetime import datetime

from cti.agents.people import PeopleBook
from cti.agents.service import name_topic
from cti.agents.shapes import LinkView, PhoneState, PhoneView
from cti.bus import Bus
from cti.calls.call import Call
from cti.calls.lines import PbxLines
from cti.calls.messages import PbxChanged, PhoneChanged
from cti.clock import Clock
from cti.live.hub import Hub
from cti.shapes import Person


class DeskPhones:
    """Entries `phone` and `pbx` of every user's topic."""

    def __init__(
        self, hub: Hub, bus: Bus, clock: Clock, *, people: PeopleBook, lines: PbxLines
    ) -> None:
        self._hub, self._clock = hub, clock
        self._people, self._lines = people, lines
        self._rings: dict[str, set[str]] = defaultdict(set)  # call ids by extension
        self._talks: dict[str, set[str]] = defaultdict(set)
        self._noted: dict[str, set[str]] = {}  # extensions by call id
        self._shown: dict[int, tuple[str | None, PhoneState, datetime]] = {}
        self._links: dict[str, str | None] = {}
        bus.subscribe(PhoneChanged, self._on_phone_changed)
        bus.subscribe(PbxChanged, self._on_pbx_changed)

    def open(self, person: Person) -> None:
        """Make sure that the person's topic shows phone and link."""
        self._show_phone(person)
        self._show_link(person)

    def read_state(self, extension: str | None) -> PhoneState:
        """What a phone does just now."""
        if extension is None:
            return "no_extension"
        if self._talks.get(extension):
            return "talking"
        if self._rings.get(extension):
            return "ringing"
        registered = any(node.phones.is_registered(extension) for node in self._lines)
        return "idle" if registered else "unregistered"

    def note(self, call: Call) -> None:
        """Take in which phones ring and talk in a call."""
        ringing, talking = set(call.ringing), set(call.talking)
        touched = self._noted.get(call.id, set()) | ringing | talking
        if call.ended_at is None:
            self._noted[call.id] = ringing | talking
        else:
            self._noted.pop(call.id, None)
        for extension in touched:
            _mark(self._rings[extension], call.id, on=extension in ringing)
            _mark(self._talks[extension], call.id, on=extension in talking)
            self._show_extension(extension)

    def _on_phone_changed(self, message: PhoneChanged) -> None:
        self._show_extension(message.extension)
        if (person := self._people.find_by_extension(message.extension)) is not None:
            self._show_link(person)

    def _on_pbx_changed(self, message: PbxChanged) -> None:
        pbx = message.pbx
        why = None if pbx.state == "up" else (pbx.why or pbx.state)
        self._hub.put("pbx", f"pbx/{pbx.name}", pbx.model_dump(mode="json"), soon=True)
        if pbx.name in self._links and self._links[pbx.name] == why:
            return
        self._links[pbx.name] = why
        for person in self._people.list_all():
            self._show_link(person)

    def _show_extension(self, extension: str) -> None:
        if (person := self._people.find_by_extension(extension)) is not None:
            self._show_phone(person)

    def _show_phone(self, person: Person) -> None:
        state = self.read_state(person.extension)
        shown = self._shown.get(person.id)
        if shown is None or shown[:2] != (person.extension, state):
            shown = self._shown[person.id] = (person.extension, state, self._clock())
        view = PhoneView(extension=shown[0], state=shown[1], since=shown[2])
        self._hub.put(name_topic(person.id), "phone", view.model_dump(mode="json"))

    def _show_link(self, person: Person) -> None:
        node = self._lines.find_for(person.extension or "")
        why = "pbx.not_configured" if node is None else node.why_down
        view = LinkView(up=why is None, why=why)
        self._hub.put(name_topic(person.id), "pbx", view.model_dump(mode="json"))


def _mark(calls: set[str], call_id: str, *, on: bool) -> None:
    if on:
        calls.add(call_id)
    else:
        calls.discard(call_id)
