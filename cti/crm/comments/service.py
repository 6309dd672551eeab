"""Use cases on comments (R190–R194, R197): post, reply, edit, delete, like, read."""

from sqlalchemy import RowMapping, delete, insert, select, update

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.comments import store
from cti.crm.comments.attaching import (
    attach_documents,
    check_documents,
    count_documents,
    detach_documents,
    make_location,
)
from cti.crm.comments.errors import (
    CommentNotAllowedError,
    CommentNotFoundError,
    CommentNotOwnError,
    CommentTooOldError,
)
from cti.crm.comments.posting import (
    Mentioned,
    clean_body,
    find_answered,
    make_notices,
    resolve_mentions,
)
from cti.crm.comments.reading import can_comment, make_threads
from cti.crm.comments.rules import may_edit
from cti.crm.comments.shapes import Comment, CommentChange, CommentForm
from cti.crm.comments.unread import mark_read
from cti.crm.comments.withdrawing import withdraw_edits
from cti.crm.editing import tell
from cti.crm.errors import CustomerNotFoundError
from cti.db import Database, Unit
from cti.notifications.service import Notifications
from cti.schema import comment_likes, comments


class Comments:
    """Writes comments; cti.crm.comments.reading reads them."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._notifications = notifications

    async def post(self, caller: Caller, customer_id: int, form: CommentForm) -> Comment:
        """Post a comment or a reply; who is mentioned or answered is told.

        Raises CustomerNotFoundError, CommentNotAllowedError, CommentEmptyError,
        CommentNotFoundError (the one to reply to), DocumentNotFoundError.
        """
        bare = not form.document_ids and form.location is None
        body = clean_body(form.body, bare=bare)
        async with self._db.write() as unit:
            # Locked, so that ids grow in the order of the commits: a mark says "up to this one".
            await self._check(unit, caller, customer_id)
            parent = await self._find_parent(unit, caller, customer_id, form.parent_id)
            await check_documents(unit.connection, customer_id, form.document_ids)
            values = {
                "customer_id": customer_id,
                "author_id": caller.user_id,
                # A reply to a reply stands in the same thread.
                "parent_id": None if parent is None else parent["parent_id"] or parent["id"],
                "body": body,
                "posted_at": self._clock(),
                **({} if form.location is None else form.location.model_dump()),
            }
            comment_id = await store.insert_comment(unit.connection, values)
            await attach_documents(unit.connection, comment_id, form.document_ids)
            mentioned = await resolve_mentions(unit.connection, customer_id, body)
            ids = [one.id for one in mentioned.seeing]
            await store.replace_mentions(unit.connection, comment_id, ids)
            answered = await find_answered(unit.connection, parent)
            notices = make_notices(
                caller, customer_id, comment_id, body, mentioned.seeing, answered
            )
            await self._notifications.tell(unit, notices)
            tell(unit, self._bus, customer_id)
        return await self._answer(caller, comment_id, mentioned)

    async def change(self, caller: Caller, comment_id: int, form: CommentChange) -> Comment:
        """Edit one's own comment within two hours; who is newly mentioned is told.

        Raises CommentNotFoundError, CommentNotOwnError, CommentTooOldError, CommentEmptyError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await self._lock_own(unit, caller, comment_id)
            bare = row["latitude"] is None and not await count_documents(
                unit.connection, comment_id
            )
            body = clean_body(form.body, bare=bare)
            if not may_edit(row["posted_at"], now):
                raise CommentTooOldError(id=comment_id)
            customer_id = row["customer_id"]
            mentioned = await resolve_mentions(unit.connection, customer_id, body)
            if body != row["body"]:
                known = await store.find_mentions(unit.connection, [comment_id])
                told = {one.id for one in known.get(comment_id, [])}
                fresh = [one for one in mentioned.seeing if one.id not in told]
                await unit.connection.execute(
                    update(comments)
                    .where(comments.c.id == comment_id)
                    .values(body=body, edited_at=now)
                )
                ids = [one.id for one in mentioned.seeing]
                await store.replace_mentions(unit.connection, comment_id, ids)
                notices = make_notices(caller, customer_id, comment_id, body, fresh, None)
                await self._notifications.tell(unit, notices)
                detail = {"comment": [row["body"], body], "comment_id": [None, comment_id]}
                await customer_store.append_log(
                    unit.connection, customer_id, caller.user_id, now, "comment.edited", detail
                )
                tell(unit, self._bus, customer_id)
        return await self._answer(caller, comment_id, mentioned)

    async def delete(self, caller: Caller, comment_id: int) -> None:
        """Delete one's own comment, at any time; the audit log keeps what it said (X11).

        What it said, now or before it was edited, leaves the history and the bells of whom it told.

        Raises CommentNotFoundError, CommentNotOwnError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await self._lock_own(unit, caller, comment_id)
            await unit.connection.execute(
                update(comments)
                .where(comments.c.id == comment_id)
                .values(body="", deleted_at=now, latitude=None, longitude=None, accuracy=None)
            )
            await detach_documents(unit.connection, comment_id)
            await store.replace_mentions(unit.connection, comment_id, [])
            earlier = await withdraw_edits(unit.connection, row)
            await self._notifications.withdraw(unit, row["customer_id"], "comment_id", comment_id)
            detail = {
                "comment_id": comment_id,
                "body": row["body"],
                "posted_at": row["posted_at"].isoformat(),
                "earlier": earlier,
            }
            location = make_location(row)
            if location is not None:
                detail["location"] = location.model_dump()
            subject = f"customer/{row['customer_id']}"
            await record_audit(unit.connection, caller, "comment.deleted", subject, detail, at=now)
            gone = {"comment_id": [comment_id, None]}
            await customer_store.append_log(
                unit.connection, row["customer_id"], caller.user_id, now, "comment.deleted", gone
            )
            tell(unit, self._bus, row["customer_id"])

    async def like(self, caller: Caller, comment_id: int, *, likes: bool) -> Comment:
        """Like a comment, or no longer. Raises CommentNotFoundError."""
        async with self._db.write() as unit:
            row = await self._lock(unit, caller, comment_id)
            mine = (
                comment_likes.c.comment_id == comment_id,
                comment_likes.c.user_id == caller.user_id,
            )
            liked = (await unit.connection.execute(select(comment_likes).where(*mine))).first()
            if likes and liked is None:
                await unit.connection.execute(
                    insert(comment_likes).values(
                        comment_id=comment_id, user_id=caller.user_id, at=self._clock()
                    )
                )
            elif not likes:
                await unit.connection.execute(delete(comment_likes).where(*mine))
            tell(unit, self._bus, row["customer_id"])
        return await self._answer(caller, comment_id, Mentioned([], []))

    async def read(self, caller: Caller, customer_id: int, up_to: int) -> None:
        """Mark a customer's comments as read. Raises CustomerNotFoundError."""
        async with self._db.write() as unit:
            # Locked: of one's own two tabs the second finds the first one's mark.
            if await _find_locked(unit, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            newest = await store.find_newest(unit.connection, customer_id)
            if newest:
                await mark_read(unit.connection, caller.user_id, customer_id, min(up_to, newest))

    async def _check(self, unit: Unit, caller: Caller, customer_id: int) -> None:
        customer = await _find_locked(unit, caller, customer_id)
        if customer is None:
            raise CustomerNotFoundError(id=customer_id)
        if not await can_comment(unit.connection, caller, customer):
            raise CommentNotAllowedError(id=customer_id)

    async def _find_parent(
        self, unit: Unit, caller: Caller, customer_id: int, parent_id: int | None
    ) -> RowMapping | None:
        if parent_id is None:
            return None
        parent = await store.find_comment(unit.connection, caller, parent_id)
        if parent is None or parent["customer_id"] != customer_id:
            raise CommentNotFoundError(id=parent_id)
        return parent

    async def _lock(self, unit: Unit, caller: Caller, comment_id: int) -> RowMapping:
        row = await store.find_comment(unit.connection, caller, comment_id, lock=True)
        if row is None:
            raise CommentNotFoundError(id=comment_id)
        return row

    async def _lock_own(self, unit: Unit, caller: Caller, comment_id: int) -> RowMapping:
        row = await self._lock(unit, caller, comment_id)
        if row["author_id"] != caller.user_id:
            raise CommentNotOwnError(id=comment_id)
        return row

    async def _answer(self, caller: Caller, comment_id: int, mentioned: Mentioned) -> Comment:
        query = store.select_comments().where(comments.c.id == comment_id)
        async with self._db.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
            (made,) = await make_threads(connection, caller, rows, self._clock())
        return made.model_copy(update={"untold": mentioned.unseeing})


async def _find_locked(unit: Unit, caller: Caller, customer_id: int) -> RowMapping | None:
    return await customer_store.find_customer(unit.connection, caller, customer_id, lock=True)
