"""What a real Asterisk said, byte for byte, read by our wire and decoder."""

from pathlib import Path

import pytest

from cti.ami.decode import DECODERS, interpret
from cti.ami.events import CtiOutcome, CtiReply, Event
from cti.ami.frame import Frame, read_first_line
from cti.ami.snapshot import _BLOCKS
from cti.ami.wire import FrameReader

TRACES = sorted((Path(__file__).parents[2] / "traces").glob("*.ami"))


def read_events(trace: Path, piece: int) -> list[Event]:
    reader, events = FrameReader(), []
    stream = trace.read_bytes()
    for start in range(0, len(stream), piece):
        for raw in reader.feed(stream[start : start + piece]):
            is_event, name = read_first_line(raw)
            if is_event and (event := interpret(Frame(raw), name)):
                events.append(event)
    return events


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.stem)
def test_a_recorded_trace_is_understood_alike_whole_and_in_small_pieces(trace: Path) -> None:
    whole = read_events(trace, 1 << 20)
    assert len(whole) > 5
    assert read_events(trace, 1) == read_events(trace, 3) == whole


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.stem)
def test_no_event_that_the_account_lets_through_is_skipped(trace: Path) -> None:
    names = [read_first_line(raw) for raw in FrameReader().feed(trace.read_bytes())]
    assert {name for is_event, name in names if is_event} <= set(DECODERS)


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.stem)
def test_asterisk_writes_a_channels_headers_in_the_order_that_is_read_fast(trace: Path) -> None:
    frames = [Frame(raw) for raw in FrameReader().feed(trace.read_bytes())]
    told = [frame for frame in frames if "Event" in frame and "Channel" in frame]
    told = [frame for frame in told if frame.get("Event") != "OriginateResponse"]
    assert told
    assert all(_BLOCKS[""].search(frame.read_text()) for frame in told)
    dialled = [frame for frame in frames if "DestChannel" in frame]
    assert all(_BLOCKS["Dest"].search(frame.read_text()) for frame in dialled)


def test_a_call_with_a_key_tells_its_reply_and_its_outcome() -> None:
    (trace,) = (trace for trace in TRACES if trace.stem == "campaign-key")
    events = read_events(trace, 4096)
    (reply,) = (event for event in events if isinstance(event, CtiReply))
    (outcome,) = (event for event in events if isinstance(event, CtiOutcome))
    assert (reply.attempt, reply.step, reply.key) == ("at_trace_key", 1, "1")
    assert (outcome.attempt, outcome.cause) == ("at_trace_key", 16)
    assert outcome.answered is not None
    assert outcome.answered < reply.at < outcome.ended
