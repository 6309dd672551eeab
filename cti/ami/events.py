"""What can happen on a PBX, typed. Names follow Asterisk's manager events.

Everywhere: `uniqueid` names one channel for ever (for our own calls it is the attempt id, given
as ChannelId), `linkedid` the call it belongs to, `channel` is its name (`PJSIP/101-0000002a`).
Numbers are as the PBX shows them; what is unknown is an empty text. Times are aware, UTC.
No I/O here; `cti.ami.decode` makes these of frames.
"""

from datetime import datetime
from typing import NamedTuple


class Newchannel(NamedTuple):
    """A channel came to be: one leg of a call."""

    uniqueid: str
    linkedid: str
    channel: str
    state: int  # AST_STATE_*: 0 down, 4 ring, 5 ringing, 6 up
    caller_number: str
    caller_name: str
    context: str
    exten: str  # on a trunk's inbound channel: the number dialled
    account: str


class Newstate(NamedTuple):
    """A channel's state changed; 6 is answered."""

    uniqueid: str
    linkedid: str
    channel: str
    state: int
    caller_number: str
    caller_name: str
    connected_number: str
    connected_name: str


class Rename(NamedTuple):
    """A channel has a new name; its uniqueid stays."""

    uniqueid: str
    linkedid: str
    channel: str
    new_name: str


class DialBegin(NamedTuple):
    """A channel is being dialled. The caller's side is empty when an Originate dials."""

    uniqueid: str
    linkedid: str
    channel: str
    caller_number: str
    caller_name: str
    dest_uniqueid: str
    dest_linkedid: str
    dest_channel: str
    dial_string: str


class DialState(NamedTuple):
    """A dialled channel moved on: `RINGING`, `PROCEEDING` or `PROGRESS`."""

    uniqueid: str
    dest_uniqueid: str
    dest_linkedid: str
    dest_channel: str
    status: str


class DialEnd(NamedTuple):
    """Dialling is over; `status` is a DIALSTATUS: `ANSWER`, `BUSY`, `NOANSWER`, `CONGESTION`."""

    uniqueid: str
    linkedid: str
    dest_uniqueid: str
    dest_linkedid: str
    dest_channel: str
    status: str


class BridgeEnter(NamedTuple):
    """A channel joined a bridge; `channels` counts who is in it now."""

    bridge: str
    bridge_type: str
    channels: int
    uniqueid: str
    linkedid: str
    channel: str


class BridgeLeave(NamedTuple):
    """A channel left a bridge; `channels` counts who is still in it."""

    bridge: str
    bridge_type: str
    channels: int
    uniqueid: str
    linkedid: str
    channel: str


class BridgeDestroy(NamedTuple):
    """A bridge is gone."""

    bridge: str


class BlindTransfer(NamedTuple):
    """A phone sent its partner (the transferee) to an extension."""

    result: str  # Success, Fail, Invalid, Not Permitted
    bridge: str
    transferer_uniqueid: str
    transferer_linkedid: str
    transferer_channel: str
    transferee_uniqueid: str
    transferee_linkedid: str
    transferee_channel: str
    context: str
    extension: str


class AttendedTransfer(NamedTuple):
    """A phone joined its two calls: the transferee now talks to the target."""

    result: str
    dest_type: str
    first_transferer_uniqueid: str
    second_transferer_uniqueid: str
    transferee_uniqueid: str
    transferee_linkedid: str
    target_uniqueid: str
    target_linkedid: str


class Hold(NamedTuple):
    """A channel put its partner on hold."""

    uniqueid: str
    linkedid: str
    channel: str


class Unhold(NamedTuple):
    """A channel took its partner back from hold."""

    uniqueid: str
    linkedid: str
    channel: str


class Hangup(NamedTuple):
    """A channel ended."""

    uniqueid: str
    linkedid: str
    channel: str
    state: int
    cause: int  # Q.850: 16 normal, 17 busy, 19 no answer, 34 congestion
    cause_text: str


class CtiAnswered(NamedTuple):
    """Our dialplan: the customer of an attempt answered at `at`."""

    attempt: str
    at: datetime
    uniqueid: str
    linkedid: str
    channel: str


class CtiReply(NamedTuple):
    """Our dialplan, or its outbox: a key was pressed. (attempt, step) happens once."""

    attempt: str
    step: int
    key: str
    at: datetime


class CtiOutcome(NamedTuple):
    """Our dialplan's hangup handler, or its outbox: how an attempt's call ended."""

    attempt: str
    cause: int  # Q.850; 0 when we hung up a ringing call
    tech_cause: str  # "SIP 486 Busy Here"
    answered: datetime | None
    ended: datetime
    dial_status: str


class CtiPromptChecked(NamedTuple):
    """Our dialplan: a prompt was played to nobody; `status` is PLAYBACKSTATUS."""

    check: str
    status: str


class OriginateResponse(NamedTuple):
    """How an Originate came out. `action_id` is what the Originate carried.

    It may overtake the first dialplan lines; for the true cause of a failure see Hangup.
    """

    action_id: str
    ok: bool
    reason: int  # 0 refused, busy or congestion, 3 no answer, 4 answered
    uniqueid: str  # empty when no channel was made and no ChannelId given
    channel: str


class ContactStatus(NamedTuple):
    """A phone's registration: `Reachable`, `Unreachable`, `NonQualified`, `Removed` and so on."""

    endpoint: str
    aor: str
    uri: str
    status: str


class DeviceStateChange(NamedTuple):
    """A device's state: `NOT_INUSE`, `INUSE`, `RINGING`, `UNAVAILABLE`, `ONHOLD` and so on."""

    device: str
    state: str


class PeerStatus(NamedTuple):
    """An endpoint is `Reachable` or `Unreachable`, trunks among them."""

    peer: str
    status: str


class QueueCallerJoin(NamedTuple):
    """A caller entered a queue."""

    queue: str
    position: int
    uniqueid: str
    linkedid: str
    channel: str
    caller_number: str
    caller_name: str


class QueueCallerLeave(NamedTuple):
    """A caller left a queue, answered or not."""

    queue: str
    uniqueid: str
    linkedid: str


class QueueCallerAbandon(NamedTuple):
    """A caller hung up in a queue after `hold_time` seconds."""

    queue: str
    uniqueid: str
    linkedid: str
    hold_time: int


class AgentConnect(NamedTuple):
    """A queue's member answered a caller after `hold_time` seconds."""

    queue: str
    uniqueid: str
    linkedid: str
    dest_uniqueid: str
    dest_channel: str
    interface: str
    hold_time: int


class FullyBooted(NamedTuple):
    """Asterisk has loaded everything. `uptime` is in seconds."""

    uptime: int


class Shutdown(NamedTuple):
    """Asterisk is going down, or restarting."""

    restart: bool


Event = (
    Newchannel
    | Newstate
    | Rename
    | DialBegin
    | DialState
    | DialEnd
    | BridgeEnter
    | BridgeLeave
    | BridgeDestroy
    | BlindTransfer
    | AttendedTransfer
    | Hold
    | Unhold
    | Hangup
    | CtiAnswered
    | CtiReply
    | CtiOutcome
    | CtiPromptChecked
    | OriginateResponse
    | ContactStatus
    | DeviceStateChange
    | PeerStatus
    | QueueCallerJoin
    | QueueCallerLeave
    | QueueCallerAbandon
    | AgentConnect
    | FullyBooted
    | Shutdown
)
