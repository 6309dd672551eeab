"""Frames, typed events and outbox entries."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.ami.decode import DECODERS, USER_EVENTS, decode
from cti.ami.events import (
    CtiAnswered,
    CtiOutcome,
    CtiReply,
    DeviceStateChange,
    DialBegin,
    DialEnd,
    Event,
    Hangup,
    Newchannel,
    OriginateResponse,
    Shutdown,
)
from cti.ami.frame import Frame
from cti.ami.outbox import Malformed, name_key, parse_entry

CHANNEL = {
    "Channel": "PJSIP/carrier-0000002a",
    "ChannelState": "6",
    "CallerIDNum": "0912345601",
    "CallerIDName": "<unknown>",
    "Context": "cti-inbound",
    "Exten": "02873001000",
    "AccountCode": "",
    "Uniqueid": "pbx1-1700000000.42",
    "Linkedid": "pbx1-1700000000.41",
}


def make_frame(event: str, **headers: str) -> bytes:
    lines = [f"Event: {event}", "Privilege: call,all"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode()


def test_a_new_channel_is_read_with_its_ids_whole_and_unknown_as_empty() -> None:
    assert decode(make_frame("Newchannel", **CHANNEL)) == Newchannel(
        uniqueid="pbx1-1700000000.42",
        linkedid="pbx1-1700000000.41",
        channel="PJSIP/carrier-0000002a",
        state=6,
        caller_number="0912345601",
        caller_name="",
        context="cti-inbound",
        exten="02873001000",
        account="",
    )


def test_a_hangup_keeps_its_cause() -> None:
    event = decode(make_frame("Hangup", **CHANNEL, Cause="17", Cause_txt="User busy"))
    assert isinstance(event, Hangup)
    assert (event.cause, event.cause_text) == (17, "User busy")


def test_the_caller_side_of_an_originated_dial_is_empty() -> None:
    dest = {f"Dest{name}": value for name, value in CHANNEL.items()}
    event = decode(make_frame("DialEnd", **dest, DialStatus="BUSY"))
    assert event == DialEnd(
        "", "", CHANNEL["Uniqueid"], CHANNEL["Linkedid"], CHANNEL["Channel"], "BUSY"
    )


def test_our_own_user_events_are_typed() -> None:
    at = datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC)
    attempt = {"Attempt": "at_1"}
    assert decode(
        make_frame("UserEvent", **CHANNEL, UserEvent="CtiAnswered", **attempt, At="1700000000.250")
    ) == CtiAnswered("at_1", at, CHANNEL["Uniqueid"], CHANNEL["Linkedid"], CHANNEL["Channel"])
    reply = {"Step": "2", "Key": "9", "At": "1700000000.250"}
    assert decode(
        make_frame("UserEvent", **CHANNEL, UserEvent="CtiReply", **attempt, **reply)
    ) == CtiReply("at_1", 2, "9", at)
    outcome = {"Cause": "17", "TechCause": "SIP 486 Busy Here", "Answered": ""}
    ended = {"Ended": "1700000000.250", "DialStatus": ""}
    assert decode(
        make_frame("UserEvent", **CHANNEL, UserEvent="CtiOutcome", **attempt, **outcome, **ended)
    ) == CtiOutcome("at_1", 17, "SIP 486 Busy Here", None, at, "")


def test_the_user_events_of_others_are_left_alone() -> None:
    assert decode(make_frame("UserEvent", **CHANNEL, UserEvent="SomethingElse")) is None


def test_a_failed_originate_keeps_its_action_id() -> None:
    frame = make_frame(
        "OriginateResponse", ActionID="at_1", Response="Failure", Reason="3", Uniqueid="<unknown>"
    )
    assert decode(frame) == OriginateResponse("at_1", ok=False, reason=3, uniqueid="", channel="")


def test_a_shutdown_says_whether_asterisk_comes_back() -> None:
    assert decode(make_frame("Shutdown", Restart="True")) == Shutdown(restart=True)


@pytest.mark.parametrize(
    "bad",
    [
        make_frame("Hangup"),
        make_frame("Hangup", **CHANNEL, Cause="sixteen"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="at_1", Step="", Key="1", At="1"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="a", Step="9" * 20, Key="1", At="1"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="a", Step="1", Key="1\0", At="1"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="../x", Step="1", Key="1", At="1"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="a", Step="1", Key="1", At="nan"),
        make_frame("UserEvent", UserEvent="CtiReply", Attempt="a", Step="1", Key="1", At="1e300"),
        make_frame("UserEvent", UserEvent="CtiAnswered", Attempt="a", At="-5"),
    ],
)
def test_an_event_that_makes_no_sense_is_none_and_raises_nothing(bad: bytes) -> None:
    assert decode(bad) is None


@given(
    st.sampled_from(sorted(DECODERS)),
    st.lists(
        st.tuples(
            st.sampled_from([*CHANNEL, "UserEvent", "Attempt", "At", "Step", "Cause", "Key"]),
            st.one_of(st.text(max_size=20), st.sampled_from(sorted(USER_EVENTS))),
        ),
        max_size=12,
    ),
)
def test_no_event_of_interest_can_raise(name: bytes, headers: list[tuple[str, str]]) -> None:
    raw = b"Event: " + name
    for header, value in headers:
        raw += f"\r\n{header}: {value}".encode("utf-8", "replace")
    assert isinstance(decode(raw), Event | None)


def test_headers_without_blank_and_an_empty_last_one_are_kept() -> None:
    frame = Frame(b"Event: X\r\nKey:Value\r\nVia: a: b\r\nLast:")
    assert (frame["Key"], frame["Via"], frame["Last"]) == ("Value", "a: b", "")
    assert "Lost" not in frame
    with pytest.raises(KeyError):
        frame["Lost"]


def test_chan_variables_are_a_list_even_when_there_is_one() -> None:
    assert Frame(b"Event: X\r\nChanVariable: A=1").get_all("ChanVariable") == ["A=1"]
    many = Frame(b"Event: X\r\nChanVariable: A=1\r\nChanVariable: B=x=y\r\nChanVariable: bad")
    assert many.read_variables() == {"A": "1", "B": "x=y"}


def test_bytes_that_are_no_utf8_lose_nothing_around_them() -> None:
    assert Frame(b"Event: X\r\nName: Nguy\xff\xe1n\r\nAfter: 1").get("After") == "1"


def test_a_header_is_found_by_its_whole_name() -> None:
    frame = Frame(b"Event: X\r\nDestUniqueid: 2\r\nUniqueidX: 3\r\nNote: Uniqueid: 4")
    assert "Uniqueid" not in frame


def test_the_repr_of_a_frame_shows_no_customer() -> None:
    assert repr(Frame(b"Event: X\r\nCallerIDNum: 0912")) == "<Frame b'X', 27 bytes>"


def test_outbox_entries_are_the_events_that_were_raised_for_them() -> None:
    at = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert parse_entry("at_1:1", "reply|1|1700000000") == CtiReply("at_1", 1, "1", at)
    assert parse_entry("at_1:2", "reply||1700000000.000") == CtiReply("at_1", 2, "", at)
    assert parse_entry("at_1:end", "end|17|SIP 486 Busy Here||1700000000|BUSY") == CtiOutcome(
        "at_1", 17, "SIP 486 Busy Here", None, at, "BUSY"
    )
    assert parse_entry("at_1:end", "end||||1700000000|") == CtiOutcome("at_1", 0, "", None, at, "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at_1:1", ""),
        ("at_1:1", "reply|1"),
        ("at_1:1", "reply|1|x"),
        ("at_1:1", "reply|1|1700000000|more"),
        ("at_1", "reply|1|1700000000"),
        ("at_1:x", "reply|1|1700000000"),
        ("at_1:0", "reply|1|1700000000"),
        ("at_1:01", "reply|1|1700000000"),  # to be deleted it must be called as it is
        ("at_1:99999999999999999999", "reply|1|1700000000"),  # more than a column holds
        ("at_1:1", "reply|\0|1700000000"),
        ("at_1:1", f"reply|{'1' * 200}|1700000000"),
        (":1", "reply|1|1700000000"),
        ("at_1:1", "end|16|||1700000000|"),
        ("at_1:end", "reply|1|1700000000"),
        ("at_1:end", "end|16||1700000000|ANSWER"),
        ("at_1:end", "end|16|||1e99|ANSWER"),
        ("at_1:end", "end|999|||1700000000|ANSWER"),
    ],
)
def test_an_outbox_entry_that_makes_no_sense_is_reported_with_its_key(key: str, value: str) -> None:
    assert parse_entry(key, value) == Malformed(key, value)


@given(st.text(), st.text())
def test_no_outbox_entry_can_raise(key: str, value: str) -> None:
    assert isinstance(parse_entry(key, value), CtiReply | CtiOutcome | Malformed)


@pytest.mark.parametrize(
    ("key", "value"),
    [("at_1:3", "reply|1|1"), ("at_1:end", "end|16|||1|"), ("odd:one:", "junk")],
)
def test_the_key_to_acknowledge_is_the_one_that_was_read(key: str, value: str) -> None:
    assert name_key(parse_entry(key, value)) == key


BLOCK = {
    "Channel": "PJSIP/carrier-1",
    "ChannelState": "5",
    "ChannelStateDesc": "Ringing",
    "CallerIDNum": "0912345601",
    "CallerIDName": "Nguyễn Thị Ánh",
    "ConnectedLineNum": "<unknown>",
    "ConnectedLineName": "<unknown>",
    "Language": "en",
    "AccountCode": "",
    "Context": "cti-campaign",
    "Exten": "s",
    "Priority": "1",
    "Uniqueid": "at_1",
    "Linkedid": "at_2",
}


@given(st.permutations(sorted(BLOCK)), st.sets(st.sampled_from(["Language", "Priority"])))
def test_a_channel_is_read_alike_in_whatever_order_its_headers_come(
    order: list[str], missing: set[str]
) -> None:
    usual = decode(make_frame("Newstate", **BLOCK))
    assert usual is not None
    shuffled = {name: BLOCK[name] for name in order if name not in missing}
    assert decode(make_frame("Newstate", **shuffled)) == usual


def test_the_two_sides_of_a_dial_are_not_mixed_up() -> None:
    dest = {f"Dest{name}": value.replace("at_", "dest_") for name, value in BLOCK.items()}
    event = decode(make_frame("DialBegin", **BLOCK, **dest, DialString="1@carrier"))
    assert isinstance(event, DialBegin)
    assert (event.uniqueid, event.linkedid) == ("at_1", "at_2")
    assert (event.dest_uniqueid, event.dest_linkedid) == ("dest_1", "dest_2")


def test_a_late_item_of_a_device_list_is_no_news() -> None:
    state = {"Device": "PJSIP/101", "State": "INUSE"}
    assert decode(make_frame("DeviceStateChange", **state)) == DeviceStateChange(*state.values())
    assert decode(make_frame("DeviceStateChange", ActionID="9", **state)) is None
