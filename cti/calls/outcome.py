"""How an attempt came out, from what the PBX's hangup handler wrote. No I/O.

Sources: ITU-T Q.850 for causes, RFC 3261 for SIP answers, and what an Asterisk 22 was seen to
report: 17 busy, 19 no answer, 34 congestion, 21 rejected, 1 no such number, 16 after an answer,
and 0 when this side hung up a call that was still ringing.
"""

import re
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an attempt, once it is over."""

    ANSWERED = "answered"
    NO_KEY = "no_key"  # a campaign's answered call without any valid key; the dialer says so
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    CONGESTION = "congestion"
    REJECTED = "rejected"
    INVALID_NUMBER = "invalid_number"
    CANCELLED = "cancelled"  # given up on this side while it rang
    AGENT_NO_ANSWER = "agent_no_answer"  # click-to-call: the agent's own phone, not the customer's
    FAILED = "failed"  # no channel came to be: no such trunk, or the PBX refused
    LOST = "lost"  # the PBX restarted meanwhile: nobody knows. Never redialled by itself
    NOT_PLACED = "not_placed"  # proven: the PBX never made a channel. May be tried again


BY_SIP = {
    403: Outcome.REJECTED,
    404: Outcome.INVALID_NUMBER,
    408: Outcome.NO_ANSWER,
    410: Outcome.INVALID_NUMBER,
    480: Outcome.NO_ANSWER,
    484: Outcome.INVALID_NUMBER,
    486: Outcome.BUSY,
    487: Outcome.CANCELLED,  # the answer to our own CANCEL
    600: Outcome.BUSY,
    603: Outcome.REJECTED,
    604: Outcome.INVALID_NUMBER,
}
SERVER_ERRORS = range(500, 600)  # the network's trouble, not the subscriber's

BY_CAUSE = {
    0: Outcome.CANCELLED,  # seen: AMI Hangup while ringing
    1: Outcome.INVALID_NUMBER,  # unallocated number
    3: Outcome.CONGESTION,  # no route to destination
    16: Outcome.CANCELLED,  # normal clearing without an answer
    17: Outcome.BUSY,
    18: Outcome.NO_ANSWER,  # no user responding
    19: Outcome.NO_ANSWER,
    20: Outcome.NO_ANSWER,  # subscriber absent
    21: Outcome.REJECTED,
    22: Outcome.INVALID_NUMBER,  # number changed
    26: Outcome.CANCELLED,  # answered elsewhere
    28: Outcome.INVALID_NUMBER,  # invalid number format
    102: Outcome.NO_ANSWER,  # recovery on timer expiry
    127: Outcome.CANCELLED,
}

BY_DIAL_STATUS = {
    "BUSY": Outcome.BUSY,
    "NOANSWER": Outcome.NO_ANSWER,
    "CANCEL": Outcome.CANCELLED,
}

OUR_OWN = frozenset({0, 16})
"""Causes of a leg that this side hung up while it rang, without and with a cause of its own."""

_SIP_STATUS = re.compile(r"SIP (\d{3})\b")


def outcome_of(cause: int, tech_cause: str, *, answered: bool, dial_status: str = "") -> Outcome:
    """The outcome of a leg that has ended.

    `cause` is Q.850, `tech_cause` the network's own words (`SIP 486 Busy Here`), `dial_status`
    what Dial() left behind, empty when there was no Dial. The more exact word wins: an answer,
    then the SIP status, then Dial's, then the cause, which is coarse (many networks say 34 or
    16 for whatever they don't want to explain).
    """
    if answered:
        return Outcome.ANSWERED
    found = _from_sip(tech_cause)
    if found in (None, Outcome.CANCELLED):
        # 487 follows our own CANCEL: after a ring timeout it means that nobody answered.
        found = BY_DIAL_STATUS.get(dial_status) or _from_cause(cause, found)
    return found


def click_outcome_of(
    cause: int, tech_cause: str, *, answered: bool, dial_status: str = ""
) -> Outcome:
    """The same for click-to-call, where the leg is the agent's and Dial() rings the customer.

    Without a Dial the agent's phone never answered, unless this side gave up.
    """
    if answered or dial_status:
        return outcome_of(cause, tech_cause, answered=answered, dial_status=dial_status)
    return Outcome.CANCELLED if cause in OUR_OWN else Outcome.AGENT_NO_ANSWER


def _from_sip(tech_cause: str) -> Outcome | None:
    match = _SIP_STATUS.search(tech_cause)
    if match is None:
        return None
    status = int(match[1])
    return Outcome.CONGESTION if status in SERVER_ERRORS else BY_SIP.get(status)


def _from_cause(cause: int, by_sip: Outcome | None) -> Outcome:
    by_cause = BY_CAUSE.get(cause, Outcome.CONGESTION)
    return by_sip if by_sip and cause not in (18, 19) else by_cause
