"""Ids for new rows, and many rows changed at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection


async def take_ids(connection: AsyncConnection, table: Table, count: int) -> list[int]:
    """Ids for so many new rows, in this transaction nobody else's."""
    if count == 0:
        return []
    if connection.dialect.name == "sqlite":
        last = select(func.coalesce(func.max(table.c.id), 0))
        start = (await connection.execute(last)).scalar_one()
        return list(range(start + 1, start + count + 1))
    rows = await connection.execute(
        text(
            "WITH found AS MATERIALIZED (SELECT pg_get_serial_sequence(:name, 'id') AS name) "
            "SELECT nextval(found.name) FROM found, generate_series(1, :count)"
        ),
        {"name": table.name, "count": count},
    )
    return sorted(rows.scalars())


async def update_rows(
    connection: AsyncConnection,
    table: Table,
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    always: Mapping[str, Any] | None = None,
) -> None:
    """Set columns of rows by their ids; one statement for each set of columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in rows:
        columns = tuple(sorted(values))
        by_columns.setdefault(columns, []).append({"row_id_": row_id, **values})
    for columns, group in by_columns.items():
        if not columns and not always:
            continue
        statement = (
            update(table)
            .where(table.c.id == bindparam("row_id_"))
            .values({name: bindparam(name) for name in columns} | dict(always or {}))
        )
        await connection.execute(statement, group)
