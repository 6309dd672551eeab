"""Ids for new rows, and many rows changed at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
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
from sqlalchemy import table as lower_table
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
        last = (await connection.execute(_select_last(tuple(counts)))).one()
        return [
            list(range(start + 1, start + count + 1))
            for start, count in zip(last, counts.values(), strict=True)
        ]
    asked = {"names": [table.name for table in counts], "counts": list(counts.values())}
    given = {row.name: sorted(row.ids) for row in await connection.execute(TAKE, asked)}
    return [given.get(table.name, []) for table in counts]


SEQUENCES = lower_table("sqlite_sequence", column("name"), column("seq"))
"""What SQLite gave out last."""

TAKE = text(
    "WITH wanted AS MATERIALIZED ("
    "SELECT name, count, pg_get_serial_sequence(name, 'id') AS sequence "
    "FROM unnest(CAST(:names AS text[]), CAST(:counts AS int[])) AS asked(name, count)) "
    "SELECT name, array_agg(nextval(sequence)) AS ids "
    "FROM wanted, generate_series(1, count) GROUP BY name"
)


@cache
def _select_last(tables: tuple[Table, ...]) -> Select[Any]:
    """The highest id of each table, on SQLite; where ids are never given again, that there was."""
    highest: list[Any] = []
    for table in tables:
        last: ColumnElement[int] = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0)
        if table.dialect_options["sqlite"]["autoincrement"]:
            given = select(func.max(SEQUENCES.c.seq)).where(SEQUENCES.c.name == table.name)
            last = func.max(last, func.coalesce(given.scalar_subquery(), 0))
        highest.append(last)
    return select(*highest)


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
