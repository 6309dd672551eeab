"""What becomes of its contacts when a company goes: they survive without it (R074)."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import contacts


async def unlink_contacts(connection: AsyncConnection, company_id: int) -> None:
    """Contacts of other customers that were linked to the company have none now."""
    await connection.execute(
        update(contacts).where(contacts.c.company_id == company_id).values(company_id=None)
    )
