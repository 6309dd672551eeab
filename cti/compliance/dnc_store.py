"""The DNC lists in the database. SQL only."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.compliance.lists import REFUSED_SOURCE, Entry, Flag, ListName
from cti.db import Unit
from cti.schema import dnc_numbers, users

LOADED_AT_ONCE = 20_000  # rows; more would hold the loop up for longer
ROW = dnc_numbers.c
SHIFT: Final = 4
BITS: Final[dict[Flag, int]] = {"voice": 1, "sms": 2, "refused": 4}
NATIONAL: Final = 8
CODES: Final = f"""
    SELECT number * {1 << SHIFT}
        + CASE WHEN voice THEN {BITS["voice"]} ELSE 0 END
        + CASE WHEN sms THEN {BITS["sms"]} ELSE 0 END
        + CASE WHEN source = '{REFUSED_SOURCE}' THEN {BITS["refused"]} ELSE 0 END
        + CASE WHEN list = 'national' THEN {NATIONAL} ELSE 0 END
    FROM dnc_numbers
"""  # noqa: S608 - of constants alone


class Origin(NamedTuple):
    """Why an entry was written, and by whom."""

    source: str  # import | refused_key | manual
    at: datetime
    reason: str | None = None
    attempt_id: str | None = None
    user_id: int | None = None


async def read_codes(connection: AsyncConnection) -> AsyncIterator[list[int]]:
    """Every entry, in pieces of rising codes: the number, shifted, with a bit for what else it is.

    A start must not wait for a million numbers: one pass over the table as it lies there (in the
    order of the numbers each row would be a step from the index to some other place), one integer
    a row, and the rows as the driver has them. `select_numbers` reads them.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if connection.dialect.name == "sqlite":
        async with driver.execute(CODES) as cursor:
            while rows := await cursor.fetchmany(LOADED_AT_ONCE):
                yield sorted([code for (code,) in rows])
        return
    async with driver.transaction(readonly=True):
        found = await driver.cursor(CODES)
        while rows := await found.fetch(LOADED_AT_ONCE):
            yield sorted([row[0] for row in rows])


def select_numbers(codes: Sequence[int], name: ListName, flag: Flag) -> list[int]:
    """The numbers among `codes` that this list bars so, in the order of the codes."""
    wanted = BITS[flag] | (NATIONAL if name == "national" else 0)
    return [code >> SHIFT for code in codes if code & (BITS[flag] | NATIONAL) == wanted]


async def find(connection: AsyncConnection, name: ListName, number: int) -> Entry | None:
    """The entry of one number."""
    statement = sa.select(ROW.voice, ROW.sms, ROW.source).where(
        ROW.list == name, ROW.number == number
    )
    row = (await connection.execute(statement)).one_or_none()
    return row and Entry(number, row.voice, row.sms, row.source == REFUSED_SOURCE)


async def put(unit: Unit, name: ListName, entries: Sequence[Entry], origin: Origin) -> None:
    """Write entries exactly so.

    The latch: an entry that a refusal made stays barred for everything and keeps its source,
    attempt and reason, whatever is written over it; only `remove` takes it away.
    """
    if not entries:
        return
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(dnc_numbers)
    fresh = statement.excluded
    latched = ROW.source == REFUSED_SOURCE
    written = ("source", "reason", "attempt_id", "user_id", "added_at")
    statement = statement.on_conflict_do_update(
        index_elements=[ROW.list, ROW.number],
        set_={
            "voice": sa.or_(latched, fresh.voice),
            "sms": sa.or_(latched, fresh.sms),
        }
        | {key: sa.case((latched, ROW[key]), else_=fresh[key]) for key in written},
    )
    common = {
        "list": name,
        "source": origin.source,
        "reason": origin.reason,
        "attempt_id": origin.attempt_id,
        "user_id": origin.user_id,
        "added_at": origin.at,
    }
    rows = [
        common | {"number": entry.number, "voice": entry.voice, "sms": entry.sms}
        for entry in entries
    ]
    await unit.connection.execute(statement, rows)


async def remove(unit: Unit, name: ListName, numbers: Sequence[int]) -> None:
    """Take numbers off a list."""
    if numbers:
        await unit.connection.execute(
            sa.delete(dnc_numbers).where(ROW.list == name, ROW.number.in_(numbers))
        )


async def read_page(
    connection: AsyncConnection,
    name: ListName,
    *,
    prefixes: Sequence[str],
    after: int | None,
    limit: int,
) -> Sequence[sa.RowMapping]:
    """Entries by rising number, with the name of who added them.

    `prefixes` are beginnings of E.164 numbers without the +; empty: all.
    """
    statement = (
        sa.select(
            dnc_numbers,
            users.c.name.label("user_name"),
            users.c.extension.label("user_extension"),
            users.c.role.label("user_role"),
        )
        .join_from(dnc_numbers, users, isouter=True)
        .where(ROW.list == name)
        .order_by(ROW.number)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(ROW.number > after)
    if prefixes:
        statement = statement.where(_begins(prefixes))
    return (await connection.execute(statement)).mappings().all()


async def count(connection: AsyncConnection, name: ListName, prefixes: Sequence[str]) -> int:
    """How many entries begin so."""
    statement = sa.select(sa.func.count()).where(ROW.list == name, _begins(prefixes))
    return int(await connection.scalar(statement) or 0)


MAX_DIGITS = 15  # E.164


def _begins(prefixes: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(_starts_with(digits) for digits in prefixes))


def _starts_with(digits: str) -> sa.ColumnElement[bool]:
    # As ranges of the key, so that ten million numbers are searched by the index.
    ranges = [
        ROW.number.between(int(digits) * 10**rest, (int(digits) + 1) * 10**rest - 1)
        for rest in range(MAX_DIGITS - len(digits) + 1)
    ]
    return sa.or_(*ranges)
