"""Writing a row that may be there already, on both databases alike."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection


async def put_row(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert it, or give the row with its primary key these values; other columns stay.

    Of two at once none fails, and the later one counts: to delete and insert instead is refused
    by PostgreSQL to the second of two who find nothing to delete.
    """
    build = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = build(table).values(**row)
    keys = [column.name for column in table.primary_key]
    values = {name: statement.excluded[name] for name in row if name not in keys}
    if values:
        await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    else:
        await connection.execute(statement.on_conflict_do_nothing(index_elements=keys))
