"""Counts of customers by relationship, and of those not to forget, off indexes alone.

Who sees a part is counted in the ranges of the index of owners. Of all, the narrow indexes of
relationships and of the last contact are counted, the deleted among them taken off: the index that
leaves the deleted out has many columns, and takes many times as long to read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import sees_all, split_visible
from cti.crm.listing.facets import BY_BIN, BY_FACETS, BY_OWNER, BY_RELATIONSHIP, BY_TOUCHED
from cti.crm.listing.query import last_touched
from cti.schema import customers

RECENT = 50_000
"""PostgreSQL looks at the table for each who was contacted lately. Of more, it is quicker to read
all by the index that has whole what is asked of them."""

by = customers.c.relationship_id
alive = customers.c.deleted_at.is_(None)
binned = customers.c.deleted_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are by relationship, None for none; how many were not contacted lately."""

    by_relationship: Mapping[int | None, int]
    forgotten: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_relationship.values())


async def count_customers(
    connection: AsyncConnection, caller: Caller, relationships: Sequence[int], before: datetime
) -> Counts:
    """Of the customers that the caller sees; `relationships` are all that there are."""
    if not sees_all(caller):
        return await _add_up(connection, _list_ranges(caller, before))
    counted = await _count_narrowly(connection, relationships, before)
    if counted is None:
        return await _add_up(connection, _list_facets(relationships, before))
    return counted


async def _count_narrowly(
    connection: AsyncConnection, relationships: Sequence[int], before: datetime
) -> Counts | None:
    """All of them, by one statement; None when too many were contacted lately."""
    is_late = last_touched(customers) >= before
    gone = _tell("gone", by, func.count().filter(is_late)).select_from(BY_BIN).where(binned)
    nothing = literal(None), literal(0)
    lately = select(customers.c.id).select_from(BY_TOUCHED).where(is_late)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        lately = lately.limit(RECENT + 1)
    parts = [
        gone.group_by(by),
        _tell("recent", *nothing).select_from(lately.subquery("lately")),
        _tell("there", *nothing).select_from(BY_FACETS).where(_has_none()),
    ]
    for one in relationships:
        there = _tell("there", literal(one), literal(0))
        parts.append(there.select_from(BY_RELATIONSHIP).where(by == one))
    found: dict[int | None, int] = {}
    recent = 0
    for row in await connection.execute(union_all(*parts)):
        if row.what == "recent":
            recent += row.count_
            if not is_sqlite and row.count_ > RECENT:
                return None
        elif row.what == "there":
            found[row.key] = found.get(row.key, 0) + row.count_
        else:
            recent -= row.late
            if row.key is not None:  # those without are counted where the deleted are not
                found[row.key] = found.get(row.key, 0) - row.count_
    return Counts(found, sum(found.values()) - recent)


def _tell(
    what: str, key: ColumnElement[Any], late: ColumnElement[int]
) -> Select[str, int, int, int]:
    told = literal_column(f"'{what}'", String).label("what")
    return select(told, cast(key, BigInteger).label("key"), _count(), late.label("late"))


async def _add_up(connection: AsyncConnection, parts: Sequence[Select[Any]]) -> Counts:
    found: dict[int | None, int] = {}
    old = 0
    for row in await connection.execute(union_all(*parts)):
        found[row.key] = found.get(row.key, 0) + row.count_
        old += row.old
    return Counts(found, old)


def list_ranges(caller: Caller) -> list[tuple[FromClause, ColumnElement[bool]]]:
    """Whom the caller sees, in ranges of the index of owners and whom they support; none twice."""
    parts, supported = split_visible(caller)
    some: list[tuple[FromClause, ColumnElement[bool]]] = [(BY_OWNER, part) for part in parts]
    return some if supported is None else [*some, (customers, supported)]


def _list_ranges(caller: Caller, before: datetime) -> list[Select[Any]]:
    some = list_ranges(caller)
    counts = by.label("key"), _count(), _count_old(before)
    return [select(*counts).select_from(index).where(part).group_by(by) for index, part in some]


def _list_facets(relationships: Sequence[int], before: datetime) -> list[Select[Any]]:
    """Each a range by itself, or PostgreSQL would read the table instead."""
    counts = by.label("key"), _count(), _count_old(before)
    ranges = [_has_none(), *(and_(alive, by == one) for one in relationships)]
    return [select(*counts).select_from(BY_FACETS).where(one).group_by(by) for one in ranges]


def _has_none() -> ColumnElement[bool]:
    return and_(alive, by.is_(None))


def _count() -> ColumnElement[int]:
    return func.count().label("count_")


def _count_old(before: datetime) -> ColumnElement[int]:
    return func.count().filter(last_touched(customers) < before).label("old")
