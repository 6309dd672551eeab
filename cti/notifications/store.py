"""Notifications in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.notifications.shapes import BellView
from cti.schema import customers, notifications, users

BY_COLUMNS = (
    users.c.name.label("by_name"),
    users.c.extension.label("by_extension"),
    users.c.role.label("by_role"),
)


async def insert_notices(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]
) -> frozenset[int]:
    """Store them for those of their users who may sign in; who that was."""
    wanted = {row["user_id"] for row in rows}
    found = await connection.execute(
        select(users.c.id).where(users.c.id.in_(wanted), users.c.active)
    )
    active = frozenset(found.scalars())
    told = [row for row in rows if row["user_id"] in active]
    if told:
        await connection.execute(insert(notifications), told)
    return active


async def find_page(
    connection: AsyncConnection,
    caller: Caller,
    *,
    unread: bool,
    before: int | None,
    limit: int,
) -> Sequence[RowMapping]:
    """The caller's newest before an id, with `customer_name` where they may see the customer."""
    seen = and_(customers.c.id == notifications.c.customer_id, customers_visible(caller))
    query = (
        select(notifications, customers.c.name.label("customer_name"), *BY_COLUMNS)
        .select_from(
            notifications.outerjoin(customers, seen).outerjoin(
                users, users.c.id == notifications.c.by_id
            )
        )
        .where(notifications.c.user_id == caller.user_id)
        .order_by(notifications.c.id.desc())
        .limit(limit)
    )
    if unread:
        query = query.where(notifications.c.read_at.is_(None))
    if before is not None:
        query = query.where(notifications.c.id < before)
    return (await connection.execute(query)).mappings().all()


async def mark_read(
    connection: AsyncConnection,
    user_id: int,
    ids: Sequence[int],
    up_to: int | None,
    now: datetime,
) -> None:
    """These, and everything up to `up_to`, are read."""
    which: list[ColumnElement[bool]] = [notifications.c.id.in_(ids)]
    if up_to is not None:
        which.append(notifications.c.id <= up_to)
    await connection.execute(
        update(notifications)
        .where(notifications.c.user_id == user_id, notifications.c.read_at.is_(None), or_(*which))
        .values(read_at=now)
    )


async def silence_about(
    connection: AsyncConnection, customer_id: int, param: str, value: object, now: datetime
) -> frozenset[int]:
    """Of what was told on this customer with `param` of this value, keep that alone, as read.

    The rows stay: open pages know the newest one's id. To whom it was told.
    """
    told = select(notifications.c.id, notifications.c.user_id, notifications.c.params).where(
        notifications.c.customer_id == customer_id
    )
    rows = [one for one in await connection.execute(told) if one.params.get(param) == value]
    await connection.execute(
        update(notifications)
        .where(notifications.c.id.in_([one.id for one in rows]))
        .values(
            params={param: value},
            read_at=func.coalesce(
                notifications.c.read_at, literal(now, notifications.c.read_at.type)
            ),
        )
    )
    return frozenset(one.user_id for one in rows)


async def count_bells(
    connection: AsyncConnection, user_ids: Iterable[int] | None = None
) -> dict[int, BellView]:
    """Unread and newest, of these users or of all; who never was told anything is not there."""
    newest = select(notifications.c.user_id, func.max(notifications.c.id).label("newest"))
    unread = select(notifications.c.user_id, func.count().label("unread")).where(
        notifications.c.read_at.is_(None)
    )
    if user_ids is not None:
        wanted = list(user_ids)
        newest = newest.where(notifications.c.user_id.in_(wanted))
        unread = unread.where(notifications.c.user_id.in_(wanted))
    counts = {
        row.user_id: row.unread
        for row in await connection.execute(unread.group_by(notifications.c.user_id))
    }
    return {
        row.user_id: BellView(unread=counts.get(row.user_id, 0), newest=row.newest)
        for row in await connection.execute(newest.group_by(notifications.c.user_id))
    }
