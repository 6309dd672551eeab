"""The live legs of one PBX and the calls they make up: what handlers work on. No I/O."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from typing import Any

from cti.calls.call import (
    ATTEMPT_PREFIX,
    Call,
    CallChange,
    Leg,
    Ring,
    name_call,
    read_endpoint,
    read_role,
)

REMEMBERED = 20_000
"""Ended channels that are remembered, so that a late or doubled event can't bring one back."""

STATE_INCOMING = 4  # AST_STATE_RING: the far end called us
STATE_RINGING = 5
STATE_UP = 6

Signature = tuple[object, ...]

DIRECTIONS: dict[str, Any] = {
    "inbound": "inbound",
    "click": "outbound",
    "campaign": "outbound",
    "internal": "internal",
}


class Legs:
    """Legs by uniqueid, calls by linkedid; knows which calls were touched since last asked."""

    def __init__(self, pbx: str) -> None:
        self.pbx = pbx
        self.calls: dict[str, Call] = {}
        self.owners: dict[str, Call] = {}  # by uniqueid of a live leg
        self._inside: dict[str, dict[str, None]] = {}  # uniqueids by bridge, in order of entry
        self._gone: OrderedDict[str, None] = OrderedDict()
        self._touched: dict[str, tuple[Call, Signature | None]] = {}

    def revive(self, uniqueid: str) -> None:
        """The PBX itself lists this channel as alive, whatever was thought of it."""
        self._gone.pop(uniqueid, None)

    def meet(self, uniqueid: str, linkedid: str, channel: str, now: datetime) -> Leg | None:
        """The leg an event speaks of, made when it is new; None when it is nobody's or over."""
        call = self.owners.get(uniqueid)
        if call is None:
            return self._make_leg(uniqueid, linkedid or uniqueid, channel, now)
        self.touch(call)
        if linkedid and linkedid != call.linkedid and self._may_move(call, linkedid):
            target = self._find_or_make_call(linkedid, call.legs[uniqueid], now)
            call = self._move_leg(uniqueid, call, target, now)
        return call.legs[uniqueid]

    def own(self, leg: Leg) -> Call:
        """The call a live leg belongs to."""
        return self.owners[leg.uniqueid]

    def spare_others(self, answered: Leg) -> None:
        """One phone has answered: those that were rung beside it are given up."""
        if answered.dialled_by is None or answered.ring is not Ring.UP:
            return
        for leg in self.owners[answered.uniqueid].live_legs:
            if leg is not answered and leg.dialled_by == answered.dialled_by:
                give_up(leg)

    def enter_bridge(self, leg: Leg, bridge: str) -> None:
        """A leg is in this bridge now, and in no other."""
        self.leave_bridge(leg)
        leg.bridge = bridge
        self._inside.setdefault(bridge, {})[leg.uniqueid] = None

    def leave_bridge(self, leg: Leg) -> None:
        """A leg is in no bridge now."""
        bridge, leg.bridge = leg.bridge, None
        if bridge is None:
            return
        inside = self._inside[bridge]
        inside.pop(leg.uniqueid, None)
        if not inside:
            del self._inside[bridge]

    def join_calls(self, leg: Leg, now: datetime) -> None:
        """Who is in one bridge with `leg` is in one call with it: the customer's, or the older.

        In an attended transfer Asterisk gives the legs of the consultation the customer's
        linkedid, but no event says so before such a leg has one of its own: its hang-up.
        """
        inside = list(self._inside.get(leg.bridge or "", ()))
        calls = {self.owners[uniqueid].id: self.owners[uniqueid] for uniqueid in inside}
        if len(calls) < 2:  # noqa: PLR2004 - one call is as it should be
            return
        home = min(calls.values(), key=lambda call: (call.kind == "internal", call.started_at))
        for uniqueid in inside:
            if (source := self.owners[uniqueid]) is not home:
                self.touch(source)
                self.touch(home)
                self._move_leg(uniqueid, source, home, now)

    def end_leg(self, uniqueid: str, cause: int | None, now: datetime) -> None:
        """A channel is gone."""
        self._gone[uniqueid] = None
        if len(self._gone) > REMEMBERED:
            self._gone.popitem(last=False)
        call = self.owners.pop(uniqueid, None)
        if call is None:
            return
        self.touch(call)
        leg = call.legs[uniqueid]
        self.leave_bridge(leg)
        leg.ended_at, leg.cause, leg.held = now, cause, False
        if leg.role == "customer" or call.cause is None:
            call.cause = cause

    def _make_leg(self, uniqueid: str, linkedid: str, channel: str, now: datetime) -> Leg | None:
        endpoint = read_endpoint(channel)
        if endpoint is None or not uniqueid or uniqueid in self._gone:
            return None
        role, extension = read_role(endpoint)
        leg = Leg(uniqueid, channel, role, extension, now)
        call = self._find_or_make_call(linkedid, leg, now)
        if uniqueid == linkedid and role == "customer" and call.kind == "internal":
            # A later leg was met first: a PBX lists its channels in any order. The first one
            # tells whose call it is.
            call.kind, call.direction = "inbound", "inbound"
        call.legs[uniqueid] = leg
        self.owners[uniqueid] = call
        return leg

    def _find_or_make_call(self, linkedid: str, leg: Leg, now: datetime) -> Call:
        if (call := self.calls.get(linkedid)) is not None:
            self.touch(call)
            return call
        if linkedid.startswith(ATTEMPT_PREFIX):
            # Click-to-call rings the agent's phone first, a campaign the customer's.
            is_click = leg.role == "agent" or leg.uniqueid != linkedid
            call = self._make_call(linkedid, "click" if is_click else "campaign", now)
        else:
            call = self._make_call(
                linkedid, "inbound" if leg.role == "customer" else "internal", now
            )
        return call

    def _make_call(self, linkedid: str, kind: Any, now: datetime) -> Call:  # noqa: ANN401 - a CallKind literal, chosen just above
        direction = DIRECTIONS[kind]
        call = Call(name_call(self.pbx, linkedid), self.pbx, linkedid, kind, direction, now)
        self._touched[call.id] = (call, None)
        self.calls[linkedid] = call
        return call

    def _may_move(self, call: Call, linkedid: str) -> bool:
        """Whether a leg of `call` belongs to the call of another linkedid now.

        Asterisk names joined calls after their oldest channel. That may be the consultation's;
        the customer's call stays the customer's.
        """
        other = self.calls.get(linkedid)
        return call.kind == "internal" or (other is not None and other.kind != "internal")

    def _move_leg(self, uniqueid: str, source: Call, target: Call, now: datetime) -> Call:
        """Two calls became one (attended transfer): the leg goes on in the other.

        In the first it has ended, and its record says so.
        """
        leg = source.legs[uniqueid]
        source.legs[uniqueid] = replace(leg, ended_at=now, held=False, bridge=None)
        target.legs[uniqueid] = leg
        self.owners[uniqueid] = target
        return target

    def touch(self, call: Call) -> None:
        """Remember what a call was before it is changed."""
        if call.id not in self._touched:
            self._touched[call.id] = (call, sign(call))

    def collect(self, now: datetime) -> list[CallChange]:
        """What the touched calls have become, each once."""
        changes = []
        for call, before in self._touched.values():
            was_answered = call.answered_at is not None
            call.note_answer(now)
            if not call.live_legs and call.ended_at is None:
                call.ended_at = now
                self.calls.pop(call.linkedid, None)
            if before == sign(call):
                continue
            if call.ended_at is not None:
                what = "ended"
            elif before is None:
                what = "born"
            else:
                what = "changed" if was_answered or call.answered_at is None else "answered"
            changes.append(CallChange(call, what))
        self._touched.clear()
        return changes


def sign(call: Call) -> Signature:
    """What of a call others can see; the same signature means that nothing changed."""
    return (
        call.state,
        tuple((leg.extension, leg.ring, leg.held) for leg in call.live_legs),
        call.number,
        call.queue,
    )


def advance(leg: Leg, state: int, now: datetime) -> None:
    """Take over a channel state (AST_STATE_*); a leg that is up stays up."""
    if state == STATE_UP:
        leg.ring = Ring.UP
        leg.answered_at = leg.answered_at or now
    elif state == STATE_RINGING and leg.ring is Ring.DOWN and not leg.given_up:
        leg.ring = Ring.RINGING


def give_up(leg: Leg) -> None:
    """The phone rings no more, though its channel may live for some milliseconds yet."""
    leg.given_up = True
    if leg.ring is Ring.RINGING:
        leg.ring = Ring.DOWN
