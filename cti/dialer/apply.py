"""What a fact does to a member: pure, one fact at a time.

The reply a customer gives is stored whatever it is; it moves the registration only where the
table allows it (R263, R264).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from cti.calls.outcome import Outcome
from cti.dialer.registration import Registration, may_move
from cti.dialer.retry import Dial, Rule, decide_next
from cti.dialer.tally import Standing


class Effect(StrEnum):
    """What a key came to."""

    APPLIED = "applied"
    ILLEGAL = "illegal"  # the move is not allowed: recorded only
    UNMAPPED = "unmapped"  # the key means nothing in this campaign
    REFUSED = "refused"  # the customer does not want to be called


@dataclass(slots=True)
class Member:
    """A member as facts change it."""

    id: int
    campaign_id: int
    e164: str
    standing: Standing
    due_at: datetime
    tries: int


class KeyMeaning(NamedTuple):
    """What the keys of a campaign do."""

    keys: Mapping[str, Registration]
    refuse_key: str


def read_key(
    meaning: KeyMeaning, state: str | None, key: str
) -> tuple[Effect, Registration | None]:
    """What `key` does to a member in `state`: the effect, and the state that was asked for."""
    if key == meaning.refuse_key:
        return Effect.REFUSED, None
    wanted = meaning.keys.get(key)
    if wanted is None:
        return Effect.UNMAPPED, None
    current = Registration(state) if state else None
    return (Effect.APPLIED if may_move(current, wanted) else Effect.ILLEGAL), wanted


def press(member: Member, key: str, effect: Effect, wanted: Registration | None) -> None:
    """The member pressed `key`. A key that means something ends the trying."""
    standing = member.standing
    if effect is Effect.UNMAPPED:
        return
    standing = standing._replace(last_key=key)
    if effect is Effect.APPLIED:
        standing = standing._replace(state=wanted)
    if standing.dial == Dial.WAITING:
        # The key came after the outcome (a drained outbox): no second call about it.
        standing = standing._replace(dial=Dial.DONE)
    if standing.outcome == Outcome.NO_KEY:
        standing = standing._replace(outcome=Outcome.ANSWERED)
    member.standing = standing


def finish(
    member: Member, outcome: Outcome, *, keyed: bool, rules: Mapping[str, Rule], now: datetime
) -> None:
    """The member's attempt is over; `keyed`: a key that means something was pressed in it."""
    if outcome is Outcome.ANSWERED and not keyed:
        outcome = Outcome.NO_KEY
    if outcome is Outcome.NOT_PLACED:
        member.tries = max(0, member.tries - 1)
    following = decide_next(outcome, member.tries, rules, now)
    member.due_at = following.due_at
    member.standing = member.standing._replace(dial=following.dial, outcome=outcome)
