"""The one gate: may this call go out, now, for this purpose? Pure.

Whoever dials asks just before dialling. The answer is allow, confirm or deny, with every reason
that applied. Facts are gathered by cti.compliance.service; nothing is looked up here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Protocol

from cti.accounts.rights import Right
from cti.compliance.rules import (
    PASSING,
    Answer,
    Channel,
    Purpose,
    Reason,
    Rules,
    VerdictName,
    Window,
)
from cti.compliance.window import is_open
from cti.phones import Kind, Number

CONFIRM_WITHIN: Final = timedelta(minutes=10)
"""How long "Bạn có muốn tiếp tục gọi không?" may be answered; afterwards it is asked anew."""

BY_KIND: Final = {
    Kind.EMERGENCY: Reason.EMERGENCY,
    Kind.PREMIUM: Reason.PREMIUM,
    Kind.INVALID: Reason.INVALID,
}


class Confirmed(Protocol):
    """The user's yes to an earlier decision that asked."""

    @property
    def decision_id(self) -> str:
        """The decision that asked."""
        ...

    @property
    def reason(self) -> str | None:
        """Why the user goes on."""
        ...

    @property
    def not_advertising(self) -> bool:
        """Whether the user stated that the call advertises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One call somebody wants to make."""

    typed: str
    e164: str | None
    channel: Channel
    purpose: Purpose
    campaign_id: int | None = None
    member_id: int | None = None
    user_id: int | None = None
    rights: frozenset[Right] = frozenset()
    confirmed: Confirmed | None = None
    window: Window | None = None  # the campaign's own hours, besides the law's


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate said. `id` is empty when it was only asked to peek."""

    id: str
    verdict: str  # allow | confirm | deny
    reasons: list[str]  # every code that applied, lasting ones first; also of a confirmed call
    rules: str  # profile and version
    needs_reason: bool = False  # confirm: the user must say why
    care_only: bool = False  # confirm: the user must state that it is no advertising
    confirmed: bool = False  # allow: only because the user confirmed

    @property
    def passing(self) -> bool:
        """Whether all that stands against the call goes away by itself: ask again later."""
        return bool(self.reasons) and PASSING.issuperset(self.reasons)


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """The stored decision that a confirmation answers."""

    verdict: str
    reasons: frozenset[str]
    purpose: str
    e164: str | None
    user_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about the number at this moment."""

    number: Number
    clocks: tuple[tzinfo, ...]  # that the law's hours are read by; all must agree
    own_clock: tzinfo  # that the campaign's hours are read by
    refused: bool = False
    dnc_internal: bool = False
    dnc_national: bool = False
    consented: bool = False
    active: bool = False  # being called already
    advertised: int = 0  # advertising calls placed within the cap's hours
    earlier: EarlierDecision | None = None


def decide(
    ask: Ask, facts: Facts, rules: Rules, now: datetime, *, decision_id: str = ""
) -> Decision:
    """The gate's answer. The strictest rule wins; all reasons are named."""
    reasons: list[str] = []
    denied = confirms = needs_reason = care_only = False
    for reason in (*_about_number(ask, facts), *_about_time(ask, facts, rules, now)):
        answer = rules.answers[reason]
        verdict = _answer(ask, answer)
        if verdict is None:
            continue
        reasons.append(reason.value)
        denied |= verdict == "deny"
        confirms |= verdict == "confirm"
        needs_reason |= verdict == "confirm" and answer.needs_reason
        care_only |= verdict == "confirm" and answer.care_only
    if denied:
        return Decision(decision_id, "deny", reasons, rules.label)
    if not confirms:
        return Decision(decision_id, "allow", reasons, rules.label)
    asked = Decision(decision_id, "confirm", reasons, rules.label, needs_reason, care_only)
    if _is_confirmed(ask, facts, asked, now):
        return Decision(decision_id, "allow", reasons, rules.label, confirmed=True)
    return asked


def _about_number(ask: Ask, facts: Facts) -> Iterator[Reason]:
    kind = facts.number.kind
    if kind in BY_KIND:
        yield BY_KIND[kind]
    if kind is Kind.TOLL_FREE and ask.channel == "campaign":
        yield Reason.PREMIUM  # 1800 numbers are companies' own lines, no campaign's target
    if facts.refused:
        yield Reason.REFUSED
    elif facts.dnc_internal:
        yield Reason.DNC_INTERNAL
    if facts.dnc_national:
        yield Reason.DNC_NATIONAL
    if not facts.consented:
        yield Reason.CONSENT


def _about_time(ask: Ask, facts: Facts, rules: Rules, now: datetime) -> Iterator[Reason]:
    if facts.active:
        yield Reason.ACTIVE_ATTEMPT
    if rules.cap is not None and facts.advertised >= rules.cap.calls:
        yield Reason.CAP
    if rules.hours is not None and not all(
        is_open(now, rules.hours.window, clock) for clock in facts.clocks
    ):
        yield Reason.WINDOW
    if ask.window is not None and not is_open(now, ask.window, facts.own_clock):
        yield Reason.CAMPAIGN_WINDOW


def _answer(ask: Ask, answer: Answer) -> VerdictName | None:
    if ask.purpose not in answer.purposes:
        return None
    if ask.channel == "campaign":
        return answer.campaign
    if answer.override and answer.manual == "deny" and Right.DNC_OVERRIDE in ask.rights:
        return "confirm"
    if answer.care_only and ask.purpose == "advertising":
        return "deny"
    return answer.manual


def _is_confirmed(ask: Ask, facts: Facts, asked: Decision, now: datetime) -> bool:
    """A yes counts for the same call by the same user, and for no more than was asked."""
    earlier = facts.earlier
    if ask.confirmed is None or earlier is None:
        return False
    if asked.needs_reason and not (ask.confirmed.reason or "").strip():
        return False
    if asked.care_only and not ask.confirmed.not_advertising:
        return False
    return (
        earlier.verdict == "confirm"
        and earlier.user_id == ask.user_id
        and earlier.e164 == facts.number.e164
        and earlier.purpose == ask.purpose
        and earlier.reasons.issuperset(asked.reasons)
        and timedelta(0) <= now - earlier.at <= CONFIRM_WITHIN
    )
