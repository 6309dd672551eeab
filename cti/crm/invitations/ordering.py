"""Telling a customer by e-mail of an appointment: what is sent is decided with the change itself.

The mail is written after the commit (cti.crm.invitations.sending), of what the appointment is then:
of several changes at once the customer reads of the last.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.bus import Bus
from cti.crm.invitations import store
from cti.crm.invitations.event import Person
from cti.crm.invitations.store import CANCELLED, INVITED
from cti.crm.invitations.words import What
from cti.crm.store import append_log
from cti.db import Unit
from cti.ids import new_id

MAILED = "appointment.mailed"


@dataclass(frozen=True, slots=True)
class MailsDue:
    """Mails to customers wait to be written."""


class InvitationOrders:
    """Orders mails within the unit that makes, changes or cancels an appointment."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def invite(
        self, unit: Unit, appointment: Mapping[str, Any], user_id: int | None, now: datetime
    ) -> Person | None:
        """Invite who is met, or tell them what has changed; None when they have no address.

        `appointment` has id, customer_id, contact_id and title. Whoever was invited before in their
        place is told that it is cancelled.
        """
        of = await store.list_of(unit.connection, [appointment["id"]])
        to = await store.find_addressee(
            unit.connection, appointment["customer_id"], appointment["contact_id"]
        )
        if to is None:
            return None
        others = [row for row in of if row["email"] != to.email]
        await _cancel(unit.connection, appointment, others, user_id, now)
        before = next((row for row in of if row["email"] == to.email), None)
        ordered = {"name": to.name, "state": INVITED, "user_id": user_id, "due_at": now}
        if before is None:
            ordered |= {
                "appointment_id": appointment["id"],
                "email": to.email,
                "uid": f"{new_id('ev')}@cti",
                "sequence": 0,
            }
            await store.insert_invitation(unit.connection, ordered)
        else:
            ordered["sequence"] = before["sequence"] + 1
            await store.update_invitation(unit.connection, before["id"], ordered)
        known = before is not None and before["state"] == INVITED
        await _tell(
            unit.connection,
            appointment,
            to.email,
            "update" if known else "invitation",
            user_id,
            now,
        )
        self._wake(unit)
        return to

    async def withdraw(
        self, unit: Unit, appointment: Mapping[str, Any], user_id: int | None, now: datetime
    ) -> None:
        """Tell who was invited that it does not take place."""
        of = await store.list_of(unit.connection, [appointment["id"]])
        await _cancel(unit.connection, appointment, of, user_id, now)
        self._wake(unit)

    async def withdraw_of_deleted(
        self, unit: Unit, customer_id: int, user_id: int, now: datetime
    ) -> None:
        """Tell who of a customer that is being deleted was invited: nothing ahead takes place."""
        await withdraw_of_deleted(unit.connection, [customer_id], user_id, now)
        self._wake(unit)

    def _wake(self, unit: Unit) -> None:
        unit.after_commit(lambda: self._bus.publish(MailsDue()))


async def withdraw_of_deleted(
    connection: AsyncConnection, customer_ids: Collection[int], user_id: int, now: datetime
) -> None:
    """The same for some hundred; their mails go when the sender looks next, within a minute."""
    for row in await store.list_ahead(connection, customer_ids, now):
        await _cancel(connection, dict(row), [row], user_id, now)


async def _cancel(
    connection: AsyncConnection,
    appointment: Mapping[str, Any],
    rows: Sequence[RowMapping],
    user_id: int | None,
    now: datetime,
) -> None:
    for row in rows:
        if row["state"] != INVITED:
            continue
        # Who has not been written to yet hears nothing at all.
        heard = row["sent_at"] is not None
        values = {
            "state": CANCELLED,
            "sequence": row["sequence"] + 1,
            "user_id": user_id,
            "due_at": now if heard else None,
        }
        await store.update_invitation(connection, row["id"], values)
        if heard:
            await _tell(connection, appointment, row["email"], "cancellation", user_id, now)


async def _tell(
    connection: AsyncConnection,
    appointment: Mapping[str, Any],
    email: str,
    what: What,
    user_id: int | None,
    now: datetime,
) -> None:
    detail = {
        "appointment": [None, appointment["title"]],
        "mail": [None, what],
        "email": [None, email],
    }
    await append_log(connection, appointment["customer_id"], user_id, now, MAILED, detail)
