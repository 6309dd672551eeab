"""A directory as large as they come: made-up contacts, customers and numbers.

`fill` puts any number of contacts into an empty, migrated database of either kind, with the
driver's own bulk insert: 1,000,000 contacts with 1,200,000 numbers. `make_number(i)` is the first
number of the i-th contact. How fast they are found is measured by bench.search.
"""

import asyncio
import importlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import asyncpg
from sqlalchemy.engine import make_url

from cti.demo.people import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES
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
    "source_id",
    "group_id",
    "relationship_id",
    "province",
    "tax_code",
    "tax_key",
    "last_contact_at",
    "birthday",
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
CUSTOM_VALUE = ["id", "customer_id", "field_id", "number"]
PICKED = ("source", "group", "relationship")
PICKS_SQL = "SELECT id FROM catalogue_values WHERE catalogue = '{0}' ORDER BY position"
TRIGGERS_SQL = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%_added'"
)
INDEXES_SQL = (
    "SELECT indexname, indexdef FROM pg_indexes"
    " WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%'"
)
GRAMS = importlib.import_module("cti.migrations.versions.0003_search").GRAMS
FIELD_SQL = (
    "INSERT INTO custom_fields (key, label, kind, position)"
    " VALUES ('doanh_so', 'Doanh số', 'number', 0) RETURNING id"
)
VALUED = 3  # every third customer has a value in the field of one's own
SPREAD = 2_654_435_761  # Knuth's: values of one customer in several columns don't go together
PROVINCES = ("Hà Nội", "TP. Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế", "Nghệ An")
QUIET_DAYS = 400
OLDEST = date(1950, 1, 1)
AGES = 20_000  # days

Row = tuple[object, ...]
Picks = Mapping[str, Sequence[int]]
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
        picks = {
            name: [row[0] for row in await connection.fetch(PICKS_SQL.format(name))]
            for name in PICKED
        }
        field_id = await connection.fetchval(FIELD_SQL)
        indexes = await connection.fetch(INDEXES_SQL)
        for index in indexes:  # made anew at the end: a trigram at a time is many times as dear
            await connection.execute(f"DROP INDEX {index['indexname']}")
        for table, columns, rows in _make_tables(contacts, owners, picks, field_id):
            while chunk := list(islice(rows, CHUNK)):
                await connection.copy_records_to_table(table, records=chunk, columns=columns)
            await connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608 - our own names
            )
        for index in indexes:
            await connection.execute(index["indexdef"])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _fill_sqlite(path: str, contacts: int, owners: Sequence[int]) -> None:
    connection = sqlite3.connect(path)
    try:
        # Nothing is lost that another run would not make again.
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;")
        picks = {
            name: [row[0] for row in connection.execute(PICKS_SQL.format(name))] for name in PICKED
        }
        field_id = connection.execute(FIELD_SQL).fetchone()[0]
        triggers = connection.execute(TRIGGERS_SQL).fetchall()
        for name, _ in triggers:  # what they index one by one is indexed at once at the end
            connection.execute(f"DROP TRIGGER {name}")
        for table, columns, rows in _make_tables(contacts, owners, picks, field_id):
            marks = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
            connection.executemany(statement, map(_adapt, rows))
        for name, table, text in GRAMS if triggers else ():
            connection.execute(
                f"INSERT INTO {name} (rowid, text) SELECT id, {text} FROM {table}"  # noqa: S608 - our own names
                f" WHERE {text} IS NOT NULL"
            )
        for _, statement in triggers:
            connection.execute(statement)
        connection.commit()  # and no ANALYZE: the server makes no statistics either
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _adapt(row: Row) -> Row:
    """As cti.schema stores times on SQLite: microseconds; and days as their text."""
    return tuple(_adapt_value(value) for value in row)


def _adapt_value(value: object) -> object:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return value.isoformat() if isinstance(value, date) else value


def _make_tables(
    contacts: int, owners: Sequence[int], picks: Picks, field_id: int
) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    many, few = PER_CUSTOMER
    customers = contacts * few // many
    yield "customers", CUSTOMER, (_make_customer(at, owners, picks) for at in range(customers))
    valued = range(0, customers, VALUED)
    values = ((at // VALUED + 1, at + 1, field_id, float(_mix(at, 3) % 100_000)) for at in valued)
    yield "custom_values", CUSTOM_VALUE, values
    yield "contacts", CONTACT, (_make_contact(at, customers) for at in range(contacts))
    yield "phones", PHONE, _make_phones(contacts)


NAMES = [
    (f"{family} {middle} {given}", make_key(f"{family} {middle} {given}"))
    for family in FAMILY_NAMES
    for middle in MIDDLE_NAMES
    for given in GIVEN_NAMES
]


def _mix(at: int, of: int) -> int:
    """A number that looks like chance, the same each time."""
    return ((at + 1) * SPREAD * (2 * of + 1) >> 9) % 1_000_003


def _pick(values: Sequence[int], at: int, of: int) -> int | None:
    """One of them, or, as often as each, none."""
    chosen = _mix(at, of) % (len(values) + 1)
    return values[chosen] if chosen < len(values) else None


def _make_customer(at: int, owners: Sequence[int], picks: Picks) -> Row:
    name, key = NAMES[at * 7 % len(NAMES)]
    if is_company := at % 10 == 0:
        name, key = f"Công ty {name} {at}", f"cong ty {key} {at}"
    owner = owners[at % len(owners)] if owners and at % UNOWNED else None
    born = BORN + timedelta(seconds=at)
    kind = "organisation" if is_company else "person"
    tax = f"{100_000_000 + at:010d}" if is_company else None
    met = born + timedelta(days=_mix(at, 4) % QUIET_DAYS) if at % 3 else None
    birthday = OLDEST + timedelta(days=_mix(at, 6) % AGES) if at % 3 == 1 else None
    return (
        *(at + 1, f"KH{at + 1:06d}", kind, "contact", name, key, owner, born, born, 1),
        *(_pick(picks[name], at, of) for of, name in enumerate(PICKED)),
        *(PROVINCES[_mix(at, 5) % len(PROVINCES)], tax, tax, met, birthday),
    )


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
