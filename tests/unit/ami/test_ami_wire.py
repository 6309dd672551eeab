"""Bytes to frames and actions to bytes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.ami.errors import BadStreamError, UnsafeHeaderError
from cti.ami.wire import MAX_LINE, FrameReader, encode_action

GREETING = b"Asterisk Call Manager/9.0.0\r\n"

lines = st.text(
    st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)), min_size=1
).map(lambda text: text.encode())
frames = st.lists(lines, min_size=1, max_size=6).map(b"\r\n".join)
pauses = st.sampled_from([b"\r\n\r\n", b"\r\n\r\n\r\n", b"\r\n\r\n\r\n\r\n"])


def read_all(stream: bytes, cuts: list[int]) -> list[bytes]:
    reader, found, last = FrameReader(), [], 0
    for cut in [*sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]:
        found += reader.feed(stream[last:cut])
        last = cut
    return found


@given(st.lists(st.tuples(frames, pauses), max_size=12), st.lists(st.integers(0, 5000)))
def test_any_chunking_of_a_stream_gives_the_same_frames(
    sent: list[tuple[bytes, bytes]], cuts: list[int]
) -> None:
    stream = GREETING + b"".join(frame + pause for frame, pause in sent)
    assert read_all(stream, cuts) == [frame for frame, _ in sent]


@given(st.binary(max_size=400), st.lists(st.integers(0, 500)))
def test_any_chunking_of_any_bytes_gives_the_same_frames(noise: bytes, cuts: list[int]) -> None:
    stream = GREETING + noise.replace(b"\x00", b"\r\n")
    assert read_all(stream, cuts) == read_all(stream, [])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_stream_in_small_pieces_is_read_like_the_whole(size: int) -> None:
    event = "Event: Newchannel\r\nCallerIDName: Nguyễn".encode()
    stream = GREETING + event + b"\r\n\r\n\r\nEvent: X\r\n\r\n"
    reader, found = FrameReader(), []
    for start in range(0, len(stream), size):
        found += reader.feed(stream[start : start + size])
    assert found == [event, b"Event: X"]
    assert reader.greeting == "Asterisk Call Manager/9.0.0"


def test_the_empty_line_after_a_user_event_does_not_hide_the_event_after_it() -> None:
    reader = FrameReader()
    frames = reader.feed(GREETING + b"Event: UserEvent\r\nA: 1\r\n\r\n\r\nEvent: Hangup\r\n\r\n")
    assert frames == [b"Event: UserEvent\r\nA: 1", b"Event: Hangup"]


@pytest.mark.parametrize("stream", [b"HTTP/1.1 400 Bad Request\r\n", b"Asterisk Call Nobody\r\n"])
def test_what_does_not_greet_as_asterisk_is_no_ami(stream: bytes) -> None:
    with pytest.raises(BadStreamError) as bad:
        FrameReader().feed(stream)
    assert bad.value.params == {"why": "not_ami"}


def test_a_greeting_without_end_is_given_up() -> None:
    with pytest.raises(BadStreamError):
        FrameReader().feed(b"Asterisk Call Manager/" + b"9" * 1000)


@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_a_frame_beyond_the_limit_is_given_up_at_linear_cost(piece: int) -> None:
    reader = FrameReader(max_frame=200_000)
    reader.feed(GREETING)
    fed, began = 0, time.process_time()
    with pytest.raises(BadStreamError) as bad:  # noqa: PT012 - which piece it is, is measured
        while fed < 1_000_000:
            reader.feed(b"x" * piece)
            fed += piece
    assert bad.value.params == {"why": "frame_too_long"}
    assert fed <= 200_000 + 4096 + 5
    assert time.process_time() - began < 2.0  # a quadratic reader took minutes


def test_a_frame_beyond_the_limit_is_given_up_even_when_it_comes_in_one_piece() -> None:
    reader = FrameReader(max_frame=100)
    with pytest.raises(BadStreamError):
        reader.feed(GREETING + b"x" * 101 + b"\r\n\r\n")


def test_an_action_keeps_the_order_of_its_headers_and_repeats_them() -> None:
    headers = [("ActionID", "7"), ("Variable", "A=1"), ("Variable", "B=Nguyễn"), ("Empty", "")]
    assert (
        encode_action("Originate", headers)
        == (
            "Action: Originate\r\nActionID: 7\r\nVariable: A=1\r\nVariable: B=Nguyễn\r\n"
            "Empty: \r\n\r\n"
        ).encode()
    )


@given(st.text(), st.sampled_from(["\r", "\n", "\0", "\r\n\r\nAction: Originate"]), st.text())
def test_no_value_with_a_line_break_or_nul_gets_on_the_wire(
    before: str, bad: str, after: str
) -> None:
    with pytest.raises(UnsafeHeaderError) as refused:
        encode_action("Ping", [("Data", before + bad + after)])
    assert refused.value.params["header"] == "Data"


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n\0")))
def test_every_value_that_is_accepted_stays_one_line_that_asterisk_reads(value: str) -> None:
    if len(b"Data: " + value.encode()) > MAX_LINE:
        with pytest.raises(UnsafeHeaderError):
            encode_action("Ping", [("Data", value)])
        return
    sent = encode_action("Ping", [("Data", value)])
    assert sent == b"Action: Ping\r\nData: " + value.encode() + b"\r\n\r\n"
    assert max(map(len, sent.split(b"\r\n"))) + 2 <= 1024


@pytest.mark.parametrize("name", ["", "Na me", "A:", "A\r\nB", "Ä", "x" * 65])
def test_a_header_name_is_letters_digits_and_hyphens(name: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        encode_action("Ping", [(name, "value")])


def test_an_action_name_is_guarded_like_any_value() -> None:
    with pytest.raises(UnsafeHeaderError):
        encode_action("Ping\r\nAction: Originate", [])


def test_the_line_limit_counts_bytes_not_characters() -> None:
    encode_action("Ping", [("Data", "ễ" * 338)])
    with pytest.raises(UnsafeHeaderError) as refused:
        encode_action("Ping", [("Data", "ễ" * 339)])
    assert refused.value.params == {"header": "Data", "why": "too_long"}


def test_more_headers_than_asterisk_reads_are_refused() -> None:
    encode_action("Ping", [("Variable", "a=1")] * 127)
    with pytest.raises(UnsafeHeaderError):
        encode_action("Ping", [("Variable", "a=1")] * 128)


@pytest.mark.parametrize("value", [None, 5, b"bytes", "\ud800"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(UnsafeHeaderError) as refused:
        encode_action("Ping", [("CallerID", value)])  # type: ignore[list-item]  # on purpose
    assert refused.value.params == {"header": "CallerID", "why": "not_text"}
