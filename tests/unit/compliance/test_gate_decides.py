"""The one gate: who may be called, when, and what is asked first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from cti.accounts.rights import RIGHTS, Right, Role
from cti.compliance.gate import Ask, Decision, EarlierDecision, Facts, decide
from cti.compliance.rules import PASSING, Reason, Window, load_rules
from cti.phones import parse

VIETNAM = load_rules("vietnam")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 12:00 in Ho Chi Minh City
EVENING = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MOBILE = "+84912345678"
FINE = Facts(parse(MOBILE), (ZONE,), ZONE, consented=True)

CAMPAIGN = Ask("0912345678", MOBILE, "campaign", "advertising", campaign_id=1, member_id=2)
CARE = replace(CAMPAIGN, purpose="care")
MANUAL = Ask("0912345678", MOBILE, "manual", "advertising", user_id=7, rights=RIGHTS[Role.AGENT])
MANUAL_CARE = replace(MANUAL, purpose="care")


class Yes(NamedTuple):
    decision_id: str = "gd_1"
    reason: str | None = None
    not_advertising: bool = False


def ask_gate(ask: Ask, now: datetime = NOON, **facts: object) -> Decision:
    return decide(ask, replace(FINE, **facts), VIETNAM, now)


@pytest.mark.parametrize("ask", [CAMPAIGN, CARE, MANUAL, MANUAL_CARE])
def test_a_call_that_nothing_stands_against_is_allowed(ask: Ask) -> None:
    decision = ask_gate(ask)
    assert (decision.verdict, decision.reasons) == ("allow", [])
    assert decision.rules == "vietnam/2026-01-01"


TABLE = [
    # what is so, its reason, and the answers: campaign advertising, care, manual advertising, care
    ({"dnc_national": True}, "dnc.national.voice", "deny", "deny", "confirm", "confirm"),
    ({"dnc_internal": True}, "dnc.internal", "deny", "deny", "deny", "deny"),
    ({"refused": True}, "refused", "deny", "deny", "deny", "deny"),
    ({"advertised": 1}, "cap.24h", "deny", "allow", "confirm", "allow"),
    ({"consented": False}, "consent.missing", "deny", "allow", "confirm", "allow"),
    ({"active": True}, "active_attempt", "deny", "deny", "deny", "deny"),
    ({"number": parse("115")}, "number.emergency", "deny", "deny", "deny", "deny"),
    ({"number": parse("19001234")}, "number.premium", "deny", "deny", "deny", "deny"),
    ({"number": parse("12")}, "number.invalid", "deny", "deny", "deny", "deny"),
    ({"number": parse("18001234")}, "number.premium", "deny", "deny", "allow", "allow"),
]


@pytest.mark.requirement("R245", "R246", "R247")
@pytest.mark.parametrize(("facts", "reason", "advertising", "care", "manual", "manual_care"), TABLE)
def test_each_reason_is_answered_as_the_law_and_the_settings_say(
    facts: dict[str, object],
    reason: str,
    advertising: str,
    care: str,
    manual: str,
    manual_care: str,
) -> None:
    asks = (CAMPAIGN, CARE, MANUAL, MANUAL_CARE)
    for ask, verdict in zip(asks, (advertising, care, manual, manual_care), strict=True):
        decision = ask_gate(ask, **facts)
        assert decision.verdict == verdict
        assert decision.reasons == ([] if verdict == "allow" else [reason])


@pytest.mark.parametrize(
    ("ask", "verdict"),
    [(CAMPAIGN, "deny"), (CARE, "allow"), (MANUAL, "confirm"), (MANUAL_CARE, "allow")],
)
def test_advertising_calls_keep_the_laws_hours(ask: Ask, verdict: str) -> None:
    decision = ask_gate(ask, EVENING)
    assert decision.verdict == verdict
    assert decision.reasons == ([] if verdict == "allow" else ["window"])


@pytest.mark.parametrize("ask", [CAMPAIGN, CARE])
def test_a_campaign_keeps_its_own_hours_besides(ask: Ask) -> None:
    morning = replace(ask, window=Window(start="08:00", end="11:00"))
    decision = ask_gate(morning)
    assert (decision.verdict, decision.reasons) == ("deny", ["window.campaign"])
    assert decision.passing


def test_all_reasons_are_named_the_lasting_ones_first() -> None:
    decision = ask_gate(CAMPAIGN, EVENING, refused=True, dnc_national=True, advertised=3)
    assert decision.verdict == "deny"
    assert decision.reasons == ["refused", "dnc.national.voice", "cap.24h", "window"]
    assert not decision.passing


def test_only_reasons_that_go_away_by_themselves_are_passing() -> None:
    assert {"active_attempt", "cap.24h", "window", "window.campaign"} == PASSING
    assert ask_gate(CAMPAIGN, EVENING, advertised=1).passing
    assert not ask_gate(CAMPAIGN).passing


def earlier(**changes: object) -> EarlierDecision:
    reasons = frozenset({"dnc.national.voice"})
    asked = EarlierDecision("confirm", reasons, "advertising", MOBILE, 7, NOON)
    return replace(asked, **changes)


@pytest.mark.requirement("R246")
def test_the_agent_goes_on_after_saying_yes() -> None:
    decision = ask_gate(replace(MANUAL, confirmed=Yes()), dnc_national=True, earlier=earlier())
    assert (decision.verdict, decision.confirmed) == ("allow", True)
    assert decision.reasons == ["dnc.national.voice"]


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": "deny"},
        {"verdict": "allow"},
        {"reasons": frozenset({"window"})},
        {"purpose": "care"},
        {"e164": "+84912345679"},
        {"user_id": 8},
        {"at": NOON - timedelta(minutes=11)},
        {"at": NOON + timedelta(seconds=1)},
    ],
)
def test_a_yes_counts_for_nothing_but_what_was_asked(changes: dict[str, object]) -> None:
    decision = ask_gate(
        replace(MANUAL, confirmed=Yes()), dnc_national=True, earlier=earlier(**changes)
    )
    assert decision.verdict == "confirm"


def test_a_yes_to_an_unknown_question_is_asked_again() -> None:
    assert ask_gate(replace(MANUAL, confirmed=Yes()), dnc_national=True).verdict == "confirm"


def test_a_yes_never_opens_what_is_denied() -> None:
    yes = replace(MANUAL, confirmed=Yes(reason="khách yêu cầu"))
    decision = ask_gate(yes, dnc_national=True, active=True, earlier=earlier())
    assert decision.verdict == "deny"


@pytest.mark.parametrize("fact", ["refused", "dnc_internal"])
def test_who_may_override_a_refusal_is_asked_for_a_reason(fact: str) -> None:
    admin = replace(MANUAL_CARE, rights=RIGHTS[Role.ADMIN])
    asked = ask_gate(admin, **{fact: True})
    assert (asked.verdict, asked.needs_reason) == ("confirm", True)
    before = earlier(purpose="care", reasons=frozenset(asked.reasons))
    for reason, verdict in ((None, "confirm"), ("  ", "confirm"), ("Khách gọi nhờ", "allow")):
        again = replace(admin, confirmed=Yes(reason=reason))
        assert ask_gate(again, earlier=before, **{fact: True}).verdict == verdict


def test_no_role_lets_a_campaign_call_who_refused() -> None:
    asked = replace(CAMPAIGN, rights=frozenset(Right))
    assert ask_gate(asked, refused=True).verdict == "deny"


def test_american_hours_are_read_by_the_clock_where_the_phone_rings() -> None:
    rules = load_rules("us-tsr")
    number = parse("+16502530000", "US")
    morning = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)  # 08:30 in New York, 05:30 in California
    east, west = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
    ask = replace(CAMPAIGN, e164=number.e164)
    for clocks, reasons in (((east,), []), ((west,), ["window"]), ((east, west), ["window"])):
        facts = Facts(number, clocks, ZONE, consented=True)
        assert decide(ask, facts, rules, morning).reasons == reasons


@pytest.mark.parametrize("name", ["vietnam", "us-tsr", "uk-ofcom"])
def test_every_profile_answers_every_reason(name: str) -> None:
    rules = load_rules(name)
    assert set(rules.answers) == set(Reason)
    assert rules.label.startswith(f"{name}/20")
    assert rules.answers[Reason.REFUSED].campaign == "deny"


def test_rules_that_would_let_emergency_numbers_through_do_not_load() -> None:
    data = VIETNAM.model_dump()
    data["answers"]["number.emergency"]["manual"] = "confirm"
    with pytest.raises(ValueError, match=r"number\.emergency must be denied"):
        type(VIETNAM).model_validate(data)


def test_rules_that_forget_a_reason_do_not_load() -> None:
    data = VIETNAM.model_dump()
    del data["answers"]["refused"]
    with pytest.raises(ValueError, match="no answer for refused"):
        type(VIETNAM).model_validate(data)
