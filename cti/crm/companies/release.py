"""Contacts that leave a company: when it is deleted they survive without it (R074)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm import store
from cti.crm.hanging import find_of_contact
from cti.crm.keyed import KEYS, among_keys
from cti.schema import contacts


async def unlink_contacts(connection: AsyncConnection, company_ids: Collection[int]) -> None:
    """Contacts of other customers that were linked to the companies have none now."""
    linked = among_keys(contacts.c.company_id, connection.dialect.name)
    await connection.execute(
        update(contacts).where(linked).values(company_id=None, version=contacts.c.version + 1),
        {KEYS: sorted(company_ids)},
    )


async def stand_alone(
    connection: AsyncConnection,
    contact: Mapping[str, Any],
    company: RowMapping,
    user_id: int,
    now: datetime,
    *,
    stage: str,
    linked: bool,
) -> int:
    """Make a contact of a company a customer by itself, with what happened with them; its id.

    It has the company's owner and supporters, so that nobody loses sight of it. With `linked`
    the company stays the contact's. Who gets the company's star is the caller's to say.
    """
    customer_id = await store.insert_customer(
        connection,
        {
            "name": contact["name"],
            "name_key": contact["name_key"],
            "kind": "person",
            "stage": stage,
            "owner_id": company["owner_id"],
            "created_by": user_id,
            "created_at": now,
            "updated_at": now,
        },
    )
    supporters = await store.find_supporters(connection, company["id"])
    await store.replace_supporters(connection, customer_id, {one.id for one in supporters})
    await connection.execute(
        update(contacts)
        .where(contacts.c.id == contact["id"])
        .values(
            customer_id=customer_id,
            is_primary=True,
            company_id=company["id"] if linked else None,
            updated_at=now,
        )
    )
    for table in find_of_contact():
        await connection.execute(
            update(table)
            .where(table.c.contact_id == contact["id"], table.c.customer_id == company["id"])
            .values(customer_id=customer_id)
        )
    detail = {"name": [None, contact["name"]], "company": [company["name"], None]}
    await store.append_log(connection, customer_id, user_id, now, "customer.created", detail)
    return customer_id
