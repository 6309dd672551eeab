"""Users as callers: with what their role, as it is now, lets them do."""

from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.grants import resolve_grants
from cti.accounts.rights import Caller, Role
from cti.schema import roles, users

CALLER_COLUMNS = (
    users.c.id.label("user_id"),
    users.c.username,
    users.c.name,
    users.c.role,
    users.c.team_id,
    users.c.extension,
    users.c.department_id,
    roles.c.changes,
)

WITH_ROLE = users.outerjoin(roles, roles.c.key == func.coalesce(users.c.role_key, users.c.role))
"""Users and what was changed of their role, which has no row while nothing was."""


def select_callers() -> Select[Any]:
    """Every active user; a row is for `read_caller`."""
    return select(*CALLER_COLUMNS).select_from(WITH_ROLE).where(users.c.active)


def read_caller(row: RowMapping) -> Caller:
    """The caller of a row that has CALLER_COLUMNS."""
    role = Role(row["role"])
    return Caller(
        user_id=row["user_id"],
        username=row["username"],
        name=row["name"],
        role=role,
        team_id=row["team_id"],
        extension=row["extension"],
        department_id=row["department_id"],
        given=resolve_grants(role, row["changes"]),
    )


async def find_caller(connection: AsyncConnection, user_id: int) -> Caller | None:
    """An active user, for work that goes on in the background on their behalf."""
    query = select_callers().where(users.c.id == user_id)
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else read_caller(row)


async def list_callers(connection: AsyncConnection) -> list[Caller]:
    """Every active user, by name."""
    query = select_callers().order_by(users.c.name, users.c.id)
    return [read_caller(row) for row in (await connection.execute(query)).mappings()]
