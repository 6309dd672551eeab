"""Invitations of customers to appointments, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.invitations.event import Person, is_address
from cti.crm.keyed import KEYS, among_keys
from cti.schema import (
    appointment_invitations,
    appointment_users,
    appointments,
    contacts,
    customers,
    users,
)

this = appointment_invitations.c

INVITED, CANCELLED = "invited", "cancelled"


async def find_addressee(
    connection: AsyncConnection, customer_id: int, contact_id: int | None
) -> Person | None:
    """Who of the customer is written to, at an address that a mail can be sent to.

    The contact who is met; of none, the primary contact, else the customer itself. A contact who
    is met and has no address is not passed over for another one.
    """
    which = contacts.c.is_primary if contact_id is None else contacts.c.id == contact_id
    rows = await connection.execute(
        select(contacts.c.name, contacts.c.email).where(
            contacts.c.customer_id == customer_id, contacts.c.deleted_at.is_(None), which
        )
    )
    found = [(row.name, row.email) for row in rows]
    if contact_id is None:
        rows = await connection.execute(
            select(customers.c.name, customers.c.email).where(customers.c.id == customer_id)
        )
        found += [(row.name, row.email) for row in rows]
    return next((Person(name, email) for name, email in found if is_address(email)), None)


async def list_of(
    connection: AsyncConnection, appointment_ids: Collection[int]
) -> Sequence[RowMapping]:
    """Those of some appointments."""
    rows = await connection.execute(
        select(appointment_invitations)
        .where(this.appointment_id.in_(appointment_ids))
        .order_by(this.id)
    )
    return rows.mappings().all()


async def find_invited(
    connection: AsyncConnection, appointment_ids: Collection[int]
) -> dict[int, RowMapping]:
    """The invitation that stands, of each appointment that has one."""
    rows = await list_of(connection, appointment_ids)
    return {row["appointment_id"]: row for row in rows if row["state"] == INVITED}


async def list_ahead(
    connection: AsyncConnection, customer_ids: Collection[int], now: datetime
) -> Sequence[RowMapping]:
    """Those that stand, to what is ahead with these customers, each with its appointment's title.

    Some hundred customers at once; their appointments' `customer_id` is told with each.
    """
    rows = await connection.execute(
        select(appointment_invitations, appointments.c.customer_id, appointments.c.title)
        .join(appointments, appointments.c.id == this.appointment_id)
        .where(
            among_keys(appointments.c.customer_id, connection.dialect.name),
            appointments.c.starts_at > now,
            this.state == INVITED,
        )
        .order_by(this.id),
        {KEYS: sorted(customer_ids)},
    )
    return rows.mappings().all()


async def insert_invitation(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Store one."""
    await connection.execute(insert(appointment_invitations), values)


async def update_invitation(
    connection: AsyncConnection, invitation_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(
        update(appointment_invitations).where(this.id == invitation_id).values(**values)
    )


async def find_due(connection: AsyncConnection, limit: int) -> Sequence[RowMapping]:
    """Those whose mail waits to be written, with their appointments and who arranged them.

    Of an appointment that was made by itself, that is who takes part.
    """
    first = (
        select(appointment_users.c.user_id)
        .where(appointment_users.c.appointment_id == appointments.c.id)
        .order_by(appointment_users.c.user_id)
        .limit(1)
        .correlate(appointments)
        .scalar_subquery()
    )
    organizer = or_(
        users.c.id == appointments.c.created_by,
        appointments.c.created_by.is_(None) & (users.c.id == first),
    )
    rows = await connection.execute(
        select(
            appointment_invitations,
            appointments.c.title,
            appointments.c.place,
            appointments.c.starts_at,
            appointments.c.ends_at,
            users.c.id.label("organizer_id"),
            users.c.name.label("organizer"),
            users.c.email.label("organizer_email"),
        )
        .select_from(
            appointment_invitations.join(
                appointments, appointments.c.id == this.appointment_id
            ).outerjoin(users, organizer)
        )
        .where(this.due_at.is_not(None))
        .order_by(this.due_at, this.id)
        .limit(limit)
    )
    return rows.mappings().all()


async def mark_sent(
    connection: AsyncConnection, invitation_id: int, sequence: int, now: datetime
) -> None:
    """Its mail is with the mailer, unless another one has become due meanwhile."""
    await _settle(connection, invitation_id, sequence, {"due_at": None, "sent_at": now})


async def give_up(connection: AsyncConnection, invitation_id: int, sequence: int) -> None:
    """Its mail will never be written."""
    await _settle(connection, invitation_id, sequence, {"due_at": None})


async def _settle(
    connection: AsyncConnection, invitation_id: int, sequence: int, values: Mapping[str, Any]
) -> None:
    which = (this.id == invitation_id, this.sequence == sequence)
    await connection.execute(update(appointment_invitations).where(*which).values(**values))
