"""How long from a phone's ringing to the card in a browser, with a directory of a million.

The clock starts before the call's events are written to the AMI socket and stops when the agent's
websocket has the card, with the caller's name in it. The server is a process of its own; the
floor is another that forwards a message of the same size on the same events and does nothing else.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

import orjson
from websockets.asyncio.client import ClientConnection, connect

from bench.agents_online import find_port, go_online, name_extensions
from bench.contacts import fill, make_number
from bench.quiet_pbx import QuietPbx, hang_up, ring
from cti.migrate import migrate

CONTACTS = 1_000_000
AGENTS = 500
CALLS = 1_500
EVERY_S = 0.025
TARGET_MS = 20.0
DID = "02873001000"

Row = dict[str, object]


async def run(contacts: int = CONTACTS, agents: int = AGENTS, calls: int = CALLS) -> list[Row]:
    """The rows of this bench."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/cti.sqlite3"
        await migrate(url)
        await fill(url, contacts)
        floor = await measure_floor(agents, calls)
        async with go_online(Path(folder), url, agents) as online:
            times = await measure(online.pbx, online.clients, contacts, calls, card=True)
    p50, p99 = quantile(times, 0.5), quantile(times, 0.99)
    floor50, floor99 = quantile(floor, 0.5), quantile(floor, 0.99)
    peer = "forward only"
    return [
        row("pop p99", p99, peer, floor99, f"<= {TARGET_MS:g}", met=p99 <= TARGET_MS),
        row("pop p50", p50, peer, floor50, "", met=True),
        row("pop max", max(times), peer, max(floor), "", met=True),
    ]


def row(name: str, value: float, peer: str, floor: float, target: str, *, met: bool) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "peer": peer,
        "peer_value": round(floor, 2),
        "ratio": round(value / floor, 2),
        "target": target,
        "met": met,
    }


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


async def measure(
    pbx: QuietPbx,
    clients: dict[str, ClientConnection],
    contacts: int,
    calls: int,
    *,
    card: bool,
) -> list[float]:
    """Milliseconds of each call, one after the other, each to another agent."""
    dice = random.Random(7)  # noqa: S311 - the same calls in each run
    extensions = list(clients)
    times = []
    for number in range(1, calls + 1):
        extension = dice.choice(extensions)
        caller = "0" + make_number(dice.randrange(contacts))[3:]
        began = time.perf_counter()
        pbx.tell(ring(str(number), extension, caller, DID))
        async with asyncio.timeout(5):
            while not is_pop(await clients[extension].recv(), card=card):
                pass
        times.append((time.perf_counter() - began) * 1000)
        pbx.tell(hang_up(str(number), extension))
        await asyncio.sleep(EVERY_S)
    return times


def is_pop(text: str | bytes, *, card: bool) -> bool:
    if not card:
        return True
    message = orjson.loads(text)
    return any(
        key.startswith("call/") and value["state"] == "ringing" and bool(value["matches"])
        for key, value in message["set"].items()
    )


async def measure_floor(agents: int, calls: int) -> list[float]:
    """The same calls to a process that only forwards."""
    extensions = name_extensions(agents)
    pbx = QuietPbx(extensions)
    port = find_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.forwarder", str(await pbx.start()), str(port)
    )
    try:
        clients = {name: await _connect(f"ws://127.0.0.1:{port}/{name}") for name in extensions}
        times = await measure(pbx, clients, 1000, calls, card=False)
        await asyncio.gather(*(client.close() for client in clients.values()))
    finally:
        process.terminate()
        await process.wait()
        await pbx.stop()
    return times


async def _connect(address: str) -> ClientConnection:
    async with asyncio.timeout(20):
        while True:
            try:
                return await connect(address, compression=None)
            except OSError:
                await asyncio.sleep(0.1)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]]
    for line in asyncio.run(run(*sizes)):
        print(line)
