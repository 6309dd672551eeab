"""A directory as large as they come: made-up contacts, and how fast they are found among.

`fill` puts any number of contacts into an empty, migrated database of either kind, with the
driver's own bulk insert: 1,000,000 contacts with 1,200,000 numbers. `make_number(i)` is the first
number of the i-th contact. `python -m bench.contacts [contacts]` measures on SQLite.
"""

import asyncio
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import insert, select
from sqlalchemy.engine import make_url

from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.clock import utc_now
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.search import ListQuery
from cti.crm.service import Directory
from cti.db import Database
from cti.demo.people import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES
from cti.migrate import migrate
from cti.schema import users
from cti.text import make_key

BORN = datetime(2025, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PREFIXES = ("90", "91", "93", "94", "96", "97", "98")  # of which every number is valid
ROOM = len(PREFIXES) * 10_000_000
STEP = 15_485_863  # a prime: positions far apart, and none twice
CHUNK = 20_000
PER_CUSTOMER = 10, 9  # ten contacts in nine customers
SECOND_PHONE = 5  # every fifth contact has one
UNOWNED = 10  # every tenth customer is nobody's

CUSTOMER = [
    "id",
    "code",
    "kind",
    "stage",
    "name",
    "name_key",
    "owner_id",
    "created_at",
    "updated_at",
    "version",
]
CONTACT = [
    "id",
    "customer_id",
    "name",
    "name_key",
    "email",
    "is_primary",
    "created_at",
    "updated_at",
]
PHONE = ["id", "contact_id", "typed", "e164", "is_primary", "position"]

Row = tuple[object, ...]
Insert = Callable[[str, Sequence[str], list[Row]], Awaitable[None]]


def make_number(position: int) -> str:
    """The E.164 number at a position, another one for each below 70,000,000."""
    spread = position * STEP % ROOM
    return f"+84{PREFIXES[spread // 10_000_000]}{spread % 10_000_000:07d}"


async def fill(url: str, contacts: int, owners: Sequence[int] = ()) -> None:
    """Insert the contacts into an empty directory; the customers belong to `owners` in turn."""
    if make_url(url).get_backend_name() == "sqlite":
        await asyncio.to_thread(_fill_sqlite, make_url(url).database or "", contacts, owners)
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        for table, columns, rows in _make_tables(contacts, owners):
            while chunk := list(islice(rows, CHUNK)):
                await connection.copy_records_to_table(table, records=chunk, columns=columns)
            await connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608 - our own names
            )
            await connection.execute(f"ANALYZE {table}")
    finally:
        await connection.close()


def _fill_sqlite(path: str, contacts: int, owners: Sequence[int]) -> None:
    connection = sqlite3.connect(path)
    try:
        # Nothing is lost that another run would not make again.
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;")
        for table, columns, rows in _make_tables(contacts, owners):
            marks = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
            connection.executemany(statement, map(_adapt, rows))
        connection.commit()  # and no ANALYZE: the server makes no statistics either
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _adapt(row: Row) -> Row:
    """As cti.schema stores times on SQLite: microseconds."""
    return tuple(
        (value - EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value
        for value in row
    )


def _make_tables(
    contacts: int, owners: Sequence[int]
) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    many, few = PER_CUSTOMER
    customers = contacts * few // many
    yield "customers", CUSTOMER, (_make_customer(at, owners) for at in range(customers))
    yield "contacts", CONTACT, (_make_contact(at, customers) for at in range(contacts))
    yield "phones", PHONE, _make_phones(contacts)


NAMES = [
    (f"{family} {middle} {given}", make_key(f"{family} {middle} {given}"))
    for family in FAMILY_NAMES
    for middle in MIDDLE_NAMES
    for given in GIVEN_NAMES
]


def _make_customer(at: int, owners: Sequence[int]) -> Row:
    name, key = NAMES[at * 7 % len(NAMES)]
    if is_company := at % 10 == 0:
        name, key = f"Công ty {name} {at}", f"cong ty {key} {at}"
    owner = owners[at % len(owners)] if owners and at % UNOWNED else None
    born = BORN + timedelta(seconds=at)
    kind = "organisation" if is_company else "person"
    return at + 1, f"KH{at + 1:06d}", kind, "contact", name, key, owner, born, born, 1


def _make_contact(at: int, customers: int) -> Row:
    name, key = NAMES[at * 7 % len(NAMES)]
    # The first of each customer is the primary one; those beyond come second.
    customer, is_primary = (at, True) if at < customers else ((at - customers) * 9, False)
    born = BORN + timedelta(seconds=at)
    return at + 1, customer + 1, name, key, f"khach{at}@example.vn", is_primary, born, born


def _make_phones(contacts: int) -> Iterator[Row]:
    phone_id = 0
    for at in range(contacts):
        phone_id += 1
        number = make_number(at)
        yield phone_id, at + 1, f"0{number[3:]}", number, True, 0
        if at % SECOND_PHONE == 0:
            phone_id += 1
            number = make_number(contacts + at)
            yield phone_id, at + 1, number, number, False, 1


async def run(contacts: int = 1_000_000) -> list[dict[str, object]]:
    """Fill a SQLite file and find things in it; rows as the other benches give them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cti.sqlite3"
        return await measure(f"sqlite+aiosqlite:///{path}", contacts)


async def measure(url: str, contacts: int) -> list[dict[str, object]]:
    """The same on any empty database."""
    await migrate(url)
    db = Database(url)
    try:
        agent = await _make_agent(db)
        started = time.perf_counter()
        await fill(url, contacts, [agent.user_id, await _make_other(db)])
        seconds = time.perf_counter() - started
        rows = [_row("contacts filled in", seconds, "s")]
        return rows + await _measure_finding(db, contacts, agent)
    finally:
        await db.close()


async def _measure_finding(db: Database, contacts: int, agent: Caller) -> list[dict[str, object]]:
    directory = await _open(db)
    admin = Caller(agent.user_id, "admin", "Admin", Role.ADMIN, None, None)

    async def look_up(turn: int) -> None:
        assert await directory.lookup.match(make_number(turn * 7919 % contacts))

    def listing(caller: Caller, **asked: Any) -> Callable[[int], Awaitable[None]]:  # noqa: ANN401 - fields of ListQuery
        async def ask(turn: int) -> None:
            found = {
                name: value(turn) if callable(value) else value for name, value in asked.items()
            }
            assert (await directory.search.list_contacts(caller, ListQuery(**found))).rows

        return ask

    rows = await _time("lookup by number", look_up, 2000, target_ms=2)
    rows += await _time("list, newest, admin", listing(admin), 20)
    rows += await _time("list, newest, agent", listing(agent), 20)
    rows += await _time("list, mine", listing(agent, owner="mine"), 20)
    rows += await _time("list by name", listing(agent, sort="name", order="asc"), 20)
    rows += await _time("search a name", listing(agent, q="nguyen thi thu an"), 10)
    rows += await _time(
        "search a whole number", listing(admin, q=lambda turn: make_number(turn * 31)), 20
    )
    return rows + await _time(
        "search the end of a number", listing(admin, q=lambda turn: make_number(turn * 31)[-6:]), 10
    )


async def _time(
    name: str, work: Callable[[int], Awaitable[None]], times: int, target_ms: float | None = None
) -> list[dict[str, object]]:
    await work(0)
    taken = []
    for turn in range(times):
        started = time.perf_counter()
        await work(turn)
        taken.append((time.perf_counter() - started) * 1000)
    worst = statistics.quantiles(taken, n=100, method="inclusive")[-1]
    return [
        _row(f"{name}, p50", statistics.median(taken), "ms"),
        _row(f"{name}, p99", worst, "ms", target_ms),
    ]


def _row(name: str, value: float, unit: str, target: float | None = None) -> dict[str, object]:
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


async def _open(db: Database) -> Directory:
    bus = Bus()
    dnc = Dnc(db, bus, utc_now)
    await dnc.load()
    gate = Gate(db, dnc, load_rules("vietnam"), utc_now, ZoneInfo("Asia/Ho_Chi_Minh"))
    return Directory(db, bus, gate, utc_now)


async def _make_agent(db: Database) -> Caller:
    await _insert_user(db, "agent")
    async with db.read() as connection:
        user_id = (await connection.execute(select(users.c.id))).scalar_one()
    return Caller(user_id, "agent", "Agent", Role.AGENT, None, None)


async def _make_other(db: Database) -> int:
    await _insert_user(db, "other")
    async with db.read() as connection:
        found = await connection.execute(select(users.c.id).where(users.c.username == "other"))
        return int(found.scalar_one())


async def _insert_user(db: Database, username: str) -> None:
    async with db.write() as unit:
        await unit.connection.execute(
            insert(users).values(
                username=username,
                name=username.title(),
                role=Role.AGENT.value,
                password_hash="-",  # noqa: S106 - nobody signs in here
                created_at=utc_now(),
            )
        )


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for line in asyncio.run(run(wanted)):
        print(json.dumps(line, ensure_ascii=False))
