"""Rows of a call, from the tracker's call and what else is known of it. Pure."""

from datetime import datetime, timedelta
from typing import Any

from cti.calls.call import Call
from cti.calls.facts import AttemptRow
from cti.calls.outcome import Outcome
from cti.calls.whose import Identity

REMEMBER = timedelta(hours=24)
"""After-call work that was left open longer than this is not put on a desk again."""


def needs_wrap_up(call: Call, outcome: str | None) -> bool:
    """Whether somebody has after-call work: who spoke, or who called and got nobody."""
    if call.kind == "click":
        return outcome != Outcome.CANCELLED
    return call.kind == "inbound" and call.last_agent is not None


def find_outcome(call: Call, attempt: AttemptRow | None) -> str | None:
    """How an ended call came out; None for one that ended unseen without an answer."""
    if call.ended_at is None:
        return None
    if attempt is not None and attempt.outcome is not None:
        return attempt.outcome
    if call.answered_at is not None:
        return Outcome.ANSWERED
    if call.vanished or call.direction == "outbound":
        return call.outcome
    return Outcome.NO_ANSWER


def make_row(
    call: Call,
    identity: Identity | None,
    attempt: AttemptRow | None,
    user_id: int | None,
    now: datetime,
) -> dict[str, Any]:
    """The row in `calls`."""
    outcome = find_outcome(call, attempt)
    done = call.ended_at is not None and not needs_wrap_up(call, outcome)
    return {
        "id": call.id,
        "pbx": call.pbx,
        "linkedid": call.linkedid,
        "direction": call.direction,
        "kind": call.kind,
        "number": _cut(call.number),
        "e164": attempt.e164 if attempt else (identity.e164 if identity else None),
        "did": _cut(call.did),
        "customer_id": identity.customer_id if identity else None,
        "contact_id": (identity.contact_id if identity else None)
        or (attempt.contact_id if attempt else None),
        "user_id": user_id or (attempt.user_id if attempt else None),
        "campaign_id": attempt.campaign_id if attempt else None,
        "state": call.state,
        "outcome": outcome,
        "cause": call.cause,
        "started_at": call.started_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "wrapped_at": now if done else None,
    }


def make_leg_rows(call: Call) -> list[dict[str, Any]]:
    """The rows in `call_legs`."""
    return [
        {
            "call_id": call.id,
            "uniqueid": leg.uniqueid,
            "channel": leg.channel,
            "role": leg.role,
            "extension": leg.extension,
            "started_at": leg.started_at,
            "answered_at": leg.answered_at,
            "ended_at": leg.ended_at,
            "cause": leg.cause,
        }
        for leg in call.legs.values()
    ]


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:64]
