"""The calls of one PBX: a pure fold over its events.

Each handler takes one event and mends the legs it speaks of; what that means for a call is
derived from its legs afterwards. Events may be lost, doubled or out of order between channels
(Asterisk keeps only one channel's own events in order), so every handler works from any state:
an event about a leg not seen before makes the leg, one about a leg that has ended changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from cti.ami.events import Event
from cti.calls.call import Call, CallChange, Leg, read_endpoint
from cti.calls.handlers import HANDLERS
from cti.calls.legs import Legs, advance


class SeenChannel(NamedTuple):
    """A channel in the PBX's own list of what is alive."""

    uniqueid: str
    linkedid: str
    channel: str
    state: int  # AST_STATE_*
    caller_number: str
    exten: str
    seconds: int  # since it was made
    bridge: str = ""  # the bridge it is in


class Tracker:
    """Folds the events of the PBX called `pbx`."""

    def __init__(self, pbx: str) -> None:
        self.pbx = pbx
        self.drift = 0  # differences that resyncs found
        self._legs = Legs(pbx)

    @property
    def calls(self) -> dict[str, Call]:
        """The live calls, by linkedid."""
        return self._legs.calls

    def apply(self, event: Event, now: datetime) -> list[CallChange]:
        """Fold one event in; returns what changed. Never raises, whatever the event says."""
        handler = HANDLERS.get(type(event))
        if handler is None:
            return []
        handler(self._legs, event, now)
        return self._legs.collect(now)

    def lose(self, now: datetime) -> list[CallChange]:
        """The link is down: what the calls do is not known until a resync."""
        for call in self.calls.values():
            self._legs.touch(call)
            call.unknown = True
        return self._legs.collect(now)

    def resync(self, channels: Iterable[SeenChannel], now: datetime) -> list[CallChange]:
        """Make the calls what the PBX says they are; differences count as drift."""
        for call in self.calls.values():
            self._legs.touch(call)
            call.unknown = False
        seen = {item.uniqueid: item for item in channels if read_endpoint(item.channel)}
        for uniqueid in [uniqueid for uniqueid in self._legs.owners if uniqueid not in seen]:
            call = self._legs.owners[uniqueid]
            self.drift += 1
            self._legs.end_leg(uniqueid, None, now)
            call.vanished = not call.live_legs
        for item in seen.values():
            self._adopt(item, now)
        return self._legs.collect(now)

    def find_leg(self, uniqueid: str) -> Leg | None:
        """A live leg."""
        owner = self._legs.owners.get(uniqueid)
        return owner.legs[uniqueid] if owner else None

    def find_call(self, call_id: str) -> Call | None:
        """A live call by its own id."""
        return next((call for call in self.calls.values() if call.id == call_id), None)

    def _adopt(self, item: SeenChannel, now: datetime) -> None:
        is_new = item.uniqueid not in self._legs.owners
        self._legs.revive(item.uniqueid)
        leg = self._legs.meet(item.uniqueid, item.linkedid, item.channel, now)
        if leg is None:
            return
        call = self._legs.own(leg)
        if is_new:
            self.drift += 1
            leg.started_at = now - timedelta(seconds=item.seconds)
            call.started_at = min(call.started_at, leg.started_at)
            if call.kind == "inbound" and item.uniqueid == call.linkedid:
                call.number, call.did = item.caller_number or None, item.exten or None
        leg.channel = item.channel
        if item.bridge:
            self._legs.enter_bridge(leg, item.bridge)
        else:
            self._legs.leave_bridge(leg)
        advance(leg, item.state, now)
