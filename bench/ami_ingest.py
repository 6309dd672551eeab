"""AMI ingest: events through wire, decoding and the tracker, in a second of one core's time.

Three readers take the same stream over TCP from a feeder of their own process, in turns: one that
only receives and counts (the floor), ours, and stock panoramisk with a plain callback. Two
streams: every event class on, as an account without filters gets it, and only the events that our
manager account lets through. CPU time, not the clock's: neighbours on a shared core would show
up in the latter. `python -m bench.ami_ingest` prints the rows.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from panoramisk import Manager

from cti.ami.counters import LinkCounters
from cti.ami.events import Event
from cti.ami.protocol import AmiProtocol
from cti.calls.tracker import Tracker

GREETING = b"Asterisk Call Manager/9.0.0\r\n"
CALLS = 2_500  # in a stream
ROUNDS = 7
GO = b"."  # each reader asks for the stream once it is ready
TARGET = 3.0  # times panoramisk

CHANNEL = (
    "Channel: PJSIP/carrier-{n:08x}\r\nChannelState: {state}\r\nChannelStateDesc: Up\r\n"
    "CallerIDNum: 0912{n:06d}\r\nCallerIDName: Nguyễn Thị Ánh\r\nConnectedLineNum: 02873001000\r\n"
    "ConnectedLineName: <unknown>\r\nLanguage: en\r\nAccountCode: \r\nContext: cti-campaign\r\n"
    "Exten: s\r\nPriority: 1\r\nUniqueid: at_0192f3c4d5e6f708{n:08x}\r\n"
    "Linkedid: at_0192f3c4d5e6f708{n:08x}\r\n"
)
DIALLED = "".join(f"Dest{line}\r\n" for line in CHANNEL.strip().split("\r\n"))
USER = "Attempt: at_0192f3c4d5e6f708{n:08x}\r\n"

# One answered campaign call with a key press, as a real Asterisk 22 tells it.
WANTED = [
    ("Newchannel", CHANNEL),
    ("DialBegin", DIALLED + "DialString: 0912345601@carrier\r\n"),
    ("Newstate", CHANNEL),
    ("DeviceStateChange", "Device: PJSIP/carrier\r\nState: RINGING\r\n"),
    ("Newstate", CHANNEL),
    ("DialEnd", DIALLED + "DialStatus: ANSWER\r\n"),
    ("UserEvent", CHANNEL + "UserEvent: CtiAnswered\r\n" + USER + "At: 1700000000.125\r\n"),
    ("DeviceStateChange", "Device: PJSIP/carrier\r\nState: INUSE\r\n"),
    (
        "OriginateResponse",
        (
            "ActionID: at_0192f3c4d5e6f708{n:08x}\r\nResponse: Success\r\n"
            "Channel: PJSIP/carrier-{n:08x}\r\nContext: cti-campaign\r\nExten: s\r\nReason: 4\r\n"
            "Uniqueid: at_0192f3c4d5e6f708{n:08x}\r\nCallerIDNum: 02873001000\r\n"
        ),
    ),
    (
        "UserEvent",
        CHANNEL + "UserEvent: CtiReply\r\n" + USER + "Step: 1\r\nKey: 1\r\nAt: 1700000002.250\r\n",
    ),
    (
        "UserEvent",
        CHANNEL + "UserEvent: CtiOutcome\r\n" + USER + "Cause: 16\r\nTechCause: SIP 200 OK\r\n"
        "Answered: 1700000000.125\r\nEnded: 1700000004.500\r\nDialStatus: \r\n",
    ),
    ("Hangup", CHANNEL + "Cause: 16\r\nCause-txt: Normal Clearing\r\n"),
    ("DeviceStateChange", "Device: PJSIP/carrier\r\nState: NOT_INUSE\r\n"),
]
UNWANTED = [
    ("Newexten", CHANNEL + "Extension: s\r\nApplication: Set\r\nAppData: CTI_STEP=0\r\n"),
    ("VarSet", CHANNEL + "Variable: CTI_SAY\r\nValue: http://127.0.0.1:8080/prompts/1.wav\r\n"),
]
UNWANTED_A_CALL = 24


def make_script(*, filtered: bool) -> list[tuple[str, str]]:
    """The events of one call."""
    script = list(WANTED)
    if not filtered:
        for place in range(UNWANTED_A_CALL):
            script.insert(1 + place * 3 // 2, UNWANTED[place % 2])
    return script


def make_stream(*, filtered: bool) -> bytes:
    """The bytes of all calls."""
    frames = [
        f"Event: {name}\r\nPrivilege: call,all\r\n{body}\r\n" + "\r\n" * (name == "UserEvent")
        for name, body in make_script(filtered=filtered)
    ]
    call = "".join(frames)
    return "".join(call.format(n=n, state=6) for n in range(CALLS)).encode()


class Counting(asyncio.Protocol):
    """The floor: what receiving costs by itself."""

    def __init__(self) -> None:
        self.events = 0
        self.lost = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self.events += data.count(b"\r\n\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        del exc
        self.lost.set_result(None)


async def read_floor(port: int, _wanted: int) -> None:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(Counting, "127.0.0.1", port)
    transport.write(GO)
    await protocol.lost


def make_consumer() -> tuple[Callable[[Event], None], list[int]]:
    """What stands behind the decoder, the tracker of calls, and its count of events."""
    seen = [0]
    tracker = Tracker("bench")

    def consume(event: Event) -> None:
        seen[0] += 1
        tracker.apply(event, datetime.now(UTC))

    return consume, seen


async def read_ours(port: int, wanted: int) -> None:
    consume, seen = make_consumer()
    counters = LinkCounters()
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(
        lambda: AmiProtocol(consume, counters), "127.0.0.1", port
    )
    transport.write(GO)
    assert await protocol.lost == "ami.connection_lost"
    assert seen[0] == wanted, (seen[0], wanted)
    assert counters.events_undecoded == 0


async def read_panoramisk(port: int, _wanted: int) -> None:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    seen = [0]

    def consume(_manager: Manager, _message: object) -> None:
        seen[0] += 1

    manager = Manager(
        host="127.0.0.1",
        port=port,
        loop=asyncio.get_running_loop(),
        on_disconnect=lambda *_: done.done() or done.set_result(None),
        reconnect_timeout=86_400,  # its endless reconnect is no part of this
    )
    manager.log.disabled = True
    manager.register_event("*", consume)
    transport, _ = await manager.connect()
    transport.write(GO)
    await done
    manager.close()
    assert seen[0] > 0


Reader = Callable[[int, int], Coroutine[Any, Any, None]]
READERS: dict[str, Reader] = {
    "floor": read_floor,
    "ours": read_ours,
    "panoramisk": read_panoramisk,
}


async def feed(*, filtered: bool) -> None:
    """The feeder's process: the whole stream to whoever connects, then the end."""
    stream = make_stream(filtered=filtered)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        await reader.read(1)  # panoramisk loses what comes before its connect callback ran
        writer.write(stream)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until its parent ends


async def measure(*, filtered: bool) -> dict[str, float]:
    """Events a CPU second of each reader: the best of interleaved rounds.

    A neighbour on the same core slows a round, nothing makes one faster than it is.
    """
    events = len(make_script(filtered=filtered)) * CALLS
    wanted = len(WANTED) * CALLS
    feeder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.ami_ingest",
        "feed-filtered" if filtered else "feed",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert feeder.stdin is not None
    assert feeder.stdout is not None
    try:
        port = int(await feeder.stdout.readline())
        rates: dict[str, list[float]] = {name: [] for name in READERS}
        for _ in range(ROUNDS):
            for name, read in READERS.items():
                gc.collect()
                began = time.process_time()
                await read(port, wanted)
                rates[name].append(events / (time.process_time() - began))
    finally:
        feeder.stdin.close()
        await feeder.wait()
    return {name: max(each) for name, each in rates.items()}


async def run() -> list[dict[str, object]]:
    """The bench's rows."""
    rows: list[dict[str, object]] = []
    for filtered, name in ((False, "ami ingest, every event on"), (True, "ami ingest, filtered")):
        rates = await measure(filtered=filtered)
        for peer in ("panoramisk", "floor"):
            ratio = rates["ours"] / rates[peer]
            # The filtered stream is reported only: there is nothing to skip in it.
            target = TARGET if peer == "panoramisk" and not filtered else None
            rows.append(
                {
                    "name": name,
                    "value": round(rates["ours"]),
                    "unit": "events a CPU second",
                    "peer": "panoramisk 1.4" if peer == "panoramisk" else "receive and count",
                    "peer_value": round(rates[peer]),
                    "ratio": round(ratio, 2),
                    "target": target,
                    "met": None if target is None else ratio >= target,
                }
            )
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] in (["feed"], ["feed-filtered"]):
        asyncio.run(feed(filtered=sys.argv[1] == "feed-filtered"))
    else:
        print(json.dumps(asyncio.run(run()), indent=2))
