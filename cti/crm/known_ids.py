"""Ids that one statement found, given to the next.

An index is read once, and what it names is looked at one by one, in the order that is said here:
planners count on too many or too few, and read whole tables where they need not.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Subquery,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import customers

Ids = Select[Any] | CompoundSelect[Any]


async def collect(
    connection: AsyncConnection, entries: Sequence[Ids], limit: int | None = None
) -> list[list[int]]:
    """The first `limit` ids of each select, or all, in one statement, one value each."""
    return [columns[0] for columns in await collect_columns(connection, entries, limit)]


async def collect_columns(
    connection: AsyncConnection, entries: Sequence[Ids], limit: int | None = None
) -> list[list[list[Any]]]:
    """The same of selects of several columns: each column by itself."""
    if not entries:
        return []
    is_sqlite = connection.dialect.name == "sqlite"
    gather = func.json_group_array if is_sqlite else func.array_agg
    parts = []
    for one in entries:
        some = (one if limit is None else one.limit(limit)).subquery()
        columns = [gather(column).label(f"of_{at}") for at, column in enumerate(some.c)]
        parts.append(select(*columns).select_from(some).subquery())
    source: FromClause = parts[0]
    for part in parts[1:]:
        source = source.join(part, true())
    every = [column for part in parts for column in part.c]
    row = (await connection.execute(select(*every).select_from(source))).one()
    values = iter([(orjson.loads(one) if is_sqlite else one) or [] for one in row])
    return [[next(values) for _ in part.c] for part in parts]


def given(connection: AsyncConnection, ids: Sequence[int]) -> Select[Any]:
    """Ids that are known already, as a table of their own: a statement has so many parameters."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(orjson.dumps(list(ids)).decode()).table_valued("value")
        return select(each.c.value)
    return select(func.unnest(literal(list(ids), ARRAY(BigInteger))).label("value"))


def ask_each(ids: Ids, conditions: Sequence[ColumnElement[bool]]) -> Ids:
    """Those of the ids of customers of which the conditions hold."""
    some = ids.subquery("some")
    key = _key(some)
    if not conditions:
        return select(key.label("id"))
    return select(key.label("id")).where(asked_of(key, conditions).correlate(some).exists())


def asked_of(key: ColumnElement[int], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """What is asked of one customer."""
    # In a subquery that refers to the row at hand the planner can't start from another index of the
    # customers; with an offset in it, PostgreSQL does not make a join with all of them either.
    return select(customers.c.id).where(customers.c.id == key, *conditions).offset(0)


def look_up(
    connection: AsyncConnection, ids: Ids, key: ColumnElement[int], wanted: Select[Any]
) -> Select[Any]:
    """What `wanted` selects of the rows with these keys."""
    if connection.dialect.name == "sqlite":
        return wanted.where(key.in_(ids))
    # Row by row, for PostgreSQL would read all of the table when the ids are thousands.
    each = ids.subquery("each")
    one = wanted.where(key == _key(each)).offset(0).correlate(each).lateral("one")
    return select(*one.c).select_from(each.join(one, true()))


def _key(some: Subquery) -> ColumnElement[int]:
    return next(iter(some.c))
