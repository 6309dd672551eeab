"""Kept answers in SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.db import Database
from cti.schema import idempotency_keys as keys

KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=1)
"""After this a key that nothing was committed under may be taken over. Should its first holder
live on after all, it can't commit any more."""


@dataclass(frozen=True, slots=True)
class Place:
    """A key of a user."""

    user_id: int
    key: str

    def row(self) -> ColumnElement[bool]:
        """The condition on its row."""
        return and_(keys.c.user_id == self.user_id, keys.c.key == self.key)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    content_type: str
    etag: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a key. Without an answer and not `done`, it is being carried out."""

    fingerprint: str
    done: bool
    answer: Answer | None


async def take(
    db: Database, place: Place, fingerprint: str, holder: str, now: datetime
) -> Kept | None:
    """None: the key is `holder`'s now. Otherwise what became of it before."""
    async with db.write() as unit:
        connection = unit.connection
        await connection.execute(delete(keys).where(keys.c.created_at <= now - KEPT))
        build = sqlite_insert if db.is_sqlite else postgresql_insert
        added = await connection.execute(
            build(keys)
            .values(
                user_id=place.user_id,
                key=place.key,
                fingerprint=fingerprint,
                created_at=now,
                holder=holder,
            )
            .on_conflict_do_nothing()
            .returning(keys.c.key)
        )
        if added.first() is not None:
            return None
        row = (await connection.execute(select(keys).where(place.row()).with_for_update())).one()
        is_free = row.status is None and not row.done and row.created_at <= now - ABANDONED
        if is_free and row.fingerprint == fingerprint:
            await connection.execute(
                update(keys).where(place.row()).values(holder=holder, created_at=now)
            )
            return None
    answer = None
    if row.status is not None:
        answer = Answer(row.status, row.content_type, row.etag, row.body)
    return Kept(row.fingerprint, row.done, answer)


async def note_done(connection: AsyncConnection, place: Place, holder: str) -> bool:
    """Note, in the transaction itself, that it commits; False if the key is another's now."""
    noted = await connection.execute(
        update(keys).where(place.row(), keys.c.holder == holder).values(done=True)
    )
    return noted.rowcount == 1


async def keep(db: Database, place: Place, holder: str, answer: Answer, fingerprint: str) -> None:
    """Keep the answer for who asks the same again, and what is the same."""
    async with db.write() as unit:
        await unit.connection.execute(
            update(keys)
            .where(place.row(), keys.c.holder == holder)
            .values(
                done=True,
                fingerprint=fingerprint,
                status=answer.status,
                content_type=answer.content_type,
                etag=answer.etag,
                body=answer.body,
            )
        )


async def release(db: Database, place: Place, holder: str, *, also_done: bool) -> None:
    """Free the key, if nothing was committed under it or that does not matter."""
    condition = and_(place.row(), keys.c.holder == holder)
    if not also_done:
        condition = and_(condition, keys.c.done.is_(False))
    async with db.write() as unit:
        await unit.connection.execute(delete(keys).where(condition))
