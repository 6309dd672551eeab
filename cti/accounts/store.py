"""The SQL of users and their sessions. No rule is here, nothing commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, Select, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import CALLER_COLUMNS, WITH_ROLE, read_caller
from cti.accounts.rights import Caller, Role
from cti.accounts.shapes import Colleague, Language, User
from cti.schema import roles, sessions, users

USER_COLUMNS = (
    users.c.id,
    users.c.username,
    users.c.name,
    users.c.email,
    users.c.role,
    func.coalesce(users.c.role_key, users.c.role).label("role_key"),
    roles.c.name.label("role_name"),
    users.c.team_id,
    users.c.department_id,
    users.c.extension,
    users.c.language,
    users.c.birthday,
    users.c.active,
)
USERS = select(*USER_COLUMNS).select_from(users.outerjoin(roles, roles.c.key == users.c.role_key))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session in force and whose it is."""

    token_hash: str
    caller: Caller
    language: Language
    csrf_token: str
    expires_at: datetime
    role_name: str | None = None  # of a role that is not built in


async def find_password(connection: AsyncConnection, username: str) -> tuple[int, str] | None:
    """Id and password hash of an active user."""
    query = select(users.c.id, users.c.password_hash).where(
        users.c.username == username, users.c.active
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else (row.id, row.password_hash)


async def replace_password(connection: AsyncConnection, user_id: int, old: str, new: str) -> bool:
    """Store a new hash unless the old one has been replaced, or the user locked out, meanwhile."""
    changed = await connection.execute(
        update(users)
        .where(users.c.id == user_id, users.c.password_hash == old, users.c.active)
        .values(password_hash=new)
    )
    return changed.rowcount == 1


async def insert_session(connection: AsyncConnection, values: Mapping[str, object]) -> None:
    """Add a session; those that have expired go."""
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= values["created_at"]))
    await connection.execute(insert(sessions).values(**values))


async def find_session(
    connection: AsyncConnection, token_hash: str, now: datetime
) -> SignedIn | None:
    """The session, if it is in force and its user active."""
    asked = {"token_hash": token_hash, "now": now}
    row = (await connection.execute(_select_session(), asked)).mappings().one_or_none()
    if row is None:
        return None
    names = ("language", "csrf_token", "expires_at", "role_name")
    return SignedIn(token_hash, read_caller(row), **{name: row[name] for name in names})


@cache  # asked with every request: to put it together took longer than to run it
def _select_session() -> Select[Any]:
    return (
        select(
            *CALLER_COLUMNS,
            roles.c.name.label("role_name"),
            users.c.language,
            sessions.c.csrf_token,
            sessions.c.expires_at,
        )
        .select_from(WITH_ROLE.join(sessions, sessions.c.user_id == users.c.id))
        .where(
            sessions.c.token_hash == bindparam("token_hash"),
            sessions.c.expires_at > bindparam("now"),
            users.c.active,
        )
    )


async def delete_session(connection: AsyncConnection, token_hash: str) -> None:
    """End one session."""
    await connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


async def delete_sessions(connection: AsyncConnection, user_id: int) -> None:
    """End every session of a user."""
    await connection.execute(delete(sessions).where(sessions.c.user_id == user_id))


async def list_people(connection: AsyncConnection, *, gone: bool = False) -> list[Colleague]:
    """Every active user, by name; those who were locked out too if `gone`."""
    columns = (users.c.id, users.c.name, users.c.extension, users.c.role, users.c.active)
    query = select(*columns).order_by(users.c.name, users.c.id)
    if not gone:
        query = query.where(users.c.active)
    rows = (await connection.execute(query)).mappings()
    return [Colleague.model_validate(dict(row)) for row in rows]


async def has_email(connection: AsyncConnection, email: str, but: int | None) -> bool:
    """Whether an active user, `but` this one, has the address, in whatever letters."""
    query = select(users.c.id).where(func.lower(users.c.email) == email.lower(), users.c.active)
    if but is not None:
        query = query.where(users.c.id != but)
    return (await connection.execute(query)).first() is not None


async def list_users(connection: AsyncConnection) -> list[User]:
    """Every user, in no order."""
    rows = (await connection.execute(USERS)).mappings()
    return [as_user(row) for row in rows]


async def find_user(
    connection: AsyncConnection, user_id: int, *, lock: bool = False
) -> User | None:
    """One user; with `lock`, nobody else changes them until the transaction ends."""
    query = USERS.where(users.c.id == user_id)
    if lock:
        query = query.with_for_update(of=users)
    row = (await connection.execute(query)).mappings().first()
    return as_user(row) if row is not None else None


async def find_by_extension(connection: AsyncConnection, extension: str) -> User | None:
    """The user that an extension identifies (R234)."""
    query = USERS.where(users.c.extension == extension)
    row = (await connection.execute(query)).mappings().first()
    return as_user(row) if row is not None else None


def as_user(row: RowMapping) -> User:
    """A row of USER_COLUMNS as its JSON shape."""
    return User.model_validate(dict(row))


async def insert_user(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Add a user; returns the id."""
    added = await connection.execute(insert(users).values(**values).returning(users.c.id))
    return int(added.scalar_one())


async def update_user(connection: AsyncConnection, user_id: int, values: Mapping[str, Any]) -> None:
    """Change some of a user's columns."""
    await connection.execute(update(users).where(users.c.id == user_id).values(**values))


async def group_exists(connection: AsyncConnection, table: Table, group_id: int) -> bool:
    """Whether there is such a team or department."""
    query = select(func.count()).where(table.c.id == group_id)
    return bool((await connection.execute(query)).scalar_one())


async def lock_owners(connection: AsyncConnection) -> Sequence[int]:
    """The active owners, who stay so until this transaction ends.

    Two owners who demote each other at the same moment would leave none: the second waits here,
    and sees what the first did.
    """
    query = (
        select(users.c.id)
        .where(users.c.role == Role.OWNER, users.c.active)
        .order_by(users.c.id)
        .with_for_update()
    )
    return (await connection.execute(query)).scalars().all()
