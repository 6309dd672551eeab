"""A file of 100,000 rows taken into a directory of a million customers, and undone again.

The server is a process of its own, asked over HTTP as a browser does. Beside the time of the whole
import (upload, validation, duplicates, upsert, history) is that of merely reading the file and
inserting its rows; meanwhile somebody else searches, opens and creates customers.
`python -m bench.imports [rows] [contacts] [sqlite|postgresql]`.
"""

import asyncio
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import insert
from sqlalchemy.engine import make_url

from bench.agents_online import COOKIE, find_port
from bench.contacts import NAMES, fill
from bench.import_file import make_file, read_and_insert
from bench.search import POSTGRES_MEMORY, warm
from cti.accounts.service import hash_token
from cti.clock import utc_now
from cti.db import Database
from cti.migrate import migrate
from cti.schema import sessions, users
from tests.contract.postgres_cluster import start_cluster, stop_cluster

ROWS, CONTACTS = 100_000, 1_111_112  # contacts of a million customers
TIMES_OF_FLOOR, MEMORY_MB, OTHERS_MS = 3.0, 400.0, 200.0
LOOK_S, LOOKS_PER_ASKING = 0.1, 5
ENDED = frozenset({"draft", "checked", "finished", "cancelled", "failed", "undone"})

Row = dict[str, object]


async def run(
    rows: int = ROWS, contacts: int = CONTACTS, kinds: Sequence[str] = ("sqlite", "postgresql")
) -> list[Row]:
    """The rows of this bench, of a SQLite file and of a PostgreSQL cluster of its own."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_file(folder / "khach.xlsx", rows, contacts)
        if "sqlite" in kinds:
            url = f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"
            found += await measure(url, folder, rows, contacts)
        if "postgresql" in kinds:
            cluster = start_cluster(POSTGRES_MEMORY)
            try:
                url = cluster.url(await cluster.create())
                found += await measure(url, folder, rows, contacts)
            finally:
                stop_cluster(cluster)
    return found


async def measure(url: str, folder: Path, rows: int, contacts: int) -> list[Row]:
    """The same on any empty database."""
    await migrate(url)
    token = await _add_user(url)
    await fill(url, contacts)
    await warm(url)
    path = folder / "khach.xlsx"
    kind = make_url(url).get_backend_name()
    floors = [await read_and_insert(url, path)]
    async with _serve(url, folder) as (process, port), _open(port, token) as client:
        idle = _read_peak(process.pid)
        others: list[float] = []
        asking = asyncio.create_task(_ask_meanwhile(client, others))
        began = time.perf_counter()
        import_id = await _upload(client, path)
        uploaded = time.perf_counter() - began
        ended, reader = await _do(client, process.pid, import_id, "start")
        taken = time.perf_counter() - began
        asking.cancel()
        peak = _read_peak(process.pid)
        assert ended["state"] == "finished", ended
        began = time.perf_counter()
        undone, _ = await _do(client, process.pid, import_id, "undo")
        back = time.perf_counter() - began
        assert undone["state"] == "undone", undone
    floors.append(await read_and_insert(url, path))
    floor = statistics.mean(floors)
    print(kind, "rows", ended["counts"], "floors", floors, "upload", uploaded, file=sys.stderr)
    limit = TIMES_OF_FLOOR * floor
    p95 = statistics.quantiles(others, n=100, method="inclusive")[94] * 1000
    return [
        _row(f"{kind}: import of {rows} rows × 12", taken, "s", "read and insert", floor, limit),
        _row(f"{kind}: undo of that import", back, "s", "the import", taken, taken),
        _row(f"{kind}: server's memory at its highest", peak, "MB", "idle", idle, MEMORY_MB),
        _row(f"{kind}: reader's memory beside it", reader, "MB"),
        _row(f"{kind}: others' requests meanwhile, p95", p95, "ms", target=OTHERS_MS),
        _row(f"{kind}: rows a second", rows / taken, "rows/s"),
    ]


async def _add_user(url: str) -> str:
    token, now = secrets.token_urlsafe(32), utc_now()
    db = Database(url)
    async with db.write() as unit:
        user = await unit.connection.execute(
            insert(users).returning(users.c.id),
            {"username": "chu", "name": "Chủ", "role": "owner", "password_hash": "-",
             "created_at": now},
        )  # fmt: skip
        await unit.connection.execute(
            insert(sessions),
            {"token_hash": hash_token(token), "user_id": user.scalar_one(), "csrf_token": "-",
             "created_at": now, "expires_at": now + timedelta(hours=5)},
        )  # fmt: skip
    await db.close()
    return token


@asynccontextmanager
async def _serve(url: str, folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    port = find_port()
    env = os.environ | {
        "CTI_DATA_DIR": str(folder / make_url(url).get_backend_name()),
        "CTI_DATABASE_URL": url,
        "CTI_HTTP_PORT": str(port),
        "CTI_LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "cti", "serve", env=env)
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while True:
                with suppress(aiohttp.ClientConnectionError):
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                        if answer.status == 200:
                            break
                await asyncio.sleep(0.05)
        yield process, port
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _open(port: int, token: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(
        f"http://127.0.0.1:{port}",
        cookies={COOKIE: token},
        headers={"X-CSRF-Token": "-"},
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=600),
    ) as client:
        yield client


async def _upload(client: aiohttp.ClientSession, path: Path) -> int:
    form = aiohttp.FormData()
    form.add_field("file", await asyncio.to_thread(path.read_bytes), filename=path.name)
    async with client.post("/api/v1/imports?kind=customers", data=form) as answer:
        assert answer.status == 201, await answer.text()
        found = await answer.json()
        assert found["key"] == ["code"]
        return int(found["id"])


async def _do(
    client: aiohttp.ClientSession, pid: int, import_id: int, what: str
) -> tuple[dict[str, Any], float]:
    """Tell the import to, wait for its end; and the most that a child process had resident."""
    reader = 0.0
    async with client.post(f"/api/v1/imports/{import_id}/{what}") as answer:
        assert answer.status == 202, await answer.text()
    while True:
        # The app is told how far it is: to ask is the load of the bench alone.
        for _ in range(LOOKS_PER_ASKING):
            reader = max([reader, *map(_read_peak, _list_children(pid))])
            await asyncio.sleep(LOOK_S)
        async with client.get(f"/api/v1/imports/{import_id}") as answer:
            found: dict[str, Any] = await answer.json()
        if found["state"] in ENDED:
            return found, reader


async def _ask_meanwhile(client: aiohttp.ClientSession, taken: list[float]) -> None:
    """What others do: search, look at a customer, create one."""
    turn = 0
    while True:
        turn += 1
        words = NAMES[turn * 37 % len(NAMES)][1]
        asked: list[tuple[str, str, dict[str, Any]]] = [
            ("GET", f"/api/v1/contacts?q={words}", {}),
            ("GET", f"/api/v1/customers/{turn * 7 + 1}", {}),
            ("POST", "/api/v1/customers", {"json": {"name": f"Khách gọi đến {turn}"}}),
        ]
        method, path, more = asked[turn % 3]
        began = time.perf_counter()
        async with client.request(method, path, **more) as answer:
            assert answer.status in (200, 201), await answer.text()
            await answer.read()
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(LOOK_S / 2)


def _read_peak(pid: int) -> float:
    """Megabytes a process had resident at most."""
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _list_children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _row(
    name: str,
    value: float,
    unit: str,
    peer: str | None = None,
    peer_value: float | None = None,
    target: float | None = None,
) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 2),
        "ratio": round(value / peer_value, 2) if peer_value else None,
        "target": None if target is None else round(target, 2),
        "met": None if target is None else value <= target,
    }


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:3]]
    chosen = sys.argv[3:] or ["sqlite", "postgresql"]
    for line in asyncio.run(run(*numbers, kinds=chosen)):
        print(json.dumps(line, ensure_ascii=False))
