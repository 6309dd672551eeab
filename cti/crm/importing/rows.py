"""Ids for new rows, and many rows changed at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Table,
    Update,
    bindparam,
    case,
    column,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

ROW_ID, GIVEN = "row_id_", "given_"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids for what a batch creates, taken before anything is sent."""

    customers: Iterator[int]
    contacts: Iterator[int]
    phones: Iterator[int]


async def take_ids(connection: AsyncConnection, counts: Mapping[Table, int]) -> list[list[int]]:
    """Ids for so many new rows of each table, in this transaction nobody else's."""
    if connection.dialect.name == "sqlite":
        return [await _follow_last(connection, table, count) for table, count in counts.items()]
    asked = {"names": [table.name for table in counts], "counts": list(counts.values())}
    given = {row.name: sorted(row.ids) for row in await connection.execute(TAKE, asked)}
    return [given.get(table.name, []) for table in counts]


TAKE = text(
    "WITH wanted AS MATERIALIZED ("
    "SELECT name, count, pg_get_serial_sequence(name, 'id') AS sequence "
    "FROM unnest(CAST(:names AS text[]), CAST(:counts AS int[])) AS asked(name, count)) "
    "SELECT name, array_agg(nextval(sequence)) AS ids "
    "FROM wanted, generate_series(1, count) GROUP BY name"
)


async def _follow_last(connection: AsyncConnection, table: Table, count: int) -> list[int]:
    if count == 0:
        return []
    last = select(func.coalesce(func.max(table.c.id), 0))
    start = (await connection.execute(last)).scalar_one()
    if table.dialect_options["sqlite"]["autoincrement"]:  # also of those deleted since
        given = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name")
        found = await connection.execute(given, {"name": table.name})
        start = max(start, found.scalar_one())
    return list(range(start + 1, start + count + 1))


async def update_rows(
    connection: AsyncConnection,
    table: Table,
    rows: Iterable[tuple[int, Values]],
) -> None:
    """Set columns of rows by their ids; of a row named twice, both. A version is counted up."""
    by_id: dict[int, dict[str, Any]] = {}
    for row_id, values in rows:
        by_id.setdefault(row_id, {}).update(values)
    if not by_id:
        return
    if connection.dialect.name == "postgresql":
        await _update_at_once(connection, table, by_id)
        return
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in by_id.items():
        by_columns.setdefault(tuple(sorted(values)), []).append({ROW_ID: row_id, **values})
    for columns, group in by_columns.items():
        await connection.execute(_update_one(table, columns), group)


@lru_cache(maxsize=200)
def _update_one(table: Table, columns: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    return update(table).where(table.c.id == bindparam(ROW_ID)).values(values | _count_up(table))


async def _update_at_once(
    connection: AsyncConnection, table: Table, by_id: Mapping[int, Values]
) -> None:
    """One statement for all: sent one by one, rows cost PostgreSQL as much as new ones do."""
    columns = tuple(sorted({name for values in by_id.values() for name in values}))
    given = [
        sum(1 << at for at, name in enumerate(columns) if name in one) for one in by_id.values()
    ]
    keys = {ROW_ID: list(by_id), GIVEN: given}
    arrays = {name: [values.get(name) for values in by_id.values()] for name in columns}
    await connection.execute(_update_many(table, columns), keys | arrays)


@lru_cache(maxsize=200)
def _update_many(table: Table, columns: tuple[str, ...]) -> Update:
    kinds: dict[str, TypeEngine[Any]] = {ROW_ID: BigInteger(), GIVEN: BigInteger()}
    kinds |= {name: table.c[name].type for name in columns}
    new = (
        func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in kinds.items()))
        .table_valued(*(column(name, kind) for name, kind in kinds.items()))
        .render_derived()
    )
    values: dict[str, Any] = {
        name: case((new.c[GIVEN].op("&")(1 << at) != 0, new.c[name]), else_=table.c[name])
        for at, name in enumerate(columns)
    }
    return update(table).where(table.c.id == new.c[ROW_ID]).values(values | _count_up(table))


def _count_up(table: Table) -> dict[str, ColumnElement[int]]:
    """So that a form that was open meanwhile is told of it."""
    return {"version": table.c.version + 1} if "version" in table.c else {}
