"""What the server costs while nothing happens: memory and CPU, 500 agents connected, no call."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from bench.agents_online import go_online
from cti.migrate import migrate

AGENTS = 500
SECONDS = 20.0

Row = dict[str, object]


async def run(agents: int = AGENTS, seconds: float = SECONDS) -> list[Row]:
    """The rows of this bench. Beside them, the same server with one agent."""
    many, few = await measure(agents, seconds), await measure(1, seconds)
    names = (("memory", "MB"), ("CPU", "% of a core"))
    return [
        {
            "name": f"idle {name}, {agents} agents",
            "value": round(value, 2),
            "unit": unit,
            "peer": "one agent",
            "peer_value": round(peer, 2),
            "ratio": round(value / peer, 2) if peer else None,
            "target": "",
            "met": True,
        }
        for (name, unit), value, peer in zip(names, many, few, strict=True)
    ]


async def measure(agents: int, seconds: float) -> tuple[float, float]:
    """Megabytes resident, and per cent of a core."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/cti.sqlite3"
        await migrate(url)
        async with go_online(Path(folder), url, agents) as online:
            await asyncio.sleep(3)  # what the connecting left behind
            before = read_cpu(online.process.pid)
            await asyncio.sleep(seconds)
            busy = read_cpu(online.process.pid) - before
            return read_memory(online.process.pid), 100 * busy / seconds


def read_cpu(pid: int) -> float:
    """Seconds of CPU a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_memory(pid: int) -> float:
    """Megabytes a process has resident."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


if __name__ == "__main__":
    for line in asyncio.run(run(*map(int, sys.argv[1:]))):
        print(line)
