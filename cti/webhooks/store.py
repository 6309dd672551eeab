"""Webhooks and their deliveries in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import users, webhook_deliveries, webhooks

deliveries = webhook_deliveries
earlier = webhook_deliveries.alias("earlier")


async def find_all(connection: AsyncConnection) -> Sequence[RowMapping]:
    """Every webhook, with who made it and how it goes."""
    rows: Sequence[RowMapping] = (
        (await connection.execute(_select().order_by(webhooks.c.id))).mappings().all()
    )
    return rows


async def find_one(
    connection: AsyncConnection, webhook_id: int, *, lock: bool = False
) -> RowMapping | None:
    """One webhook."""
    if lock:
        await connection.execute(
            select(webhooks.c.id).where(webhooks.c.id == webhook_id).with_for_update()
        )
    query = _select().where(webhooks.c.id == webhook_id)
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def has_active(connection: AsyncConnection) -> bool:
    """Whether anybody is told of anything."""
    query = select(webhooks.c.id).where(webhooks.c.active).limit(1)
    return (await connection.execute(query)).first() is not None


async def count(connection: AsyncConnection) -> int:
    """How many there are."""
    query = select(func.count()).select_from(webhooks)
    return int((await connection.execute(query)).scalar_one())


async def insert_webhook(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id."""
    row = await connection.execute(insert(webhooks).returning(webhooks.c.id), dict(values))
    return int(row.scalar_one())


async def update_webhook(
    connection: AsyncConnection, webhook_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))


async def delete_webhook(connection: AsyncConnection, webhook_id: int) -> None:
    """Delete one with all its deliveries."""
    await connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id))


async def find_deliveries(
    connection: AsyncConnection, webhook_id: int, state: str, before: int | None, limit: int
) -> Sequence[RowMapping]:
    """A page of a webhook's deliveries, the newest first."""
    query = select(deliveries).where(deliveries.c.webhook_id == webhook_id)
    if state != "all":
        query = query.where(deliveries.c.state == state)
    if before is not None:
        query = query.where(deliveries.c.id < before)
    query = query.order_by(deliveries.c.id.desc()).limit(limit)
    return (await connection.execute(query)).mappings().all()


async def insert_delivery(connection: AsyncConnection, values: Mapping[str, Any]) -> RowMapping:
    """Store one delivery."""
    row = await connection.execute(insert(deliveries).returning(deliveries), dict(values))
    made: RowMapping = row.mappings().one()
    return made


async def send_again(
    connection: AsyncConnection, webhook_id: int, delivery_id: int, now: datetime
) -> RowMapping | None:
    """Make a delivery wait again, as if it had never been tried."""
    row = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.webhook_id == webhook_id)
        .values(state="waiting", tries=0, due_at=now, ended_at=None)
        .returning(deliveries)
    )
    found: RowMapping | None = row.mappings().one_or_none()
    return found


async def find_due(
    connection: AsyncConnection,
    now: datetime,
    flying: Collection[int],
    full: Collection[int],
    limit: int,
) -> Sequence[RowMapping]:
    """What is to be sent now, but for `flying` deliveries and webhooks that are `full`.

    Of the events about one subject only the first that waits: they arrive in their order.
    """
    first = ~(
        select(earlier.c.id)
        .where(
            earlier.c.webhook_id == deliveries.c.webhook_id,
            earlier.c.subject == deliveries.c.subject,
            earlier.c.state == "waiting",
            earlier.c.id < deliveries.c.id,
        )
        .exists()
    )
    query = (
        select(deliveries, webhooks.c.url, webhooks.c.secret, webhooks.c.created_by)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(
            deliveries.c.state == "waiting",
            deliveries.c.due_at <= now,
            webhooks.c.active,
            deliveries.c.id.not_in(list(flying)),
            deliveries.c.webhook_id.not_in(list(full)),
            first,
        )
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
    )
    return (await connection.execute(query)).mappings().all()


async def find_next_due(connection: AsyncConnection) -> datetime | None:
    """When the next delivery of an active webhook falls due; None when nothing waits."""
    query = (
        select(func.min(deliveries.c.due_at))
        .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(deliveries.c.state == "waiting", webhooks.c.active)
    )
    found: datetime | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def update_delivery(
    connection: AsyncConnection, delivery_id: int, values: Mapping[str, Any]
) -> None:
    """Keep what became of a try."""
    await connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def has_failed_since(connection: AsyncConnection, webhook_id: int, since: datetime) -> bool:
    """Whether a delivery of the webhook was given up after this time."""
    query = select(deliveries.c.id).where(
        deliveries.c.webhook_id == webhook_id,
        deliveries.c.state == "failed",
        deliveries.c.ended_at > since,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def forget_ended(connection: AsyncConnection, before: datetime) -> None:
    """Delete deliveries that are over and older than this."""
    await connection.execute(
        delete(deliveries).where(deliveries.c.state != "waiting", deliveries.c.created_at < before)
    )


def _select() -> Select[Any]:
    def counted(state: str) -> Any:  # noqa: ANN401 - a scalar subquery
        return (
            select(func.count())
            .where(deliveries.c.webhook_id == webhooks.c.id, deliveries.c.state == state)
            .scalar_subquery()
            .label(state)
        )

    last = select(func.max(deliveries.c.ended_at)).where(
        deliveries.c.webhook_id == webhooks.c.id, deliveries.c.state == "done"
    )
    return select(
        webhooks,
        counted("waiting"),
        counted("failed"),
        last.scalar_subquery().label("last_at"),
        users.c.name.label("by_name"),
        users.c.extension.label("by_extension"),
        users.c.role.label("by_role"),
    ).select_from(webhooks.outerjoin(users, users.c.id == webhooks.c.created_by))
