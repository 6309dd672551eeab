"""Inserting many rows by the driver's own way, without SQLAlchemy's work for each of them.

That work was half of what an import cost. Values go through the same conversions as otherwise
(UtcTime and so on), and JSON through orjson. PostgreSQL takes the rows by COPY: one statement for
all of them, so that triggers on statements run once, and not once a row. SQLite takes some at a
time, too: between the rows of an executemany its thread and Python's other threads wait for each
other.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from sqlite3 import Connection
from typing import Any, Final

import asyncpg
import orjson
from sqlalchemy import JSON, Dialect, Table
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.sqlite import work_in_thread

ROWS_PER_STATEMENT: Final = (60, 10, 1)
"""On SQLite. Each number is a statement that the driver keeps prepared, so they are few."""

Convert = Callable[[Any], Any] | None
Row = tuple[Any, ...]


async def insert_many(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows that have these columns, in their order. Raises DBAPIError, as any statement."""
    if not rows:
        return
    values = convert_rows(connection.dialect, table, columns, rows)
    await send_rows(connection, table, columns, values)


async def send_rows(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Insert rows of converted values. Raises DBAPIError."""
    if connection.dialect.name == "postgresql":
        await _copy_rows(connection, table, columns, rows)
        return
    given = list(rows)

    def insert_all(driver: Connection) -> None:
        at = 0
        for many in ROWS_PER_STATEMENT:
            statement = _make_insert(table, tuple(columns), many)
            while at + many <= len(given):
                driver.execute(statement, tuple(chain.from_iterable(given[at : at + many])))
                at += many

    await work_in_thread(connection, insert_all)


async def _copy_rows(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    adapted = await connection.get_raw_connection()
    driver: asyncpg.Connection = adapted.driver_connection
    if not driver.is_in_transaction():  # SQLAlchemy begins with the first statement of its own
        await connection.exec_driver_sql("SELECT 1")
    try:
        await driver.copy_records_to_table(table.name, records=rows, columns=columns)
    except asyncpg.PostgresError as error:
        broken = isinstance(error, asyncpg.IntegrityConstraintViolationError)
        raise (IntegrityError if broken else DBAPIError)(
            f"COPY {table.name}", None, error
        ) from error


def convert_rows(
    dialect: Dialect, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Row]:
    """The rows as the driver takes them."""
    by_column = list(zip(*rows, strict=True))
    for at, convert in enumerate(_find_converts(table, tuple(columns), dialect)):
        if convert is _write_json:
            by_column[at] = tuple(None if one is None else convert(one) for one in by_column[at])
        elif convert is not None:  # most rows have the same time, kind and so on
            made = {one: None if one is None else convert(one) for one in set(by_column[at])}
            by_column[at] = tuple([made[one] for one in by_column[at]])
    return list(zip(*by_column, strict=True))


@lru_cache(maxsize=200)
def _make_insert(table: Table, columns: tuple[str, ...], rows: int) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table.name} ({names}) VALUES {', '.join([marks] * rows)}"  # noqa: S608 - names of our own schema


@lru_cache(maxsize=200)
def _find_converts(table: Table, columns: tuple[str, ...], dialect: Dialect) -> list[Convert]:
    return [_find_convert(table, name, dialect) for name in columns]


def _find_convert(table: Table, name: str, dialect: Dialect) -> Convert:
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return _write_json
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _write_json(value: object) -> str:
    return orjson.dumps(value).decode()
