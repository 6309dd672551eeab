"""Comments as their readers see them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.audience import find_audience
from cti.crm.comments import store
from cti.crm.comments.attaching import find_documents, make_location
from cti.crm.comments.rules import EDIT_WINDOW, may_comment, may_edit
from cti.crm.comments.settings import read_commenters
from cti.crm.comments.shapes import (
    Comment,
    CommentPage,
    Mention,
    Mentionable,
    UnreadComments,
)
from cti.crm.comments.unread import count_unread, count_unread_of
from cti.crm.errors import CustomerNotFoundError
from cti.crm.watching import WatchKeys
from cti.db import Database
from cti.shapes import read_person

PAGE = 20


class CommentReading:
    """Reads the comments of customers that the caller may see."""

    def __init__(self, db: Database, clock: Clock, keys: WatchKeys) -> None:
        self._db = db
        self._clock = clock
        self._keys = keys

    async def list(
        self, caller: Caller, customer_id: int, before: int | None = None, limit: int = PAGE
    ) -> CommentPage:
        """A page of comments with their replies. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            customer = await _see(connection, caller, customer_id)
            rows = await store.find_threads(connection, customer_id, before, limit + 1)
            threads = await make_threads(connection, caller, rows[:limit], self._clock())
            unread = await count_unread_of(connection, caller, [customer_id])
            return CommentPage(
                rows=threads,
                next=str(rows[limit - 1]["id"]) if len(rows) > limit else None,
                can_comment=await can_comment(connection, caller, customer),
                unread=unread.get(customer_id, 0),
                newest=await store.find_newest(connection, customer_id),
                topic=self._keys.make_topic(caller, customer_id),
            )

    async def find_mentionable(self, caller: Caller, customer_id: int) -> Mentionable:
        """Whom one can mention: who sees the customer. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            await _see(connection, caller, customer_id)
            audience = await find_audience(connection, customer_id)
        return Mentionable(
            rows=[Mention(id=one.user_id, account=one.username, name=one.name) for one in audience]
        )

    async def count_unread(self, caller: Caller) -> UnreadComments:
        """What one has not read of all customers one sees (R034)."""
        async with self._db.read() as connection:
            return await count_unread(connection, caller)


async def can_comment(connection: AsyncConnection, caller: Caller, customer: RowMapping) -> bool:
    """Whether the caller is among those who may comment on this customer."""
    if Right.COMMENTS_WRITE not in caller.rights:
        return False
    allowed = await read_commenters(connection)
    return may_comment(allowed, await store.find_standing(connection, caller, customer))


async def make_threads(
    connection: AsyncConnection, caller: Caller, rows: Sequence[RowMapping], now: datetime
) -> list[Comment]:
    """Rows of `store.select_comments` as the caller sees them, with their replies."""
    replies = await store.find_replies(connection, [row["id"] for row in rows])
    every = [*rows, *replies]
    ids = [row["id"] for row in every]
    mentions = await store.find_mentions(connection, ids)
    files = await find_documents(connection, ids)
    likes = await store.count_likes(connection, caller.user_id, ids)
    answers: dict[int, list[Comment]] = {}
    made: dict[int, Comment] = {}
    for row in (*replies, *rows):
        count, liked = likes.get(row["id"], (0, False))
        one = _make_comment(row, caller, now).model_copy(
            update={
                "mentions": mentions.get(row["id"], []),
                "documents": files.get(row["id"], []),
                "likes": count,
                "liked": liked,
                "replies": answers.get(row["id"], []),
            }
        )
        made[row["id"]] = one
        if row["parent_id"] is not None:
            answers.setdefault(row["parent_id"], []).append(one)
    return [made[row["id"]] for row in rows]


def _make_comment(row: RowMapping, caller: Caller, now: datetime) -> Comment:
    deleted = row["deleted_at"] is not None
    is_own = row["author_id"] == caller.user_id and not deleted
    editable = is_own and may_edit(row["posted_at"], now)
    return Comment(
        id=row["id"],
        parent_id=row["parent_id"],
        by=read_person(row, "author_id", "by"),
        body=row["body"],
        mentions=[],
        documents=[],
        location=make_location(row),
        posted_at=row["posted_at"],
        edited_at=row["edited_at"],
        deleted=deleted,
        likes=0,
        liked=False,
        is_own=is_own,
        edit_until=row["posted_at"] + EDIT_WINDOW if editable else None,
    )


async def _see(connection: AsyncConnection, caller: Caller, customer_id: int) -> RowMapping:
    customer = await customer_store.find_customer(connection, caller, customer_id)
    if customer is None:
        raise CustomerNotFoundError(id=customer_id)
    return customer
