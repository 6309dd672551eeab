"""What an admin set for the directory: one JSON value by name."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import directory_settings


async def read_setting(connection: AsyncConnection, name: str) -> object:
    """The value, None when it was never set."""
    row = await connection.execute(
        select(directory_settings.c.value).where(directory_settings.c.name == name)
    )
    found: object = row.scalar_one_or_none()
    return found


async def write_setting(connection: AsyncConnection, name: str, value: object) -> None:
    """Set it. Of two at once the later one counts."""
    await connection.execute(delete(directory_settings).where(directory_settings.c.name == name))
    await connection.execute(insert(directory_settings), {"name": name, "value": value})
