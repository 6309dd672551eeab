"""Imports and their rows in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    delete,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import sees_all
from cti.crm.importing.state import REFUSED, WORKING, Flag
from cti.crm.keyed import KEYS, among_keys
from cti.schema import import_mappings, import_rows, imports, users
from cti.shapes import Person
from cti.upsert import put_row

USER_COLUMNS = (
    users.c.name.label("user_name"),
    users.c.extension.label("user_extension"),
    users.c.role.label("user_role"),
    users.c.email.label("user_email"),
    users.c.language.label("user_language"),
)
WITH_USER = imports.join(users, users.c.id == imports.c.user_id)

Row = dict[str, Any]

RESULT = ("result", "flags", "problems", "identity", "customer_id", "at", "before")
"""What became of a row."""

ROW = ("import_id", "number", "cells", *RESULT)
"""A row as it is taken over from the file."""


def imports_visible(caller: Caller) -> ColumnElement[bool]:
    """One's own; everybody's for who sees all customers: there is their data in the rows."""
    return true() if sees_all(caller) else imports.c.user_id == caller.user_id


def make_user(row: Mapping[str, Any]) -> Person:
    """Who uploaded it, of a row that was selected with USER_COLUMNS."""
    return Person(
        id=row["user_id"],
        name=row["user_name"],
        extension=row["user_extension"],
        role=row["user_role"],
    )


async def find_import(
    connection: AsyncConnection, caller: Caller, import_id: int, *, lock: bool = False
) -> Row | None:
    """An import that the caller may see, with who uploaded it."""
    query = (
        select(imports, *USER_COLUMNS)
        .select_from(WITH_USER)
        .where(imports.c.id == import_id, imports_visible(caller))
    )
    if lock:
        query = query.with_for_update(of=imports)
    found = (await connection.execute(query)).mappings().one_or_none()
    return None if found is None else dict(**found)


async def find_any_import(connection: AsyncConnection, import_id: int) -> Row | None:
    """The same, for the work in the background."""
    query = select(imports, *USER_COLUMNS).select_from(WITH_USER).where(imports.c.id == import_id)
    found = (await connection.execute(query)).mappings().one_or_none()
    return None if found is None else dict(**found)


async def list_imports(
    connection: AsyncConnection, caller: Caller, before: int | None, limit: int
) -> list[Row]:
    """The newest first; `before` is the id that the page before ended with."""
    query = (
        select(imports, *USER_COLUMNS)
        .select_from(WITH_USER)
        .where(imports_visible(caller))
        .order_by(imports.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(imports.c.id < before)
    return [dict(**row) for row in (await connection.execute(query)).mappings()]


async def find_waiting(connection: AsyncConnection) -> int | None:
    """The import whose turn it is, those that were begun first."""
    query = (
        select(imports.c.id)
        .where(imports.c.state.in_(sorted(WORKING)))
        .order_by(imports.c.queued_at, imports.c.id)
        .limit(1)
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def insert_import(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store an import; its id."""
    row = await connection.execute(insert(imports).returning(imports.c.id), dict(values))
    import_id: int = row.scalar_one()
    return import_id


async def update_import(
    connection: AsyncConnection, import_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(update(imports).where(imports.c.id == import_id).values(**values))


async def note_progress(
    connection: AsyncConnection, import_id: int, values: Mapping[str, Any]
) -> bool:
    """Store how far it got; whether somebody wants it to stop."""
    query = update(imports).where(imports.c.id == import_id).values(**values)
    stops: bool = (await connection.execute(query.returning(imports.c.cancelling))).scalar_one()
    return stops


async def delete_import(connection: AsyncConnection, import_id: int) -> None:
    """Remove an import with its rows."""
    await delete_rows(connection, import_id)
    await connection.execute(delete(imports).where(imports.c.id == import_id))


async def delete_rows(connection: AsyncConnection, import_id: int) -> None:
    """Forget the rows, to be read anew."""
    await connection.execute(delete(import_rows).where(import_rows.c.import_id == import_id))


async def find_last_number(connection: AsyncConnection, import_id: int) -> int:
    """The number of the last row that was taken over from the file."""
    query = select(func.coalesce(func.max(import_rows.c.number), 0)).where(
        import_rows.c.import_id == import_id
    )
    number: int = (await connection.execute(query)).scalar_one()
    return number


async def find_rows(
    connection: AsyncConnection,
    import_id: int,
    after: int,
    last: int | None,
    limit: int,
    condition: ColumnElement[bool] | None = None,
) -> list[Row]:
    """Rows in the file's order: numbers above `after`, up to `last`."""
    query = (
        select(import_rows)
        .where(import_rows.c.import_id == import_id, import_rows.c.number > after)
        .order_by(import_rows.c.number)
        .limit(limit)
    )
    if last is not None:
        query = query.where(import_rows.c.number <= last)
    if condition is not None:
        query = query.where(condition)
    return [dict(**row) for row in (await connection.execute(query)).mappings()]


def make_filter(wanted: str) -> ColumnElement[bool] | None:
    """The condition of a filter over rows."""
    rows = import_rows.c
    if wanted == "all":
        return None
    if wanted == "refused":
        return rows.result.in_(sorted(REFUSED))
    if wanted == "skipped":
        return rows.undone == "skipped"
    if wanted.upper() in Flag.__members__:
        flag = int(Flag[wanted.upper()])
        return rows.flags.op("&")(flag) != 0
    return rows.result == wanted


async def find_row(connection: AsyncConnection, import_id: int, number: int) -> Row | None:
    """One row."""
    query = select(import_rows).where(
        import_rows.c.import_id == import_id, import_rows.c.number == number
    )
    found = (await connection.execute(query)).mappings().one_or_none()
    return None if found is None else dict(**found)


async def find_written(
    connection: AsyncConnection, import_id: int, below: int, limit: int
) -> list[Row]:
    """Rows above one that changed something and are not undone yet, the last first."""
    rows = import_rows.c
    query = (
        select(rows.id, rows.number, rows.customer_id, rows.at, rows.before)
        .where(
            import_rows.c.import_id == import_id,
            import_rows.c.number < below,
            import_rows.c.at.is_not(None),
            import_rows.c.undone.is_(None),
        )
        .order_by(import_rows.c.number.desc())
        .limit(limit)
    )
    return [dict(**row) for row in (await connection.execute(query)).mappings()]


async def note_undone(connection: AsyncConnection, row_ids: Sequence[int], undone: str) -> None:
    """What undoing made of these rows."""
    query = update(import_rows).where(among_keys(import_rows.c.id, connection.dialect.name))
    await connection.execute(query.values(undone=undone), {KEYS: row_ids})


async def count_written(connection: AsyncConnection, import_id: int) -> int:
    """How many there are of them."""
    query = (
        select(func.count())
        .select_from(import_rows)
        .where(
            import_rows.c.import_id == import_id,
            import_rows.c.at.is_not(None),
            import_rows.c.undone.is_(None),
        )
    )
    return (await connection.execute(query)).scalar_one()


async def find_same(
    connection: AsyncConnection, import_id: int, identity: int, before: int
) -> int | None:
    """The first row above that is matched by the same."""
    query = select(func.min(import_rows.c.number)).where(
        import_rows.c.import_id == import_id,
        import_rows.c.identity == identity,
        import_rows.c.number < before,
    )
    number: int | None = (await connection.execute(query)).scalar_one()
    return number


async def find_alike(
    connection: AsyncConnection,
    import_id: int,
    identities: Iterable[int],
    after: int,
    last: int | None,
    limit: int,
) -> list[Row]:
    """The rows below one that are matched by one of these."""
    alike = import_rows.c.identity.in_(sorted(identities))
    return await find_rows(connection, import_id, after, last, limit, alike)


async def count_results(
    connection: AsyncConnection, import_id: int, first: int, last: int | None
) -> dict[str, int]:
    """Rows by result and flag, within the range."""
    rows = import_rows.c
    where = [rows.import_id == import_id, rows.number >= first, rows.result.is_not(None)]
    if last is not None:
        where.append(rows.number <= last)
    counts: dict[str, int] = {}
    found = await connection.execute(
        select(rows.result, rows.flags, func.count().label("n"))
        .where(*where)
        .group_by(rows.result, rows.flags)
    )
    for result, flags, many in found:
        for name in (result, *name_flags(Flag(flags))):
            counts[name] = counts.get(name, 0) + many
    return counts


@cache
def name_flags(flags: Flag) -> list[str]:
    """The names by which flags are counted."""
    return [one.name.lower() for one in Flag if one in flags and one.name]


async def find_mapping(
    connection: AsyncConnection, user_id: int, header_key: str
) -> Mapping[str, Any] | None:
    """What this user last chose for a file with these headers."""
    query = select(import_mappings.c.mapping).where(
        import_mappings.c.user_id == user_id, import_mappings.c.header_key == header_key
    )
    found: Mapping[str, Any] | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def save_mapping(
    connection: AsyncConnection,
    user_id: int,
    header_key: str,
    mapping: Mapping[str, Any],
    now: datetime,
) -> None:
    """Remember it for the next file."""
    row = {"user_id": user_id, "header_key": header_key, "mapping": dict(mapping), "at": now}
    await put_row(connection, import_mappings, row)


async def find_made(connection: AsyncConnection, import_id: int) -> Iterable[int]:
    """The customers that an interrupted import has created so far."""
    query = select(import_rows.c.customer_id).where(
        import_rows.c.import_id == import_id,
        import_rows.c.result == "new",
        import_rows.c.at.is_not(None),
    )
    return (await connection.execute(query)).scalars()
