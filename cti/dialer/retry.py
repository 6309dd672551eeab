"""What becomes of a member after an attempt. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from cti.calls.outcome import Outcome


class Dial(StrEnum):
    """What the dialer does with a member."""

    WAITING = "waiting"  # for its turn, from `due_at` on
    CALLING = "calling"  # a live attempt exists
    DONE = "done"
    BLOCKED = "blocked"  # the gate forbids it for good; `why` has the reason


class Rule(NamedTuple):
    """How often to try in all after an outcome, and how many seconds to wait in between."""

    tries: int
    after_s: int


class Next(NamedTuple):
    """What to do with the member, and when if it waits."""

    dial: Dial
    due_at: datetime


RETRIED: Mapping[Outcome, str] = {
    Outcome.BUSY: "busy",
    Outcome.NO_ANSWER: "no_answer",
    Outcome.CONGESTION: "congestion",
    Outcome.NO_KEY: "no_key",
}
"""Outcomes that have a rule of their own. The rest ends the member: the customer answered with
a key, refused the call, or does not exist."""

NOT_PLACED_PAUSE_S = 5
"""An attempt that never reached the network is no try; a moment's pause keeps a PBX that
refuses everything from being flooded."""


def decide_next(outcome: Outcome, tries: int, rules: Mapping[str, Rule], now: datetime) -> Next:
    """What follows `outcome` of try number `tries`."""
    if outcome is Outcome.NOT_PLACED:
        return Next(Dial.WAITING, now + timedelta(seconds=NOT_PLACED_PAUSE_S))
    rule = rules.get(RETRIED.get(outcome, ""))
    if rule is None or tries >= rule.tries:
        return Next(Dial.DONE, now)
    return Next(Dial.WAITING, now + timedelta(seconds=rule.after_s))
