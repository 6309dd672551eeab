"""How fast people are found among a million: search, lists, tiles, and the lookup of every pop.

On SQLite and on PostgreSQL, an agent with 2,000 customers of 900,000, a tenth of which is
nobody's. Beside each figure is a floor on the same database in the same seconds: the driver alone
reading as many rows by their keys. `python -m bench.search [contacts] [sqlite|postgresql]`.

The database is in memory, as it is on a server that has run for a day: SQLite's file is read
through before each line, for a small machine soon takes the memory of files back; PostgreSQL has
the quarter of a server's memory that its manual advises, and everything is loaded into it.
"""

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import insert, select, update
from sqlalchemy.engine import make_url

from bench.contacts import NAMES, fill, make_number
from bench.search_asked import ASKED, LISTED, SEARCHED, Ask, AskList, make_filtered
from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.clock import utc_now
from cti.collector import settle
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.duplicates.keys import Criterion
from cti.crm.service import Directory
from cti.db import Database
from cti.migrate import migrate
from cti.schema import catalogue_values as values
from cti.schema import customer_log, customers, notes, users
from tests.contract.postgres_cluster import start_cluster, stop_cluster

CONTACTS = 1_000_000
OWNERS = 403  # 2,000 customers each
PAGE = 50
TIMES = 50  # so that the p95 is not the second worst, which one busy moment makes
LOOKUPS = 2000
ENTRIES = 10_000
BIN_EVERY = 45  # of the customers is in the bin
POSTGRES_MEMORY = "2GB"
TARGET_MS = 100.0
LOOKUP_MS = 2.0
PAGE_SQL = (
    "SELECT * FROM contacts JOIN customers ON customers.id = contacts.customer_id"
    " WHERE contacts.id BETWEEN {0} AND {1}"
)
LOOKUP_SQL = (
    "SELECT contacts.id, contacts.name, customers.name, customers.owner_id FROM phones"
    " JOIN contacts ON contacts.id = phones.contact_id"
    " JOIN customers ON customers.id = contacts.customer_id WHERE phones.e164 = '{0}'"
)

PREWARM_SQL = (
    "SELECT pg_prewarm(oid) FROM pg_class WHERE relkind IN ('r', 'i') AND relpages > 0"
    " AND relnamespace = 'public'::regnamespace"
)
NOT_SEEN_SQL = (
    "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relallvisible < relpages"
    " AND relnamespace = 'public'::regnamespace"
)
VACUUMS = 30
READ_BYTES = 1 << 20

Row = dict[str, object]
Work = Callable[[int], Awaitable[object]]
Raw = Callable[[str], Awaitable[object]]


async def run(
    contacts: int = CONTACTS, kinds: Sequence[str] = ("sqlite", "postgresql")
) -> list[Row]:
    """The rows of this bench, of a SQLite file and of a PostgreSQL cluster of its own."""
    rows: list[Row] = []
    if "sqlite" in kinds:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'cti.sqlite3'}"
            rows += await measure(url, contacts)
    if "postgresql" in kinds:
        cluster = start_cluster(POSTGRES_MEMORY)
        try:
            rows += await measure(cluster.url(await cluster.create()), contacts)
        finally:
            stop_cluster(cluster)
    return rows


async def measure(url: str, contacts: int) -> list[Row]:
    """The same on any empty database."""
    await migrate(url)
    kind = make_url(url).get_backend_name()
    db = Database(url)
    try:
        ids = await _add_users(db)
        started = time.perf_counter()
        await fill(url, contacts, ids)
        rows = [_row(f"{kind}: {contacts} contacts filled in", time.perf_counter() - started, "s")]
        await _add_history(db)
        await warm(url)
        raw = await _open_raw(url)
        agent = Caller(ids[0], "agent", "Agent", Role.AGENT, None, None)
        return rows + await _measure_finding(kind, db, raw, contacts, agent)
    finally:
        await db.close()


async def _measure_finding(
    kind: str, db: Database, raw: Raw, contacts: int, agent: Caller
) -> list[Row]:
    directory = await _open(db)
    admin = Caller(agent.user_id, "admin", "Admin", Role.ADMIN, None, None)

    def ask(caller: Caller, make: Ask) -> Work:
        return lambda turn: directory.search.list_contacts(caller, make(turn))

    def show(caller: Caller, make: AskList) -> Work:
        return lambda turn: directory.list.find_page(caller, make(turn))

    def read_page(turn: int) -> Awaitable[object]:
        first = turn * 7919 % (contacts - PAGE)
        return raw(PAGE_SQL.format(first, first + PAGE - 1))

    works: dict[str, Work] = {}
    for title, group in (("search", ASKED), ("list", LISTED)):
        for name, (sees_all, make) in group.items():
            works[f"{title}, {name}"] = ask(admin if sees_all else agent, make)
    for lists in (SEARCHED, make_filtered(await _find_picks(db))):
        for name, (sees_all, wanted) in lists.items():
            works[f"customers, {name}"] = show(admin if sees_all else agent, wanted)
    works |= {
        "tiles, all": lambda _: directory.tiles.count(admin),
        "tiles, agent": lambda _: directory.tiles.count(agent),
        "bin": lambda _: directory.deleted.find_page(admin),
        "bin, name": lambda turn: directory.deleted.find_page(
            admin, NAMES[turn * 37 % len(NAMES)][1]
        ),
        "duplicates by name, a piece": _look_through(directory, admin, Criterion.NAME),
        "duplicates by name, a piece, agent": _look_through(directory, agent, Criterion.NAME),
        "duplicates by e-mail, a piece": _look_through(directory, admin, Criterion.EMAIL),
        f"timeline of {ENTRIES} entries": lambda _: directory.timeline.get(admin, 1),
    }
    rows = []
    settle()  # as the server does
    for name, work in works.items():
        await _touch(db)
        taken, floor = await _time(work, read_page, TIMES)
        rows.append(_compare(f"{kind}: {name}, p95", taken, floor, 95, TARGET_MS))

    def number(turn: int) -> str:
        return make_number(turn * 7919 % contacts)

    taken, floor = await _time(
        lambda turn: directory.lookup.match(number(turn)),
        lambda turn: raw(LOOKUP_SQL.format(number(turn))),
        LOOKUPS,
    )
    rows.append(_compare(f"{kind}: lookup by number, p50", taken, floor, 50, None))
    rows.append(_compare(f"{kind}: lookup by number, p99", taken, floor, 99, LOOKUP_MS))
    return rows


def _look_through(directory: Directory, caller: Caller, criterion: Criterion) -> Work:
    """Page after page, as the app asks for them; from the first one again after the last."""
    cursor: str | None = None

    async def find_next(_: int) -> object:
        nonlocal cursor
        page = await directory.duplicates.find_page(caller, criterion, cursor)
        cursor = page.next
        return page

    return find_next


async def _time(work: Work, floor: Work, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of both, taken in turns so that a busy moment hits both."""
    await work(0)
    await floor(0)
    taken: tuple[list[float], list[float]] = [], []
    for turn in range(times):
        for kept, one in zip(taken, (work, floor), strict=True):
            started = time.perf_counter()
            await one(turn)
            kept.append((time.perf_counter() - started) * 1000)
    return taken


def _compare(
    name: str, taken: list[float], floor: list[float], percent: int, target: float | None
) -> Row:
    value, peer = _quantile(taken, percent), _quantile(floor, percent)
    return _row(name, value, "ms", target) | {
        "peer": "driver, by key",
        "peer_value": round(peer, 3),
        "ratio": round(value / peer, 2),
    }


def _quantile(taken: list[float], percent: int) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[percent - 1]


def _row(name: str, value: float, unit: str, target: float | None = None) -> Row:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "peer": None,
        "peer_value": None,
        "ratio": None,
        "target": target,
        "met": None if target is None else value <= target,
    }


async def _find_picks(db: Database) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {"relationship": [], "group": [], "source": []}
    async with db.read() as connection:
        rows = await connection.execute(
            select(values.c.catalogue, values.c.id).order_by(values.c.id)
        )
        for row in rows:
            if row.catalogue in found:
                found[row.catalogue].append(row.id)
    return found


async def _add_history(db: Database) -> None:
    """One customer with a long history, and some that were deleted."""
    every = [{"at": utc_now() - timedelta(minutes=at)} for at in range(ENTRIES // 2)]
    log = [
        {"customer_id": 1, "action": "customer.changed", "detail": {"name": ["a", "b"]}, **one}
        for one in every
    ]
    told = [{"customer_id": 1, "body": "a", "created_at": one["at"]} for one in every]
    gone = update(customers).where(customers.c.id > 1, customers.c.id % BIN_EVERY == 0)
    async with db.write() as unit:
        await unit.connection.execute(insert(customer_log), log)
        await unit.connection.execute(insert(notes), told)
        await unit.connection.execute(gone.values(deleted_at=customers.c.created_at))


async def warm(url: str) -> None:
    """Leave PostgreSQL as on a server that has run for a day: vacuumed, all of it in memory."""
    if make_url(url).get_backend_name() == "sqlite":
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        # Rows are passed by of which the commit is not on the disk yet, as it soon is on a server.
        await connection.execute("CHECKPOINT")
        for _ in range(VACUUMS):
            await connection.execute("VACUUM ANALYZE")
            if not await connection.fetchval(NOT_SEEN_SQL):
                break
            await asyncio.sleep(1)  # held up by what reads: the cluster analyses tables by itself
        await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        await connection.execute(PREWARM_SQL)
        await asyncio.to_thread(os.sync)  # what was filled in is on the disk, too
    finally:
        await connection.close()


async def _touch(db: Database) -> None:
    """Read SQLite's file through, so that the system keeps it in memory."""
    if not db.is_sqlite:
        return

    def read(path: str) -> None:
        with Path(path).open("rb") as file:
            while file.read(READ_BYTES):
                pass

    await asyncio.to_thread(read, db.engine.url.database or "")


async def _open(db: Database) -> Directory:
    bus = Bus()
    dnc = Dnc(db, bus, utc_now)
    await dnc.load()
    gate = Gate(db, dnc, load_rules("vietnam"), utc_now, ZoneInfo("Asia/Ho_Chi_Minh"))
    return Directory(db, bus, gate, utc_now)


async def _open_raw(url: str) -> Raw:
    """Runs a statement by the driver alone, and reads all of its rows."""
    if make_url(url).get_backend_name() == "sqlite":
        file = sqlite3.connect(make_url(url).database or "")

        async def read_file(statement: str) -> object:
            return file.execute(statement).fetchall()

        return read_file
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    return connection.fetch


async def _add_users(db: Database) -> list[int]:
    rows = [
        {
            "username": f"agent{at}",
            "name": f"Agent {at}",
            "role": Role.AGENT.value,
            "password_hash": "-",
            "created_at": utc_now(),
        }
        for at in range(OWNERS)
    ]
    async with db.write() as unit:
        await unit.connection.execute(insert(users), rows)
        ids = await unit.connection.execute(select(users.c.id).order_by(users.c.id))
        return list(ids.scalars())


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else CONTACTS
    chosen = list(islice(sys.argv, 2, None)) or ["sqlite", "postgresql"]
    for line in asyncio.run(run(wanted, chosen)):
        print(json.dumps(line, ensure_ascii=False))
