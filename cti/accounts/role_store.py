"""The SQL of roles. No rule is here, nothing commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.grants import resolve_grants
from cti.accounts.rights import Grants, Role
from cti.schema import roles, users


@dataclass(frozen=True, slots=True)
class StoredRole:
    """A role as it is now; a built-in one has no row while nothing of it was changed."""

    key: str
    base: Role
    name: str | None
    changes: Mapping[str, Any]
    version: int

    @property
    def built_in(self) -> bool:
        """One of the four."""
        return self.key == self.base.value

    @property
    def grants(self) -> Grants:
        """What it may do."""
        return resolve_grants(self.base, self.changes)


async def list_roles(connection: AsyncConnection) -> list[StoredRole]:
    """The four built in, then the company's own by name."""
    rows = await connection.execute(select(roles).order_by(roles.c.name))
    stored = {row.key: _read(row) for row in rows}
    built_in = [stored.pop(role.value, _untouched(role)) for role in Role]
    return [*built_in, *stored.values()]


async def find_role(
    connection: AsyncConnection, key: str, *, lock: bool = False
) -> StoredRole | None:
    """One role; with `lock`, nobody else changes it until the transaction ends."""
    query = select(roles).where(roles.c.key == key)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is not None:
        return _read(row)
    return _untouched(Role(key)) if key in set(Role) else None


async def save_role(connection: AsyncConnection, role: StoredRole, now: datetime) -> None:
    """Store a role, whether it had a row or not."""
    values = {"name": role.name, "changes": role.changes, "version": role.version}
    changed = await connection.execute(
        update(roles).where(roles.c.key == role.key).values(**values, updated_at=now)
    )
    if changed.rowcount == 0:
        new = {"key": role.key, "base": role.base.value, "updated_at": now}
        await connection.execute(insert(roles).values(**values, **new))


async def delete_role(connection: AsyncConnection, key: str) -> None:
    """Take a role away."""
    await connection.execute(delete(roles).where(roles.c.key == key))


async def list_holders(connection: AsyncConnection, key: str) -> Sequence[int]:
    """Ids of the users who have a role, also of those who may not sign in."""
    held = func.coalesce(users.c.role_key, users.c.role) == key
    return (await connection.execute(select(users.c.id).where(held))).scalars().all()


async def count_holders(connection: AsyncConnection) -> dict[str, int]:
    """How many active users have each role."""
    key = func.coalesce(users.c.role_key, users.c.role)
    rows = await connection.execute(
        select(key.label("key"), func.count().label("n")).where(users.c.active).group_by(key)
    )
    return {row.key: row.n for row in rows}


def _read(row: Any) -> StoredRole:  # noqa: ANN401 - a row of `roles`
    return StoredRole(row.key, Role(row.base), row.name, row.changes, row.version)


def _untouched(role: Role) -> StoredRole:
    return StoredRole(role.value, role, None, {}, 0)
