"""API tokens in SQL: their hashes, never themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import CALLER_COLUMNS, WITH_ROLE
from cti.schema import api_tokens, users


async def find_in_force(
    connection: AsyncConnection, token_hash: str, now: datetime
) -> RowMapping | None:
    """A token that is neither revoked nor expired, with its active user as a caller."""
    query = (
        select(
            *CALLER_COLUMNS,
            api_tokens.c.id.label("token_id"),
            api_tokens.c.scopes,
            api_tokens.c.expires_at,
            api_tokens.c.last_used_at,
            api_tokens.c.last_address,
        )
        .select_from(WITH_ROLE.join(api_tokens, api_tokens.c.user_id == users.c.id))
        .where(
            api_tokens.c.token_hash == token_hash,
            api_tokens.c.revoked_at.is_(None),
            or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > now),
            users.c.active,
        )
    )
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def list_tokens(connection: AsyncConnection, user_id: int) -> Sequence[RowMapping]:
    """A user's tokens, the newest first."""
    query = select(api_tokens).where(api_tokens.c.user_id == user_id)
    return (await connection.execute(query.order_by(api_tokens.c.id.desc()))).mappings().all()


async def insert_token(connection: AsyncConnection, values: Mapping[str, Any]) -> RowMapping:
    """Store one."""
    row = await connection.execute(insert(api_tokens).returning(api_tokens), dict(values))
    made: RowMapping = row.mappings().one()
    return made


async def revoke(
    connection: AsyncConnection, user_id: int, token_id: int, now: datetime
) -> RowMapping | None:
    """Revoke one of the user's; None if they have none such that is in force."""
    row = await connection.execute(
        update(api_tokens)
        .where(
            api_tokens.c.id == token_id,
            api_tokens.c.user_id == user_id,
            api_tokens.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .returning(api_tokens)
    )
    found: RowMapping | None = row.mappings().one_or_none()
    return found


async def note_use(connection: AsyncConnection, token_id: int, now: datetime, address: str) -> None:
    """Keep when and from where it was last used."""
    await connection.execute(
        update(api_tokens)
        .where(api_tokens.c.id == token_id)
        .values(last_used_at=now, last_address=address)
    )
