from datetime import UTC, datetime, timedelta

import pytest

from cti.dialer.campaign import State
from cti.dialer.hold import Facts, explain

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DIALLING = Facts(
    state=State.RUNNING,
    members=10,
    calling=2,
    waiting=5,
    next_due=None,
    window_is_open=True,
    window_opens=NOW,
    pbx_down=None,
    at_limit=False,
)


def test_a_campaign_that_dials_has_no_reason():
    assert explain(DIALLING, NOW) is None


@pytest.mark.parametrize(
    ("changes", "code", "until"),
    [
        ({"state": State.DRAFT}, "not_started", None),
        ({"state": State.PAUSED}, "paused", None),
        ({"state": State.STOPPED}, "stopped", None),
        ({"state": State.FINISHED}, "exhausted", None),
        ({"members": 0, "waiting": 0}, "empty", None),
        ({"waiting": 0, "calling": 0}, "exhausted", None),
        ({"waiting": 0, "calling": 3}, "last_calls", None),
        ({"window_is_open": False, "window_opens": LATER}, "window", LATER),
        ({"window_is_open": False, "window_opens": None}, "window", None),
        ({"at_limit": True}, "limit", None),
        ({"next_due": LATER}, "retry_wait", LATER),
        ({"pbx_down": "ami.unreachable"}, "pbx.down", None),
    ],
)
def test_each_reason_has_its_code_and_says_until_when(
    changes: dict[str, object], code: str, until: datetime | None
):
    reason = explain(DIALLING._replace(**changes), NOW)
    assert reason is not None
    assert (reason.code, reason.until) == (code, until)


def test_a_pbx_that_is_away_says_why():
    reason = explain(DIALLING._replace(pbx_down="ami.login_refused"), NOW)
    assert reason is not None
    assert reason.detail == "ami.login_refused"
