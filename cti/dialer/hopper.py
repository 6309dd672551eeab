"""SQL of the hopper: who is next, taken exactly once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.dialer.retry import Dial
from cti.schema import campaign_members as members
from cti.schema import contacts, customers


class Due(NamedTuple):
    """A member whose turn it is."""

    id: int
    contact_id: int | None
    customer_id: int | None
    name: str | None
    e164: str
    state: str | None
    outcome: str | None
    last_key: str | None
    tries: int


async def take_due(
    connection: AsyncConnection, campaign_id: int, now: datetime, limit: int
) -> list[Due]:
    """The next members, in order of their turn. Call it inside a write unit and move each on.

    SQLite: the write unit holds the only writer's place. PostgreSQL: rows that another node has
    taken are skipped.
    """
    query = (
        select(*(members.c[name] for name in Due._fields))
        .where(
            members.c.campaign_id == campaign_id,
            members.c.dial == Dial.WAITING,
            members.c.due_at <= now,
        )
        .order_by(members.c.due_at, members.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite's compiler leaves it out
    )
    return [Due(*row) for row in await connection.execute(query)]


async def find_gone(connection: AsyncConnection, due: Sequence[Due]) -> set[int]:
    """Those of the members whose customer or contact was deleted since they joined.

    A customer who is being restored is waited for, or waits: cti.dialer.returning finds them after.
    """
    gone: set[int] = set()
    for table, of in ((customers, "customer_id"), (contacts, "contact_id")):
        named = {row_id for one in due if (row_id := getattr(one, of)) is not None}
        query = (
            select(table.c.id)
            .where(table.c.id.in_(sorted(named)), table.c.deleted_at.is_not(None))
            .with_for_update(read=True)
        )
        deleted = set((await connection.execute(query)).scalars())
        gone |= {one.id for one in due if getattr(one, of) in deleted}
    return gone


MOVE = (
    update(members)
    .where(members.c.id == bindparam("member"))
    .values(
        dial=bindparam("dial"),
        why=bindparam("why"),
        due_at=bindparam("due_at"),
        tries=bindparam("tries"),
    )
)


async def move_members(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set dial, why, due_at and tries of each `member`."""
    if rows:
        await connection.execute(MOVE, list(rows))


async def next_due(connection: AsyncConnection, campaign_id: int) -> datetime | None:
    """When the next waiting member's turn comes; None when nobody waits."""
    query = select(func.min(members.c.due_at)).where(
        members.c.campaign_id == campaign_id, members.c.dial == Dial.WAITING
    )
    value: datetime | None = (await connection.execute(query)).scalar_one()
    return value
