"""A call and its legs, as the tracker folds them from a PBX's events. No I/O."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Literal, NamedTuple

from cti.calls.outcome import Outcome
from cti.calls.shapes import CallKind, CallState, Direction

Role = Literal["customer", "agent"]

ATTEMPT_PREFIX = "at_"
"""Ids of our own attempts; as ChannelId they are the Uniqueid and Linkedid of their calls."""

_ENDPOINT = re.compile(r"PJSIP/(?P<endpoint>.+)-[0-9a-f]{8}\Z")
_EXTENSION = re.compile(r"[0-9]{2,8}\Z")


def read_endpoint(channel: str) -> str | None:
    """The endpoint in a channel's name; None for what is no leg to anybody.

    Only PJSIP channels are telephones. Local channels, the helpers of a Redirect (AsyncGoto),
    of announcements and bridges, and zombies of a masquerade carry nobody's voice.
    """
    match = _ENDPOINT.match(channel)
    return match["endpoint"] if match else None


def name_call(pbx: str, linkedid: str) -> str:
    """A call's id: the attempt's for our own, else one that is the same whenever it is made.

    So a call keeps its id over a lost link and a restarted server.
    """
    if linkedid.startswith(ATTEMPT_PREFIX):
        return linkedid
    return "ca_" + blake2b(f"{pbx}/{linkedid}".encode(), digest_size=12).hexdigest()


class Ring(StrEnum):
    """How far a leg has come."""

    DOWN = "down"
    RINGING = "ringing"
    UP = "up"


@dataclass(slots=True, eq=False)
class Leg:
    """One channel to one telephone."""

    uniqueid: str
    channel: str
    role: Role
    extension: str | None  # of an agent's leg
    started_at: datetime
    ring: Ring = Ring.DOWN
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None
    held: bool = False
    bridge: str | None = None
    dialled_by: str | None = None  # uniqueid of the channel that rings it
    given_up: bool = False  # another phone was faster, or it did not answer in time

    @property
    def is_live(self) -> bool:
        """Whether the channel still exists."""
        return self.ended_at is None


@dataclass(slots=True, eq=False)
class Call:
    """A call with its legs. `state`, `ringing` and `talking` follow from the legs."""

    id: str
    pbx: str
    linkedid: str
    kind: CallKind
    direction: Direction
    started_at: datetime
    number: str | None = None  # the customer's, as the network gave it or as it was dialled
    did: str | None = None
    queue: str | None = None
    legs: dict[str, Leg] = field(default_factory=dict)
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None
    unknown: bool = False  # the link is down: nobody knows how it goes on
    outcome: Outcome | None = None  # of our own attempts, as the PBX's hangup handler tells it
    vanished: bool = False  # it ended while nobody was looking
    last_agent: str | None = None  # extension of the agent who spoke last

    @property
    def live_legs(self) -> list[Leg]:
        """The legs that still exist."""
        return [leg for leg in self.legs.values() if leg.is_live]

    @property
    def ringing(self) -> tuple[str, ...]:
        """The extensions whose phones ring."""
        return self._extensions(Ring.RINGING)

    @property
    def talking(self) -> tuple[str, ...]:
        """The extensions whose phones are picked up."""
        return self._extensions(Ring.UP)

    @property
    def held(self) -> bool:
        """Whether somebody has put the other on hold."""
        return any(leg.held for leg in self.live_legs)

    @property
    def customer(self) -> Leg | None:
        """The customer's live leg."""
        return next((leg for leg in self.live_legs if leg.role == "customer"), None)

    @property
    def state(self) -> CallState:
        """See CallState. Inbound and internal: ringing until somebody talks.

        Outbound: dialling until the customer's phone rings.
        """
        if self.ended_at is not None:
            return "ended"
        if self.unknown:
            return "unknown"
        if self._is_conversation() or (self.answered_at is not None and not self.ringing):
            return "talking"  # or just parting: nobody else is called
        if self.direction == "outbound" and self.answered_at is None:
            customer = self.customer
            return "ringing" if customer and customer.ring is Ring.RINGING else "dialling"
        return "ringing"

    def _is_conversation(self) -> bool:
        up = [leg for leg in self.live_legs if leg.ring is Ring.UP]
        customers = sum(leg.role == "customer" for leg in up)
        agents = len(up) - customers
        if self.kind == "campaign":
            return customers > 0
        if self.kind == "internal":
            return len(up) > 1
        return customers > 0 and agents > 0

    def note_answer(self, now: datetime) -> None:
        """Note when the two sides first met, and who speaks for us."""
        if self._is_conversation():
            self.answered_at = self.answered_at or now
            self.last_agent = self.talking[-1] if self.talking else self.last_agent

    def _extensions(self, ring: Ring) -> tuple[str, ...]:
        return tuple(leg.extension for leg in self.live_legs if leg.extension and leg.ring is ring)


class CallChange(NamedTuple):
    """A call moved. `call` is the tracker's own: read it now, don't keep it for later."""

    call: Call
    what: str  # born | changed | answered | ended


def read_role(endpoint: str) -> tuple[Role, str | None]:
    """Who is behind an endpoint: agents' phones are named by their extension."""
    return ("agent", endpoint) if _EXTENSION.match(endpoint) else ("customer", None)
