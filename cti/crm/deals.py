"""What opportunities and tickets share: they hang on a customer and on one of its contacts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_editable
from cti.crm.errors import ContactNotFoundError
from cti.schema import contacts, customers
from cti.text import clean, clean_line


def can_edit(caller: Caller) -> ColumnElement[Any]:
    """Whether the caller may change what hangs on the customer of the row."""
    return func.coalesce(customers_editable(caller), false()).label("can_edit")


async def find_contact_of(
    connection: AsyncConnection, customer_id: int, contact_id: int | None
) -> RowMapping | None:
    """The contact of the customer with this id; for None the primary one, which may lack.

    Raises ContactNotFoundError when the id is of somebody else's contact, or of none.
    """
    query = select(contacts.c.id, contacts.c.name).where(
        contacts.c.customer_id == customer_id, contacts.c.deleted_at.is_(None)
    )
    if contact_id is None:
        query = query.where(contacts.c.is_primary)
    else:
        query = query.where(contacts.c.id == contact_id)
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None and contact_id is not None:
        raise ContactNotFoundError(id=contact_id)
    return row


def where_owner(caller: Caller, owner: str) -> list[ColumnElement[bool]]:
    """Of which customers: all, mine, or those without an owner."""
    if owner == "mine":
        return [customers.c.owner_id == caller.user_id]
    return [customers.c.owner_id.is_(None)] if owner == "none" else []


def clean_texts(values: Mapping[str, Any], lines: Mapping[str, int]) -> dict[str, Any]:
    """Texts as they are stored: `lines` are one line each, and how long it may be."""
    cleaned: dict[str, Any] = dict(values)
    for name, value in values.items():
        if isinstance(value, str):
            text = clean_line(value)[: lines[name]] if name in lines else clean(value)
            cleaned[name] = text or None
    return cleaned
