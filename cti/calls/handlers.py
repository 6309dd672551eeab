"""What each kind of event does to the legs it speaks of. No I/O."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cti.ami import events as ami
from cti.calls.call import read_endpoint
from cti.calls.facts import OutcomeFact, read_fact
from cti.calls.legs import STATE_INCOMING, STATE_RINGING, STATE_UP, Legs, advance, give_up

PAIR = "basic"  # the bridge of a conversation; conferences and waiting rooms are of other types


def _on_newchannel(legs: Legs, event: ami.Newchannel, now: datetime) -> None:
    leg = legs.meet(event.uniqueid, event.linkedid, event.channel, now)
    if leg is None:
        return
    call = legs.own(leg)
    if event.state == STATE_INCOMING and event.uniqueid == call.linkedid:
        call.did = call.did or event.exten or None
        if leg.role == "customer":
            call.number = call.number or event.caller_number or None
    advance(leg, event.state, now)


def _on_newstate(legs: Legs, event: ami.Newstate, now: datetime) -> None:
    if leg := legs.meet(event.uniqueid, event.linkedid, event.channel, now):
        advance(leg, event.state, now)
        legs.spare_others(leg)


def _on_dial_begin(legs: Legs, event: ami.DialBegin, now: datetime) -> None:
    leg = legs.meet(event.dest_uniqueid, event.dest_linkedid, event.dest_channel, now)
    if leg is None:
        return
    leg.dialled_by = event.uniqueid or None
    if leg.role == "customer":
        call = legs.own(leg)
        if call.number is None:
            call.number = event.dial_string.partition("@")[0] or None


def _on_dial_state(legs: Legs, event: ami.DialState, now: datetime) -> None:
    leg = legs.meet(event.dest_uniqueid, event.dest_linkedid, event.dest_channel, now)
    if leg is not None and event.status in {"RINGING", "PROGRESS"}:
        advance(leg, STATE_RINGING, now)


def _on_dial_end(legs: Legs, event: ami.DialEnd, now: datetime) -> None:
    leg = legs.meet(event.dest_uniqueid, event.dest_linkedid, event.dest_channel, now)
    if leg is None:
        return
    if event.status == "ANSWER":
        advance(leg, STATE_UP, now)
        legs.spare_others(leg)
    else:
        give_up(leg)


def _on_bridge_enter(legs: Legs, event: ami.BridgeEnter, now: datetime) -> None:
    if leg := legs.meet(event.uniqueid, event.linkedid, event.channel, now):
        legs.enter_bridge(leg, event.bridge)
        advance(leg, STATE_UP, now)
        if event.bridge_type == PAIR:
            legs.join_calls(leg, now)


def _on_bridge_leave(legs: Legs, event: ami.BridgeLeave, now: datetime) -> None:
    leg = legs.meet(event.uniqueid, event.linkedid, event.channel, now)
    if leg is not None and leg.bridge == event.bridge:
        legs.leave_bridge(leg)


def _on_hold(legs: Legs, event: ami.Hold | ami.Unhold, now: datetime) -> None:
    if leg := legs.meet(event.uniqueid, event.linkedid, event.channel, now):
        leg.held = isinstance(event, ami.Hold)


def _on_rename(legs: Legs, event: ami.Rename, now: datetime) -> None:
    """A masquerade swaps names: who takes over a telephone's name is that telephone now."""
    if "<MASQ>" in event.new_name:
        return  # half-way through the swap
    if read_endpoint(event.new_name) is None:
        legs.end_leg(event.uniqueid, None, now)
    elif leg := legs.meet(event.uniqueid, event.linkedid, event.new_name, now):
        leg.channel = event.new_name
        advance(leg, STATE_UP, now)


def _on_cti_answered(legs: Legs, event: ami.CtiAnswered, now: datetime) -> None:
    if leg := legs.meet(event.uniqueid, event.linkedid, event.channel, now):
        advance(leg, STATE_UP, now)


def _on_queue_join(legs: Legs, event: ami.QueueCallerJoin, now: datetime) -> None:
    if leg := legs.meet(event.uniqueid, event.linkedid, event.channel, now):
        legs.own(leg).queue = event.queue


def _on_cti_outcome(legs: Legs, event: ami.CtiOutcome, _now: datetime) -> None:
    call = legs.owners.get(event.attempt)
    if call is not None:
        fact = read_fact(event, call.kind)
        call.outcome = fact.outcome if isinstance(fact, OutcomeFact) else None


def _on_hangup(legs: Legs, event: ami.Hangup, now: datetime) -> None:
    legs.end_leg(event.uniqueid, event.cause, now)


HANDLERS: dict[type, Callable[[Legs, Any, datetime], None]] = {
    ami.Newchannel: _on_newchannel,
    ami.Newstate: _on_newstate,
    ami.DialBegin: _on_dial_begin,
    ami.DialState: _on_dial_state,
    ami.DialEnd: _on_dial_end,
    ami.BridgeEnter: _on_bridge_enter,
    ami.BridgeLeave: _on_bridge_leave,
    ami.Hold: _on_hold,
    ami.Unhold: _on_hold,
    ami.Rename: _on_rename,
    ami.CtiAnswered: _on_cti_answered,
    ami.CtiOutcome: _on_cti_outcome,
    ami.QueueCallerJoin: _on_queue_join,
    ami.Hangup: _on_hangup,
}
