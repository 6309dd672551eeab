"""Inserting many rows by the driver's own way, without SQLAlchemy's work for each of them.

That work was half of what an import cost. The statement is made once for a set of columns; values
go through the same conversions as otherwise (UtcTime and so on), and JSON through orjson.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, Dialect, Table
from sqlalchemy.ext.asyncio import AsyncConnection

Convert = Callable[[Any], Any] | None


async def insert_many(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows that have these columns, in their order."""
    if not rows:
        return
    statement, converts = _prepare(table, tuple(columns), connection.dialect)
    places = [(at, convert) for at, convert in enumerate(converts) if convert is not None]
    values: list[tuple[Any, ...]] = []
    for row in rows:
        made = list(row)
        for at, convert in places:
            if made[at] is not None:
                made[at] = convert(made[at])
        values.append(tuple(made))
    await connection.exec_driver_sql(statement, values)


@lru_cache(maxsize=200)
def _prepare(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, list[Convert]]:
    is_sqlite = dialect.name == "sqlite"
    marks = ", ".join("?" if is_sqlite else f"${at}" for at in range(1, len(columns) + 1))
    names = ", ".join(f'"{name}"' for name in columns)
    converts = [_find_convert(table, name, dialect) for name in columns]
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})", converts  # noqa: S608 - names of our own schema


def _find_convert(table: Table, name: str, dialect: Dialect) -> Convert:
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return lambda value: orjson.dumps(value).decode()
    return kind.dialect_impl(dialect).bind_processor(dialect)
