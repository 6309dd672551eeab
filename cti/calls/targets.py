"""Whom a click is to call: a stored phone, or a number that was typed."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.calls.errors import ContactNotFoundError, NumberMissingError, PhoneNotFoundError
from cti.calls.shapes import PlaceCall
from cti.crm.shapes import ContactMatch
from cti.phones import parse
from cti.schema import contacts, customers, phones, users
from cti.shapes import Person


class Target(NamedTuple):
    """A number to call, and whose it is if that is known."""

    typed: str
    e164: str | None
    contact_id: int | None


async def find_target(
    connection: AsyncConnection, caller: Caller, form: PlaceCall, region: str
) -> Target:
    """What the form names. Raises NumberMissingError, PhoneNotFoundError."""
    if (form.phone_id is None) == (not form.number):
        raise NumberMissingError
    if form.phone_id is None:
        number = parse(form.number or "", region)
        return Target(form.number or "", number.e164, None)
    query = (
        sa.select(phones.c.typed, phones.c.e164, phones.c.contact_id)
        .join(contacts, contacts.c.id == phones.c.contact_id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(
            phones.c.id == form.phone_id,
            contacts.c.deleted_at.is_(None),
            customers_visible(caller),
        )
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise PhoneNotFoundError(id=form.phone_id)
    return Target(row.typed, row.e164, row.contact_id)


async def find_visible_contact(
    connection: AsyncConnection, caller: Caller, contact_id: int
) -> ContactMatch:
    """A contact that the caller may choose. Raises ContactNotFoundError."""
    query = (
        sa.select(
            contacts.c.id,
            contacts.c.customer_id,
            contacts.c.name,
            contacts.c.title,
            customers.c.name.label("customer"),
            customers.c.kind,
            users.c.id.label("owner_id"),
            users.c.name.label("owner_name"),
            users.c.extension,
            users.c.role,
        )
        .join(customers, customers.c.id == contacts.c.customer_id)
        .outerjoin(users, users.c.id == customers.c.owner_id)
        .where(
            contacts.c.id == contact_id,
            contacts.c.deleted_at.is_(None),
            customers_visible(caller),
        )
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise ContactNotFoundError(id=contact_id)
    owner = None
    if row.owner_id is not None:
        owner = Person(id=row.owner_id, name=row.owner_name, extension=row.extension, role=row.role)
    return ContactMatch(
        contact_id=row.id,
        customer_id=row.customer_id,
        name=row.name,
        customer=row.customer,
        customer_kind=row.kind,
        title=row.title,
        owner=owner,
    )
