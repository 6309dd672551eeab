"""Why nothing is being dialled, in codes that the app has words for. Pure."""

from datetime import datetime
from typing import NamedTuple

from cti.dialer.campaign import State


class Reason(NamedTuple):
    """One reason, and until when it holds if that is known."""

    code: str
    until: datetime | None = None
    detail: str | None = None


class Facts(NamedTuple):
    """What the dialer sees of one campaign."""

    state: State
    members: int
    calling: int
    waiting: int
    next_due: datetime | None
    window_is_open: bool
    window_opens: datetime | None  # None: never, the campaign's hours and the law's don't meet
    pbx_down: str | None  # why, or None
    at_limit: bool


STATES = {
    State.DRAFT: "not_started",
    State.PAUSED: "paused",
    State.STOPPED: "stopped",
    State.FINISHED: "exhausted",
}

DIALPLAN = ("pbx.no_dialplan", "pbx.other_dialplan", "pbx.dialplan_unreadable")
"""The PBX is there, but would not know what to do with a call."""


def explain(facts: Facts, now: datetime) -> Reason | None:  # noqa: PLR0911 - one per reason
    """The first thing that has to change before another call goes out; None while dialling."""
    if facts.state is not State.RUNNING:
        return Reason(STATES[facts.state])
    if facts.pbx_down in DIALPLAN:
        return Reason(facts.pbx_down)
    if facts.pbx_down is not None:
        return Reason("pbx.down", detail=facts.pbx_down)
    if facts.members == 0:
        return Reason("empty")
    if facts.waiting == 0:
        return Reason("last_calls") if facts.calling else Reason("exhausted")
    if not facts.window_is_open:
        return Reason("window", until=facts.window_opens)
    if facts.at_limit:
        return Reason("limit")
    if facts.next_due is not None and facts.next_due > now:
        return Reason("retry_wait", until=facts.next_due)
    return None
