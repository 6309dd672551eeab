"""Appointments and meetings in SQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_visible, customers_within
from cti.crm.appointments.shapes import AppointmentView, Invitation
from cti.crm.invitations.store import find_invited
from cti.crm.shapes import CompanyRef
from cti.schema import appointment_users, appointments, contacts, customers, users
from cti.shapes import Person, read_person


def select_appointments(caller: Caller) -> Select[Any]:
    """Of the customers that the caller sees, with names and `can_edit`."""
    may: ColumnElement[bool] = false()
    if Right.CARE_EDIT in caller.rights:
        may = func.coalesce(customers_within(caller, Right.CARE_EDIT), false())
    return (
        select(
            appointments,
            customers.c.name.label("customer_name"),
            contacts.c.name.label("contact_name"),
            users.c.name.label("by_name"),
            users.c.extension.label("by_extension"),
            users.c.role.label("by_role"),
            may.label("can_edit"),
        )
        .select_from(
            appointments.join(customers, customers.c.id == appointments.c.customer_id)
            .outerjoin(contacts, contacts.c.id == appointments.c.contact_id)
            .outerjoin(users, users.c.id == appointments.c.created_by)
        )
        .where(customers_visible(caller))
    )


def is_concerned(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller takes part, or made it."""
    mine = select(appointment_users.c.appointment_id).where(
        appointment_users.c.user_id == caller.user_id
    )
    return or_(appointments.c.created_by == caller.user_id, appointments.c.id.in_(mine))


async def find_appointment(
    connection: AsyncConnection, caller: Caller, appointment_id: int, *, lock: bool = False
) -> RowMapping | None:
    """One, if its customer is seen."""
    query = select_appointments(caller).where(appointments.c.id == appointment_id)
    if lock:
        query = query.with_for_update(of=appointments)
    row: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return row


async def insert_appointment(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id."""
    row = await connection.execute(insert(appointments).returning(appointments.c.id), values)
    appointment_id: int = row.scalar_one()
    return appointment_id


async def update_appointment(
    connection: AsyncConnection, appointment_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(
        update(appointments).where(appointments.c.id == appointment_id).values(**values)
    )


async def replace_participants(
    connection: AsyncConnection, appointment_id: int, user_ids: Iterable[int]
) -> None:
    """Exactly these take part."""
    which = appointment_users.c.appointment_id == appointment_id
    await connection.execute(delete(appointment_users).where(which))
    rows = [{"appointment_id": appointment_id, "user_id": one} for one in user_ids]
    await connection.execute(insert(appointment_users), rows)


async def find_participants(
    connection: AsyncConnection, appointment_ids: Collection[int]
) -> dict[int, list[Person]]:
    """Who takes part in each, by name."""
    rows = await connection.execute(
        select(
            appointment_users.c.appointment_id,
            users.c.id,
            users.c.name,
            users.c.extension,
            users.c.role,
        )
        .join(users, users.c.id == appointment_users.c.user_id)
        .where(appointment_users.c.appointment_id.in_(appointment_ids))
        .order_by(users.c.name, users.c.id)
    )
    found: dict[int, list[Person]] = {}
    for row in rows.mappings():
        person = {name: row[name] for name in ("id", "name", "extension", "role")}
        found.setdefault(row["appointment_id"], []).append(Person(**person))
    return found


async def make_views(
    connection: AsyncConnection, rows: Sequence[RowMapping]
) -> list[AppointmentView]:
    """Rows of `select_appointments` as they are shown."""
    ids = [row["id"] for row in rows]
    people = await find_participants(connection, ids)
    invited = await find_invited(connection, ids)
    return [_make_view(row, people.get(row["id"], []), invited.get(row["id"])) for row in rows]


def _make_view(
    row: RowMapping, participants: list[Person], invited: RowMapping | None
) -> AppointmentView:
    plain = ("id", "version", "kind", "title", "place", "starts_at", "ends_at", "description")
    contact = None
    if row["contact_id"] is not None:
        contact = CompanyRef(id=row["contact_id"], name=row["contact_name"])
    return AppointmentView(
        **{name: row[name] for name in (*plain, "remind_minutes", "created_at")},
        customer=CompanyRef(id=row["customer_id"], name=row["customer_name"]),
        contact=contact,
        participants=participants,
        cancelled=row["cancelled_at"] is not None,
        invitation=invited and Invitation(email=invited["email"], sent_at=invited["sent_at"]),
        by=read_person(row, "created_by", "by"),
        can_edit=bool(row["can_edit"]),
    )
