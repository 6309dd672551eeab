import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.calls.outcome import Outcome, click_outcome_of, outcome_of


@pytest.mark.parametrize(
    ("cause", "tech_cause", "outcome"),
    [
        (17, "SIP 486 Busy Here", Outcome.BUSY),
        (17, "", Outcome.BUSY),
        (19, "", Outcome.NO_ANSWER),
        (19, "SIP 480 Temporarily Unavailable", Outcome.NO_ANSWER),
        (34, "SIP 503 Service Unavailable", Outcome.CONGESTION),
        (34, "", Outcome.CONGESTION),
        (21, "SIP 603 Decline", Outcome.REJECTED),
        (21, "SIP 403 Forbidden", Outcome.REJECTED),
        (1, "SIP 404 Not Found", Outcome.INVALID_NUMBER),
        (28, "SIP 484 Address Incomplete", Outcome.INVALID_NUMBER),
        (0, "", Outcome.CANCELLED),
        (0, "SIP 180 Ringing", Outcome.CANCELLED),
        (99, "", Outcome.CONGESTION),
    ],
)
def test_each_failure_of_the_network_has_its_outcome(
    cause: int, tech_cause: str, outcome: Outcome
) -> None:
    assert outcome_of(cause, tech_cause, answered=False) is outcome


def test_the_sip_status_is_believed_before_the_coarser_cause() -> None:
    assert outcome_of(34, "SIP 486 Busy Here", answered=False) is Outcome.BUSY


def test_a_ring_timeout_is_no_answer_although_the_network_confirms_our_cancel() -> None:
    assert outcome_of(19, "SIP 487 Request Terminated", answered=False) is Outcome.NO_ANSWER


def test_an_answered_call_was_answered_however_it_ended() -> None:
    for cause in (0, 16, 17, 34, 127):
        assert outcome_of(cause, "SIP 503 Gone", answered=True) is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("cause", "tech_cause", "dial_status", "outcome"),
    [
        (19, "", "", Outcome.AGENT_NO_ANSWER),
        (17, "SIP 486 Busy Here", "", Outcome.AGENT_NO_ANSWER),
        (0, "", "", Outcome.CANCELLED),
        (16, "", "", Outcome.CANCELLED),
        (16, "SIP 486 Busy Here", "BUSY", Outcome.BUSY),
        (16, "SIP 487 Request Terminated", "NOANSWER", Outcome.NO_ANSWER),
        (16, "SIP 404 Not Found", "CHANUNAVAIL", Outcome.INVALID_NUMBER),
        (16, "SIP 503 Service Unavailable", "CONGESTION", Outcome.CONGESTION),
        (16, "", "CANCEL", Outcome.CANCELLED),
    ],
)
def test_a_click_to_call_tells_the_agents_phone_from_the_customers(
    cause: int, tech_cause: str, dial_status: str, outcome: Outcome
) -> None:
    found = click_outcome_of(cause, tech_cause, answered=False, dial_status=dial_status)
    assert found is outcome


@given(st.integers(0, 127), st.text(max_size=40), st.booleans(), st.text(max_size=12))
def test_whatever_the_network_says_there_is_an_outcome(
    cause: int,
    tech_cause: str,
    answered: bool,  # noqa: FBT001 - hypothesis gives it by name
    dial_status: str,
) -> None:
    found = outcome_of(cause, tech_cause, answered=answered, dial_status=dial_status)
    assert (found is Outcome.ANSWERED) == answered
