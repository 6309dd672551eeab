"""Frames to typed events. One bad event never stops the next. No I/O."""

import logging
from collections.abc import Callable

from cti.ami import events
from cti.ami.events import Event
from cti.ami.frame import Frame, read_first_line
from cti.ami.outbox import parse_attempt, parse_cause, parse_epoch, parse_key, parse_step
from cti.ami.snapshot import UNKNOWN, Snapshot, read_snapshot

log = logging.getLogger(__name__)

NOBODY = Snapshot(*[""] * len(Snapshot._fields))  # an Originate dials without a caller


class NotUnderstoodError(ValueError):
    """An event of interest that lacks a header or holds a value of the wrong kind."""


def interpret(frame: Frame, name: bytes) -> Event | None:
    """The typed event of a frame whose first line is `Event: <name>`; None if none of ours.

    Raises NotUnderstoodError, having logged the event's name. (No traceback: its text would
    hold what the customer typed or is called.)
    """
    decoder = DECODERS.get(name)
    if decoder is None:
        return None
    try:
        return decoder(frame)
    except (KeyError, ValueError, OverflowError) as error:
        log.warning("ami event not understood: %s (%s)", name.decode(), type(error).__name__)
        raise NotUnderstoodError from error


def decode(raw: bytes) -> Event | None:
    """The typed event of a whole frame as it came from the wire.

    None when it is a reply, none of ours, or not understood.
    """
    is_event, name = read_first_line(raw)
    if not is_event or name not in DECODERS:
        return None
    try:
        return interpret(Frame(raw), name)
    except NotUnderstoodError:
        return None


def _newchannel(frame: Frame) -> Event:
    it = read_snapshot(frame)
    return events.Newchannel(
        it.uniqueid,
        it.linkedid,
        it.channel,
        int(it.state),
        it.caller_number,
        it.caller_name,
        it.context,
        it.exten,
        it.account,
    )


def _newstate(frame: Frame) -> Event:
    it = read_snapshot(frame)
    return events.Newstate(
        it.uniqueid,
        it.linkedid,
        it.channel,
        int(it.state),
        it.caller_number,
        it.caller_name,
        it.connected_number,
        it.connected_name,
    )


def _rename(frame: Frame) -> Event:
    return events.Rename(
        frame["Uniqueid"], frame.get("Linkedid"), frame["Channel"], frame["Newname"]
    )


def _dial_begin(frame: Frame) -> Event:
    dest = read_snapshot(frame, "Dest")
    caller = read_snapshot(frame) if "Channel" in frame else NOBODY
    return events.DialBegin(
        caller.uniqueid,
        caller.linkedid,
        caller.channel,
        caller.caller_number,
        caller.caller_name,
        dest.uniqueid,
        dest.linkedid,
        dest.channel,
        frame.get("DialString"),
    )


def _dial_state(frame: Frame) -> Event:
    dest = read_snapshot(frame, "Dest")
    return events.DialState(
        frame.get("Uniqueid"), dest.uniqueid, dest.linkedid, dest.channel, frame["DialStatus"]
    )


def _dial_end(frame: Frame) -> Event:
    dest = read_snapshot(frame, "Dest")
    return events.DialEnd(
        frame.get("Uniqueid"),
        frame.get("Linkedid"),
        dest.uniqueid,
        dest.linkedid,
        dest.channel,
        frame["DialStatus"],
    )


def _bridge_enter(frame: Frame) -> Event:
    it = read_snapshot(frame)
    return events.BridgeEnter(
        frame["BridgeUniqueid"],
        frame.get("BridgeType"),
        int(frame["BridgeNumChannels"]),
        it.uniqueid,
        it.linkedid,
        it.channel,
    )


def _bridge_leave(frame: Frame) -> Event:
    it = read_snapshot(frame)
    return events.BridgeLeave(
        frame["BridgeUniqueid"],
        frame.get("BridgeType"),
        int(frame["BridgeNumChannels"]),
        it.uniqueid,
        it.linkedid,
        it.channel,
    )


def _bridge_destroy(frame: Frame) -> Event:
    return events.BridgeDestroy(frame["BridgeUniqueid"])


def _blind_transfer(frame: Frame) -> Event:
    return events.BlindTransfer(
        frame["Result"],
        frame.get("BridgeUniqueid"),
        frame["TransfererUniqueid"],
        frame["TransfererLinkedid"],
        frame["TransfererChannel"],
        frame.get("TransfereeUniqueid"),
        frame.get("TransfereeLinkedid"),
        frame.get("TransfereeChannel"),
        frame.get("Context"),
        frame.get("Extension"),
    )


def _attended_transfer(frame: Frame) -> Event:
    return events.AttendedTransfer(
        frame["Result"],
        frame.get("DestType"),
        frame["OrigTransfererUniqueid"],
        frame["SecondTransfererUniqueid"],
        frame.get("TransfereeUniqueid"),
        frame.get("TransfereeLinkedid"),
        frame.get("TransferTargetUniqueid"),
        frame.get("TransferTargetLinkedid"),
    )


def _hold(frame: Frame) -> Event:
    return events.Hold(frame["Uniqueid"], frame["Linkedid"], frame["Channel"])


def _unhold(frame: Frame) -> Event:
    return events.Unhold(frame["Uniqueid"], frame["Linkedid"], frame["Channel"])


def _hangup(frame: Frame) -> Event:
    it = read_snapshot(frame)
    cause = int(frame["Cause"])
    return events.Hangup(
        it.uniqueid, it.linkedid, it.channel, int(it.state), cause, frame.get("Cause-txt")
    )


def _answered(frame: Frame) -> Event:
    return events.CtiAnswered(
        parse_attempt(frame["Attempt"]),
        parse_epoch(frame["At"]),
        frame.get("Uniqueid"),
        frame.get("Linkedid"),
        frame.get("Channel"),
    )


def _reply(frame: Frame) -> Event:
    return events.CtiReply(
        parse_attempt(frame["Attempt"]),
        parse_step(frame["Step"]),
        parse_key(frame["Key"]),
        parse_epoch(frame["At"]),
    )


def _outcome(frame: Frame) -> Event:
    answered = frame.get("Answered")
    return events.CtiOutcome(
        parse_attempt(frame["Attempt"]),
        parse_cause(frame["Cause"]),
        frame.get("TechCause"),
        parse_epoch(answered) if answered else None,
        parse_epoch(frame["Ended"]),
        frame.get("DialStatus"),
    )


def _prompt_checked(frame: Frame) -> Event:
    return events.CtiPromptChecked(frame["Check"], frame.get("Status"))


USER_EVENTS: dict[str, Callable[[Frame], Event]] = {
    "CtiAnswered": _answered,
    "CtiReply": _reply,
    "CtiOutcome": _outcome,
    "CtiPromptChecked": _prompt_checked,
}


def _user_event(frame: Frame) -> Event | None:
    decoder = USER_EVENTS.get(frame.get("UserEvent"))
    return decoder(frame) if decoder else None


def _originate_response(frame: Frame) -> Event:
    uniqueid = frame.get("Uniqueid")
    return events.OriginateResponse(
        frame.get("ActionID"),
        frame["Response"] == "Success",
        int(frame.get("Reason", "0")),
        "" if uniqueid == UNKNOWN else uniqueid,
        frame.get("Channel"),
    )


def _contact_status(frame: Frame) -> Event:
    return events.ContactStatus(
        frame["EndpointName"], frame.get("AOR"), frame.get("URI"), frame["ContactStatus"]
    )


def _device_state(frame: Frame) -> Event | None:
    if "ActionID" in frame:  # an item of a list whose caller waits no more: no news
        return None
    return events.DeviceStateChange(frame["Device"], frame["State"])


def _peer_status(frame: Frame) -> Event:
    return events.PeerStatus(frame["Peer"], frame["PeerStatus"])


def _queue_join(frame: Frame) -> Event:
    it = read_snapshot(frame)
    return events.QueueCallerJoin(
        frame["Queue"],
        int(frame.get("Position", "0")),
        it.uniqueid,
        it.linkedid,
        it.channel,
        it.caller_number,
        it.caller_name,
    )


def _queue_leave(frame: Frame) -> Event:
    return events.QueueCallerLeave(frame["Queue"], frame["Uniqueid"], frame["Linkedid"])


def _queue_abandon(frame: Frame) -> Event:
    return events.QueueCallerAbandon(
        frame["Queue"], frame["Uniqueid"], frame["Linkedid"], int(frame.get("HoldTime", "0"))
    )


def _agent_connect(frame: Frame) -> Event:
    return events.AgentConnect(
        frame["Queue"],
        frame["Uniqueid"],
        frame["Linkedid"],
        frame.get("DestUniqueid"),
        frame.get("DestChannel"),
        frame.get("Interface"),
        int(frame.get("HoldTime", "0")),
    )


def _fully_booted(frame: Frame) -> Event:
    return events.FullyBooted(int(frame.get("Uptime", "0")))


def _shutdown(frame: Frame) -> Event:
    return events.Shutdown(frame.get("Restart") == "True")


DECODERS: dict[bytes, Callable[[Frame], Event | None]] = {
    b"Newchannel": _newchannel,
    b"Newstate": _newstate,
    b"Rename": _rename,
    b"DialBegin": _dial_begin,
    b"DialState": _dial_state,
    b"DialEnd": _dial_end,
    b"BridgeEnter": _bridge_enter,
    b"BridgeLeave": _bridge_leave,
    b"BridgeDestroy": _bridge_destroy,
    b"BlindTransfer": _blind_transfer,
    b"AttendedTransfer": _attended_transfer,
    b"Hold": _hold,
    b"Unhold": _unhold,
    b"Hangup": _hangup,
    b"UserEvent": _user_event,
    b"OriginateResponse": _originate_response,
    b"ContactStatus": _contact_status,
    b"DeviceStateChange": _device_state,
    b"PeerStatus": _peer_status,
    b"QueueCallerJoin": _queue_join,
    b"QueueCallerLeave": _queue_leave,
    b"QueueCallerAbandon": _queue_abandon,
    b"AgentConnect": _agent_connect,
    b"FullyBooted": _fully_booted,
    b"Shutdown": _shutdown,
}
"""Every event the server takes notice of; all others are skipped unparsed."""
