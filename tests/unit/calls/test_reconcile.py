from datetime import UTC, datetime, timedelta

import pytest

from cti.calls.facts import AttemptRow
from cti.calls.reconcile import GRACE, Verdict, judge

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=3)


def make_attempt(age: timedelta) -> AttemptRow:
    return AttemptRow(
        id="at_1",
        kind="campaign",
        pbx="main",
        trunk="carrier",
        e164="+84912345678",
        campaign_id=1,
        member_id=1,
        contact_id=None,
        user_id=None,
        number=1,
        live=True,
        outcome=None,
        created_at=NOW - age,
        answered_at=None,
        trace=None,
    )


HOUR = timedelta(hours=1)


def test_an_attempt_with_a_channel_is_kept_even_if_the_pbx_seems_to_have_restarted() -> None:
    assert judge(make_attempt(HOUR), {"at_1"}, {"at_1"}, NOW, NOW) is Verdict.KEEP


def test_an_attempt_in_the_outbox_is_over_and_known() -> None:
    assert judge(make_attempt(HOUR), set(), {"at_1"}, LONG_AGO, NOW) is Verdict.IN_OUTBOX


def test_an_old_attempt_of_which_the_pbx_has_no_trace_was_never_placed() -> None:
    assert judge(make_attempt(HOUR), set(), {"at_2"}, LONG_AGO, NOW) is Verdict.NOT_PLACED


def test_an_attempt_from_before_a_restart_of_the_pbx_is_lost_and_not_redialled() -> None:
    verdict = judge(make_attempt(HOUR), set(), set(), NOW - timedelta(minutes=5), NOW)
    assert verdict is Verdict.LOST


def test_an_attempt_from_the_second_of_the_restart_is_lost_too() -> None:
    born = NOW - HOUR
    verdict = judge(make_attempt(HOUR), set(), set(), born - timedelta(seconds=1), NOW)
    assert verdict is Verdict.LOST


@pytest.mark.parametrize("age", [timedelta(0), timedelta(milliseconds=50), GRACE / 2])
def test_an_attempt_that_may_still_be_on_its_way_is_waited_for(age: timedelta) -> None:
    assert judge(make_attempt(age), set(), set(), LONG_AGO, NOW) is Verdict.WAIT


def test_nothing_is_undecided_ten_seconds_after_it_was_reserved() -> None:
    assert timedelta(seconds=10) > GRACE + timedelta(seconds=5)
    assert judge(make_attempt(GRACE), set(), set(), LONG_AGO, NOW) is Verdict.NOT_PLACED
