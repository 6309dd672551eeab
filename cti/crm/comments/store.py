"""Comments in SQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Reach, Right
from cti.accounts.visibility import customers_visible
from cti.crm.comments.rules import Commenter
from cti.crm.comments.shapes import Mention
from cti.schema import (
    comment_likes,
    comment_mentions,
    comments,
    customer_supporters,
    customers,
    users,
)

COLUMNS = (
    *comments.c,
    users.c.name.label("by_name"),
    users.c.extension.label("by_extension"),
    users.c.role.label("by_role"),
)
LEADING = frozenset({Reach.TEAM, Reach.ALL})


def select_comments() -> Select[Any]:
    """Comments with their authors."""
    return select(*COLUMNS).select_from(
        comments.outerjoin(users, users.c.id == comments.c.author_id)
    )


async def find_comment(
    connection: AsyncConnection, caller: Caller, comment_id: int, *, lock: bool = False
) -> RowMapping | None:
    """A comment that is not deleted, on a customer that the caller sees."""
    query = (
        select(*COLUMNS)
        .select_from(
            comments.join(customers, customers.c.id == comments.c.customer_id).outerjoin(
                users, users.c.id == comments.c.author_id
            )
        )
        .where(
            comments.c.id == comment_id,
            comments.c.deleted_at.is_(None),
            customers_visible(caller),
        )
    )
    if lock:
        query = query.with_for_update(of=comments)
    row: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return row


async def find_threads(
    connection: AsyncConnection, customer_id: int, before: int | None, limit: int
) -> Sequence[RowMapping]:
    """Comments that are no replies, the newest first; deleted ones only if they have replies."""
    replies = comments.alias("replies")
    answered = exists().where(replies.c.parent_id == comments.c.id, replies.c.deleted_at.is_(None))
    query = select_comments().where(
        comments.c.customer_id == customer_id,
        comments.c.parent_id.is_(None),
        or_(comments.c.deleted_at.is_(None), answered),
    )
    if before is not None:
        query = query.where(comments.c.id < before)
    found = await connection.execute(query.order_by(comments.c.id.desc()).limit(limit))
    rows: Sequence[RowMapping] = found.mappings().all()
    return rows


async def find_replies(
    connection: AsyncConnection, parent_ids: Collection[int]
) -> Sequence[RowMapping]:
    """The replies to these, the oldest first."""
    if not parent_ids:
        return []
    query = select_comments().where(
        comments.c.parent_id.in_(parent_ids), comments.c.deleted_at.is_(None)
    )
    found = await connection.execute(query.order_by(comments.c.id))
    rows: Sequence[RowMapping] = found.mappings().all()
    return rows


async def find_newest(connection: AsyncConnection, customer_id: int) -> int:
    """The id of the customer's newest comment; 0 without any."""
    newest = select(func.max(comments.c.id)).where(comments.c.customer_id == customer_id)
    return (await connection.execute(newest)).scalar() or 0


async def find_mentions(
    connection: AsyncConnection, comment_ids: Collection[int]
) -> dict[int, list[Mention]]:
    """Who is mentioned in each."""
    rows = await connection.execute(
        select(comment_mentions.c.comment_id, users.c.id, users.c.username, users.c.name)
        .join(users, users.c.id == comment_mentions.c.user_id)
        .where(comment_mentions.c.comment_id.in_(comment_ids))
        .order_by(users.c.name)
    )
    found: dict[int, list[Mention]] = {}
    for row in rows:
        mention = Mention(id=row.id, account=row.username, name=row.name)
        found.setdefault(row.comment_id, []).append(mention)
    return found


async def count_likes(
    connection: AsyncConnection, user_id: int, comment_ids: Collection[int]
) -> dict[int, tuple[int, bool]]:
    """How many like each, and whether this user does."""
    mine = func.max(case((comment_likes.c.user_id == user_id, 1), else_=0))
    rows = await connection.execute(
        select(comment_likes.c.comment_id, func.count(), mine)
        .where(comment_likes.c.comment_id.in_(comment_ids))
        .group_by(comment_likes.c.comment_id)
    )
    return {row[0]: (row[1], bool(row[2])) for row in rows}


async def insert_comment(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a comment; its id."""
    row = await connection.execute(insert(comments).returning(comments.c.id), values)
    comment_id: int = row.scalar_one()
    return comment_id


async def replace_mentions(
    connection: AsyncConnection, comment_id: int, user_ids: Iterable[int]
) -> None:
    """Exactly these are mentioned in it."""
    which = comment_mentions.c.comment_id == comment_id
    await connection.execute(delete(comment_mentions).where(which))
    rows = [{"comment_id": comment_id, "user_id": user_id} for user_id in user_ids]
    if rows:
        await connection.execute(insert(comment_mentions), rows)


async def find_accounts(connection: AsyncConnection, names: Collection[str]) -> list[Mention]:
    """The active users with these account names."""
    rows = await connection.execute(
        select(users.c.id, users.c.username, users.c.name).where(
            users.c.username.in_(names), users.c.active
        )
    )
    return [Mention(id=row.id, account=row.username, name=row.name) for row in rows]


async def find_standing(
    connection: AsyncConnection, caller: Caller, customer: RowMapping
) -> set[Commenter]:
    """What the caller is to a customer that they see."""
    standing: set[Commenter] = set()
    if customer["owner_id"] == caller.user_id:
        standing.add(Commenter.OWNER)
    if caller.find_reach(Right.CONTACTS_EDIT) & LEADING:
        standing.add(Commenter.SUPERVISORS)
    customer_id, user_id = customer["id"], caller.user_id
    supports = exists().where(
        customer_supporters.c.customer_id == customer_id, customer_supporters.c.user_id == user_id
    )
    mentioned = exists().where(
        comment_mentions.c.comment_id == comments.c.id,
        and_(comments.c.customer_id == customer_id, comment_mentions.c.user_id == user_id),
    )
    row = (await connection.execute(select(_as_flag(supports), _as_flag(mentioned)))).one()
    if row[0]:
        standing.add(Commenter.SUPPORTERS)
    if row[1]:
        standing.add(Commenter.MENTIONED)
    return standing


def _as_flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
