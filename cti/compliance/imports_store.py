"""Files taken into DNC lists, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.compliance.lists import ListName
from cti.schema import dnc_imports, users

IMPORT = dnc_imports.c
WORKING = ("reading", "writing")

_SELECT = sa.select(
    dnc_imports,
    users.c.name.label("user_name"),
    users.c.extension.label("user_extension"),
    users.c.role.label("user_role"),
).join_from(dnc_imports, users, isouter=True)


async def insert_import(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a new one; its id."""
    statement = sa.insert(dnc_imports).values(**values).returning(IMPORT.id)
    import_id: int = (await connection.execute(statement)).scalar_one()
    return import_id


async def update_import(
    connection: AsyncConnection, import_id: int, values: Mapping[str, Any]
) -> None:
    """Store how far it is."""
    await connection.execute(sa.update(dnc_imports).where(IMPORT.id == import_id).values(**values))


async def delete_import(connection: AsyncConnection, import_id: int) -> None:
    """Forget one of which nothing was taken in."""
    await connection.execute(sa.delete(dnc_imports).where(IMPORT.id == import_id))


async def find_import(connection: AsyncConnection, import_id: int) -> sa.RowMapping | None:
    """One, with who sent it."""
    rows = await connection.execute(_SELECT.where(IMPORT.id == import_id))
    return rows.mappings().one_or_none()


async def find_page(
    connection: AsyncConnection, name: ListName | None, before: int | None, limit: int
) -> Sequence[sa.RowMapping]:
    """Those of a list, or of both, the newest first; `before` is where the last page ended."""
    query = _SELECT.order_by(IMPORT.id.desc()).limit(limit)
    if name is not None:
        query = query.where(IMPORT.list == name)
    if before is not None:
        query = query.where(IMPORT.id < before)
    return (await connection.execute(query)).mappings().all()


async def find_unfinished(connection: AsyncConnection) -> Sequence[sa.RowMapping]:
    """Those that a stop of the server interrupted."""
    query = _SELECT.where(IMPORT.state.in_(WORKING)).order_by(IMPORT.id)
    return (await connection.execute(query)).mappings().all()
