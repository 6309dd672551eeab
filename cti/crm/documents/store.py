"""Documents in SQL: what they are and whose. They are seen by whoever sees their customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.paging import Key, Order
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import customers, documents

ORDER = Order("documents", Key(documents.c.created_at, "time"), documents.c.id, down=True)


async def find_page(
    connection: AsyncConnection, customer_id: int, cursor: str, limit: int
) -> tuple[Sequence[RowMapping], str | None]:
    """Of a customer that the caller was already seen to see, the newest first."""
    wanted = _select().where(documents.c.customer_id == customer_id)
    return await ORDER.read_page(connection, wanted, cursor, limit)


async def count(connection: AsyncConnection, customer_id: int) -> int:
    """How many a customer has."""
    query = select(func.count()).where(documents.c.customer_id == customer_id)
    return int((await connection.execute(query)).scalar_one())


async def find_one(
    connection: AsyncConnection, caller: Caller, document_id: int
) -> RowMapping | None:
    """One that the caller may see."""
    query = (
        _select()
        .join(customers, customers.c.id == documents.c.customer_id)
        .where(documents.c.id == document_id, customers_visible(caller))
    )
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def insert_document(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id."""
    row = await connection.execute(insert(documents).returning(documents.c.id), dict(values))
    return int(row.scalar_one())


async def delete_document(connection: AsyncConnection, document_id: int) -> bool:
    """Whether it was there."""
    gone = await connection.execute(delete(documents).where(documents.c.id == document_id))
    return gone.rowcount == 1


def _select() -> Select[Any]:
    """Here `owners` is who uploaded it."""
    return select(documents, documents.c.uploaded_by.label("owner_id"), *OWNER_COLUMNS).select_from(
        documents.outerjoin(owners, owners.c.id == documents.c.uploaded_by)
    )
