"""What is known for sure about an attempt. No I/O.

A fact comes from the PBX, by event or from its outbox, or from reconciling after a gap. The same
one may come several times; whoever applies it does so once: replies by (attempt, step), the end
by `ledger.settle`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cti.ami.events import CtiAnswered, CtiOutcome, CtiReply
from cti.calls.outcome import Outcome, click_outcome_of, outcome_of


class AnsweredFact(NamedTuple):
    """The customer answered. A hint for the eye: it may be lost, the outcome repeats it."""

    attempt_id: str
    at: datetime


class ReplyFact(NamedTuple):
    """The customer pressed a key, the `step`th of this call."""

    attempt_id: str
    step: int
    key: str
    at: datetime


class OutcomeFact(NamedTuple):
    """The attempt is over."""

    attempt_id: str
    outcome: Outcome
    cause: int | None
    tech_cause: str
    answered_at: datetime | None
    ended_at: datetime


Fact = AnsweredFact | ReplyFact | OutcomeFact
Told = CtiAnswered | CtiReply | CtiOutcome
"""How the PBX words them."""


MAX_SEND_DELAY = timedelta(seconds=2)
"""An Originate leaves within this time of its attempt's reservation, or never: reconciling takes
an older attempt that the PBX knows nothing of for one that was not placed."""

CLICK = "click"
CAMPAIGN = "campaign"


class AttemptRow(NamedTuple):
    """A row of the ledger, as those who apply facts need it."""

    id: str
    kind: str  # campaign | click
    pbx: str
    trunk: str
    e164: str
    campaign_id: int | None
    member_id: int | None
    contact_id: int | None
    user_id: int | None
    number: int  # which try of the member
    live: bool
    outcome: str | None
    created_at: datetime
    answered_at: datetime | None
    trace: list[list[object]] | None


def order_facts(facts: Sequence[Fact]) -> list[Fact]:
    """Facts by attempt (in order of first appearance), each attempt's in order of its life."""
    first: dict[str, int] = {}
    for fact in facts:
        first.setdefault(fact.attempt_id, len(first))
    return sorted(facts, key=lambda fact: (first[fact.attempt_id], *_rank(fact)))


def _rank(fact: Fact) -> tuple[int, int]:
    match fact:
        case AnsweredFact():
            return 0, 0
        case ReplyFact(step=step):
            return 1, step
        case OutcomeFact():
            return 2, 0


def read_fact(told: Told, kind: str) -> Fact:
    """What the PBX told about an attempt of this kind, in our terms."""
    match told:
        case CtiAnswered():
            return AnsweredFact(told.attempt, told.at)
        case CtiReply():
            return ReplyFact(told.attempt, told.step, told.key, told.at)
        case CtiOutcome():
            judge = click_outcome_of if kind == CLICK else outcome_of
            outcome = judge(
                told.cause,
                told.tech_cause,
                answered=told.answered is not None,
                dial_status=told.dial_status,
            )
            return OutcomeFact(
                told.attempt, outcome, told.cause, told.tech_cause, told.answered, told.ended
            )
