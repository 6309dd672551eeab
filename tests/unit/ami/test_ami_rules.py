"""Versions, waiting times and the actions we build."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.ami.actions import (
    build_hangup,
    build_originate,
    build_outbox_delete,
    build_redirect,
    build_status,
    encode_variable,
)
from cti.ami.backoff import Backoff
from cti.ami.errors import UnsafeValueError
from cti.ami.version import is_safe
from cti.ami.wire import encode_action


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("22.10.1+dfsg-1", True),
        ("23.0.0", True),
        ("22.8-cert1", True),
        ("21.4.2", True),
        ("21.4.1", False),
        ("20.9.2~dfsg+~cs6.14.40431414-2", True),
        ("20.9.1", False),
        ("20.20.0", True),
        ("18.24.2", True),
        ("18.24.1", False),
        ("19.8.1", False),
        ("16.30.0", False),
        ("13.38.3", False),
        ("18.9-cert11", True),
        ("18.9-cert10", False),
        ("certified/20.7-cert2", True),
        ("20.7-cert1", False),
        ("16.8-cert14", False),
        ("GIT-master-7c4f3b1", None),
        ("", None),
    ],
)
def test_releases_with_the_originate_hole_are_known(version: str, safe: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert is_safe(version) is safe


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waiting_doubles_with_a_spread_and_has_a_ceiling(failures: int, dice: float) -> None:
    backoff = Backoff(first=0.25, longest=10, refused_first=30, refused_longest=300)
    delay = backoff.choose_delay(failures, "ami.connection_lost", dice)
    step = min(10, 0.25 * 2 ** min(failures - 1, 60))
    assert step / 2 <= delay <= step
    assert backoff.choose_delay(failures, "ami.login_refused", dice) >= 15


def dial(**changed: str) -> bytes:
    values = {
        "attempt": "at_1",
        "channel": "PJSIP/0912345601@carrier",
        "context": "cti-campaign",
        "caller_id": "02873001000",
    }
    prompt = {"CTI_PROMPT": "http://127.0.0.1:8080/p/a,b.wav"}
    built = build_originate(**{**values, **changed}, ring_seconds=30, variables=prompt)
    return encode_action(built.name, built.headers)


def test_an_attempt_is_its_channel_id_and_its_action_id_and_pushes_its_hangup_handler() -> None:
    assert dial().decode().split("\r\n")[:-2] == [
        "Action: Originate",
        "ActionID: at_1",
        "Channel: PJSIP/0912345601@carrier",
        "ChannelId: at_1",
        "Context: cti-campaign",
        "Exten: s",
        "Priority: 1",
        "CallerID: 02873001000",
        "Timeout: 30000",
        "Async: true",
        'Variable: "CHANNEL(hangup_handler_push)=cti-outcome,s,1"',
        'Variable: "CTI_ATTEMPT=at_1"',
        'Variable: "CTI_PROMPT=http://127.0.0.1:8080/p/a,b.wav"',
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attempt", "at 1"),
        ("attempt", ""),
        ("channel", "PJSIP/1@carrier&PJSIP/2@carrier"),
        ("channel", "PJSIP/1@carrier\r\nApplication: System"),
        ("context", "cti-campaign,s,1"),
        ("caller_id", '"Name" <1>'),
        ("caller_id", "${SHELL(id)}"),
    ],
)
def test_a_value_that_asterisk_would_read_otherwise_is_refused(field: str, value: str) -> None:
    with pytest.raises(UnsafeValueError) as refused:
        dial(**{field: value})
    assert refused.value.params == {"field": field}


@pytest.mark.parametrize("value", ['a"b', "a\\b", "${X}", "a\nb", "a\0b"])
def test_a_variable_can_not_leave_its_quotes(value: str) -> None:
    with pytest.raises(UnsafeValueError):
        encode_variable("CTI_PROMPT", value)


def test_names_of_channels_contexts_and_keys_are_guarded() -> None:
    for build in (
        lambda: build_redirect("PJSIP/101-1", "cti-extension", "102,1"),
        lambda: build_redirect("PJSIP/101-1\n", "cti-extension", "102"),
        lambda: build_hangup("/.*/ "),
        lambda: build_outbox_delete("x)y"),
        lambda: build_status(["SHELL(id)", "a b"]),
    ):
        with pytest.raises(UnsafeValueError):
            build()


def test_hangup_can_not_be_given_a_pattern_of_channels() -> None:
    with pytest.raises(UnsafeValueError):
        build_hangup("/PJSIP/")
