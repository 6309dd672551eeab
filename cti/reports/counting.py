"""Figures of a period, counted off indexes alone where there are many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import people_within
from cti.crm.listing.facets import BY_FACETS, BY_OWNER
from cti.reports.parts import PARTS, measure_talk
from cti.reports.period import Period
from cti.reports.shapes import KpiPart
from cti.schema import customers, users

MANY = 30_000
"""Customers of a period; of more than these, whole indexes are sooner read than each row."""


class People(NamedTuple):
    """Whose work is counted: these users', everybody's and nobody's, or nobody's alone."""

    ids: Sequence[int]
    all: bool = False
    nobody: bool = False


NOBODY = People((), nobody=True)


class Created(NamedTuple):
    """Customers by the owner's id, and by the source's; None is without one."""

    by_owner: Mapping[int | None, int]
    by_source: Mapping[int | None, int]


async def find_people(connection: AsyncConnection, caller: Caller) -> Sequence[RowMapping]:
    """Users whose figures the caller may see, by name."""
    found = await connection.execute(
        select(
            users.c.id,
            users.c.active,
            users.c.id.label("user_id"),
            users.c.name.label("user_name"),
            users.c.extension.label("user_extension"),
            users.c.role.label("user_role"),
        )
        .where(people_within(caller, Right.CUSTOMERS_KPI))
        .order_by(users.c.name, users.c.id)
    )
    rows: Sequence[RowMapping] = found.mappings().all()
    return rows


async def count_customers(connection: AsyncConnection, period: Period, people: People) -> Created:
    """Customers created in the period that are there still, by owner and by source (R351)."""
    created = customers.c.created_at
    # Into the statement itself: PostgreSQL plans one with parameters for a period of any length.
    start, end = (
        bindparam(None, day, created.type, literal_execute=True)
        for day in (period.start, period.end)
    )
    inside = [customers.c.deleted_at.is_(None), created >= start, created < end]
    by = (customers.c.owner_id, customers.c.source_id)
    counts = select(*by, func.count()).group_by(*by)
    if not people.all:
        owned = among(customers.c.owner_id, people)
        query = counts.select_from(BY_OWNER).where(*inside, owned)
    elif connection.dialect.name == "sqlite" and await _are_many(connection, inside[1:]):
        query = _count_many(inside)
    else:
        query = counts.select_from(customers).where(*inside)
    by_owner: Counter[int | None] = Counter()
    by_source: Counter[int | None] = Counter()
    for owner_id, source_id, count in await connection.execute(query):
        by_owner[owner_id] += count
        by_source[source_id] += count
    return Created(by_owner, by_source)


async def _are_many(connection: AsyncConnection, inside: Sequence[ColumnElement[bool]]) -> bool:
    """SQLite has no statistics to choose an index by: it is asked how many there are."""
    some = select(customers.c.created_at).where(*inside).limit(MANY + 1).subquery()
    found: int = (await connection.execute(select(func.count()).select_from(some))).scalar_one()
    return found > MANY


def _count_many(inside: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """SQLite groups by sorting: here only counts are sorted, for the index has its own order."""
    by = (customers.c.owner_id, customers.c.source_id)
    order = (customers.c.relationship_id, by[0], customers.c.group_id, by[1])
    some = select(*by, func.count().label("there")).select_from(BY_FACETS).where(*inside)
    each = some.group_by(*order).subquery()
    sides = (each.c.owner_id, each.c.source_id)
    return select(*sides, func.sum(each.c.there)).group_by(*sides)


async def count_part(
    connection: AsyncConnection, part: KpiPart, period: Period, people: People
) -> dict[int | None, tuple[int, int]]:
    """How many interactions of one kind there were, and the seconds talked, by user."""
    kind = PARTS[part]
    figures: list[ColumnElement[Any]] = [func.count()]
    if part == "calls":
        figures.append(func.sum(measure_talk(connection.dialect)))
    counted: dict[int | None, tuple[int, int]] = {}
    # Users by name even of everybody: their ranges of the index are found, and grouped, at once.
    for some in (People(people.ids), NOBODY) if people.all else (people,):
        query = narrow(select(kind.user, *figures), part, period, some).group_by(kind.user)
        for row in await connection.execute(query):
            counted[row[0]] = (row[1], int(row[2] or 0) if part == "calls" else 0)
    return counted


def narrow(query: Select[Any], part: KpiPart, period: Period, people: People) -> Select[Any]:
    """Only what counts, of the period and of these people."""
    kind = PARTS[part]
    query = query.where(*kind.counted, kind.at >= period.start, kind.at < period.end)
    return query if people.all else query.where(among(kind.user, people))


def among(column: ColumnElement[int | None], people: People) -> ColumnElement[bool]:
    """Whose a row is."""
    return column.is_(None) if people.nobody else column.in_(people.ids)
