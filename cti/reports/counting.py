"""Figures of a period, counted off indexes alone where there are many."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import people_within
from cti.crm.listing.facets import BY_FACETS, BY_OWNER
from cti.reports.parts import PARTS, measure_talk
from cti.reports.period import Period
from cti.reports.shapes import KpiPart
from cti.schema import customers, users

People = Sequence[int] | None
"""Whose work is counted: these users'; None for everybody's, and what is nobody's."""

MANY = 30_000
"""Customers of a period; of more than these, the whole index is sooner read than each row."""


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


async def count_customers(
    connection: AsyncConnection, period: Period, people: People
) -> dict[tuple[int | None, int | None], int]:
    """Customers created in the period that are there still, by owner and source (R351)."""
    created = customers.c.created_at
    inside = [
        customers.c.deleted_at.is_(None),
        created >= period.start,
        created < period.end,
    ]
    source: FromClause = customers
    if people is not None:
        source = BY_OWNER
        inside.append(customers.c.owner_id.in_(people))
    elif connection.dialect.name == "sqlite" and await _are_many(connection, inside[1:]):
        source = BY_FACETS
    by = (customers.c.owner_id, customers.c.source_id)
    rows = await connection.execute(
        select(*by, func.count()).select_from(source).where(*inside).group_by(*by)
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def _are_many(connection: AsyncConnection, inside: Sequence[ColumnElement[bool]]) -> bool:
    """SQLite has no statistics to choose an index by: it is asked how many there are."""
    some = select(customers.c.created_at).where(*inside).limit(MANY + 1).subquery()
    found: int = (await connection.execute(select(func.count()).select_from(some))).scalar_one()
    return found > MANY


async def count_part(
    connection: AsyncConnection, part: KpiPart, period: Period, people: People
) -> dict[int | None, tuple[int, int]]:
    """How many interactions of one kind there were, and the seconds talked, by user."""
    kind = PARTS[part]
    figures: list[ColumnElement[Any]] = [func.count()]
    if part == "calls":
        figures.append(func.sum(measure_talk(connection.dialect)))
    query = narrow(select(kind.user, *figures), part, period, people).group_by(kind.user)
    rows = await connection.execute(query)
    return {row[0]: (row[1], int(row[2] or 0) if part == "calls" else 0) for row in rows}


def narrow(query: Select[Any], part: KpiPart, period: Period, people: People) -> Select[Any]:
    """Only what counts, of the period and of these people."""
    kind = PARTS[part]
    query = query.where(*kind.counted, kind.at >= period.start, kind.at < period.end)
    return query if people is None else query.where(kind.user.in_(people))
