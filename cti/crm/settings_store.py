"""What an admin set for the directory: one JSON value by name."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import directory_settings
from cti.upsert import put_row


async def read_setting(connection: AsyncConnection, name: str, *, lock: bool = False) -> object:
    """The value, None when it was never set."""
    query = select(directory_settings.c.value).where(directory_settings.c.name == name)
    row = await connection.execute(query.with_for_update() if lock else query)
    found: object = row.scalar_one_or_none()
    return found


async def write_setting(connection: AsyncConnection, name: str, value: object) -> None:
    """Set it. Of two at once the later one counts."""
    await put_row(connection, directory_settings, {"name": name, "value": value})
