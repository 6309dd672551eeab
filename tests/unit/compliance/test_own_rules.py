"""What an installation may make of a profile: stricter with its people, never milder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cti.compliance.gate import Ask, Decision, EarlierDecision, Facts, decide
from cti.compliance.rules import Mode, Reason, Rules, amend, load_rules
from cti.phones import parse

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOBILE = "+84912345678"
PROFILES = {name: load_rules(name) for name in ("vietnam", "us-tsr", "uk-ofcom")}
VIETNAM = PROFILES["vietnam"]
LISTED = "dnc.national.voice"
ASK = Ask(typed=MOBILE, e164=MOBILE, channel="manual", purpose="care", user_id=7)


class Yes(NamedTuple):
    decision_id: str = "gd_1"
    reason: str | None = None
    not_advertising: bool = False


def ask_gate(rules: Rules, ask: Ask = ASK, *, asked: Decision | None = None) -> Decision:
    facts = Facts(parse(MOBILE), (ZONE,), ZONE, dnc_national=True, consented=True)
    if asked is not None:
        before = frozenset(asked.reasons)
        facts = replace(
            facts, earlier=EarlierDecision("confirm", before, ask.purpose, MOBILE, 7, NOON)
        )
    return decide(ask, facts, rules, NOON + timedelta(seconds=9))


@pytest.mark.requirement("R247")
def test_a_listed_number_may_be_denied_to_people_too() -> None:
    strict = amend(VIETNAM, {LISTED: Mode.DENY}, 1)
    assert ask_gate(strict).verdict == "deny"
    assert ask_gate(VIETNAM).verdict == "confirm"


@pytest.mark.requirement("R247")
def test_a_listed_number_may_be_called_only_for_what_is_no_advertising_and_with_a_reason() -> None:
    stated = amend(VIETNAM, {LISTED: Mode.STATED}, 1)
    assert ask_gate(stated, replace(ASK, purpose="advertising")).verdict == "deny"
    asked = ask_gate(stated)
    assert (asked.verdict, asked.needs_reason, asked.care_only) == ("confirm", True, True)
    for yes, verdict in (
        (Yes(), "confirm"),
        (Yes(reason="Khách hẹn"), "confirm"),
        (Yes(not_advertising=True), "confirm"),
        (Yes(reason=" ", not_advertising=True), "confirm"),
        (Yes(reason="Khách hẹn", not_advertising=True), "allow"),
    ):
        assert ask_gate(stated, replace(ASK, confirmed=yes), asked=asked).verdict == verdict


def test_campaigns_are_answered_by_the_profile_alone() -> None:
    campaign = replace(ASK, channel="campaign")
    for mode in Mode:
        assert ask_gate(amend(VIETNAM, {LISTED: mode}, 1), campaign).verdict == "deny"


def test_a_rule_about_advertising_has_no_other_purpose_to_state() -> None:
    window = VIETNAM.answers[Reason.WINDOW]
    assert window.choices == (Mode.CONFIRM, Mode.REASONED, Mode.DENY)
    assert VIETNAM.answers[Reason.DNC_NATIONAL].choices == (Mode.CONFIRM, Mode.STATED, Mode.DENY)
    for fixed in (Reason.EMERGENCY, Reason.INVALID, Reason.REFUSED, Reason.CAMPAIGN_WINDOW):
        assert VIETNAM.answers[fixed].choices == ()


def test_decisions_name_the_change_they_were_made_under() -> None:
    assert VIETNAM.label == "vietnam/2026-01-01"
    assert ask_gate(amend(VIETNAM, {}, 3)).rules == "vietnam/2026-01-01/3"


STRICTNESS = {None: 0, **{mode: n for n, mode in enumerate(Mode, 1)}}


@settings(deadline=None)  # a busy machine is no failure
@given(
    profile=st.sampled_from(sorted(PROFILES)),
    own=st.dictionaries(st.sampled_from([*Reason, "gone.since"]), st.sampled_from(Mode)),
)
def test_nothing_can_be_made_milder_or_said_to_campaigns(
    profile: str, own: dict[str, Mode]
) -> None:
    rules = PROFILES[profile]
    amended = amend(rules, own, 1)
    assert Rules.model_validate(amended.model_dump()) == amended
    for reason, answer in rules.answers.items():
        ours = amended.answers[reason]
        assert STRICTNESS[ours.mode] >= STRICTNESS[answer.mode]
        unchanged = {"campaign", "purposes", "override", "sources"}
        assert ours.model_dump(include=unchanged) == answer.model_dump(include=unchanged)
