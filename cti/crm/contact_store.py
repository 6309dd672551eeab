"""Contacts and their phones in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.schema import contacts, customers, phones

Row = dict[str, Any]


async def find_customer_of(
    connection: AsyncConnection, caller: Caller, contact_id: int
) -> int | None:
    """Whose contact it is, if the caller may see that customer."""
    row = await connection.execute(
        select(contacts.c.customer_id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(
            contacts.c.id == contact_id,
            contacts.c.deleted_at.is_(None),
            customers_visible(caller),
        )
    )
    return row.scalar_one_or_none()


async def find_contact(connection: AsyncConnection, contact_id: int) -> Row | None:
    """A contact that is not deleted. Visibility is the caller's to have asked."""
    row = await connection.execute(
        select(contacts).where(contacts.c.id == contact_id, contacts.c.deleted_at.is_(None))
    )
    found = row.mappings().one_or_none()
    return None if found is None else dict(**found)


async def find_contacts(connection: AsyncConnection, customer_id: int) -> list[Row]:
    """The customer's contacts, the primary one first."""
    rows = await connection.execute(
        select(contacts)
        .where(contacts.c.customer_id == customer_id, contacts.c.deleted_at.is_(None))
        .order_by(contacts.c.is_primary.desc(), contacts.c.id)
    )
    return [dict(**row) for row in rows.mappings()]


async def find_phones(
    connection: AsyncConnection, contact_ids: Sequence[int]
) -> dict[int, list[Row]]:
    """The phones of several contacts in their order, by contact."""
    found: dict[int, list[Row]] = {contact_id: [] for contact_id in contact_ids}
    if contact_ids:
        rows = await connection.execute(
            select(phones)
            .where(phones.c.contact_id.in_(contact_ids))
            .order_by(phones.c.contact_id, phones.c.position, phones.c.id)
        )
        for row in rows.mappings():
            found[row["contact_id"]].append(dict(**row))
    return found


async def count_contacts(connection: AsyncConnection, customer_id: int) -> int:
    """How many contacts the customer has."""
    row = await connection.execute(
        select(func.count())
        .select_from(contacts)
        .where(contacts.c.customer_id == customer_id, contacts.c.deleted_at.is_(None))
    )
    return row.scalar_one()


async def insert_contact(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a contact; its id."""
    row = await connection.execute(insert(contacts).returning(contacts.c.id), dict(values))
    contact_id: int = row.scalar_one()
    return contact_id


async def update_contact(
    connection: AsyncConnection, contact_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    newer = {"version": contacts.c.version + 1, **values}
    await connection.execute(update(contacts).where(contacts.c.id == contact_id).values(**newer))


async def make_primary(connection: AsyncConnection, customer_id: int, contact_id: int) -> None:
    """Move the star: off the one that has it first, for the index allows one at a time."""
    mine = contacts.c.customer_id == customer_id
    await connection.execute(
        update(contacts).where(mine, contacts.c.is_primary).values(is_primary=False)
    )
    await update_contact(connection, contact_id, {"is_primary": True})


async def mark_contact_deleted(connection: AsyncConnection, contact_id: int, now: datetime) -> None:
    """Hide a contact; its calls and notes keep pointing at it."""
    await update_contact(
        connection, contact_id, {"is_primary": False, "deleted_at": now, "updated_at": now}
    )


async def find_oldest_contact(connection: AsyncConnection, customer_id: int) -> int | None:
    """The contact that was there first."""
    row = await connection.execute(
        select(contacts.c.id)
        .where(contacts.c.customer_id == customer_id, contacts.c.deleted_at.is_(None))
        .order_by(contacts.c.id)
        .limit(1)
    )
    return row.scalar_one_or_none()


async def save_phones(
    connection: AsyncConnection,
    contact_id: int,
    wanted: Sequence[Mapping[str, Any]],
) -> None:
    """Make `wanted` the contact's phones, in this order.

    Rows that have an `id` are kept and changed, those without are new, all others go.
    """
    kept = [row["id"] for row in wanted if row["id"] is not None]
    mine = phones.c.contact_id == contact_id
    await connection.execute(delete(phones).where(mine, phones.c.id.not_in(kept)))
    for position, row in enumerate(wanted):
        values = {name: value for name, value in row.items() if name != "id"}
        values |= {"contact_id": contact_id, "position": position}
        if row["id"] is None:
            await connection.execute(insert(phones), values)
        else:
            await connection.execute(
                update(phones).where(mine, phones.c.id == row["id"]).values(**values)
            )
