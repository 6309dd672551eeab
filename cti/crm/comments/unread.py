"""What a user has not read yet: marks per user and customer (R034, R197).

`unread_customers(caller)` is a condition on `customers` for any list of them.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, distinct, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.comments.shapes import UnreadComments
from cti.schema import comment_reads, comments, customers


def is_unread(caller: Caller) -> ColumnElement[bool]:
    """A condition on `comments`: by somebody else, not deleted, newer than the caller's mark."""
    mark = (
        select(comment_reads.c.comment_id)
        .where(
            comment_reads.c.user_id == caller.user_id,
            comment_reads.c.customer_id == comments.c.customer_id,
        )
        .scalar_subquery()
    )
    return and_(
        comments.c.deleted_at.is_(None),
        or_(comments.c.author_id.is_(None), comments.c.author_id != caller.user_id),
        comments.c.id > func.coalesce(mark, 0),
    )


def unread_customers(caller: Caller) -> ColumnElement[bool]:
    """A condition on `customers`: with comments that the caller has not read ("Mới cập nhật")."""
    return exists().where(comments.c.customer_id == customers.c.id, is_unread(caller))


async def count_unread(connection: AsyncConnection, caller: Caller) -> UnreadComments:
    """Unread comments of the customers that the caller sees, and of how many these are."""
    row = (
        await connection.execute(
            select(func.count(), func.count(distinct(comments.c.customer_id)))
            .select_from(comments.join(customers, customers.c.id == comments.c.customer_id))
            .where(customers_visible(caller), is_unread(caller))
        )
    ).one()
    return UnreadComments(comments=row[0], customers=row[1])


async def count_unread_of(
    connection: AsyncConnection, caller: Caller, customer_ids: Iterable[int]
) -> dict[int, int]:
    """Unread comments by customer; who has none is not there. Whom they see, the asker knows."""
    rows = await connection.execute(
        select(comments.c.customer_id, func.count())
        .where(comments.c.customer_id.in_(list(customer_ids)), is_unread(caller))
        .group_by(comments.c.customer_id)
    )
    return {row[0]: row[1] for row in rows}


async def mark_read(
    connection: AsyncConnection, user_id: int, customer_id: int, comment_id: int
) -> None:
    """Everything up to this comment is read; a mark never goes back."""
    mine = and_(comment_reads.c.user_id == user_id, comment_reads.c.customer_id == customer_id)
    known = (await connection.execute(select(comment_reads.c.comment_id).where(mine))).scalar()
    if known is None:
        await connection.execute(
            insert(comment_reads).values(
                user_id=user_id, customer_id=customer_id, comment_id=comment_id
            )
        )
    elif known < comment_id:
        await connection.execute(update(comment_reads).where(mine).values(comment_id=comment_id))
