"""The first appointment with a new customer, made by itself in the creation's unit (R201)."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.bus import Bus
from cti.crm.automation.rules import make_title, plan_first
from cti.crm.automation.settings import read_automation
from cti.crm.automation.shapes import Automation
from cti.crm.due import plan_reminder
from cti.crm.invitations.ordering import InvitationOrders
from cti.crm.reminding import ReminderPlanned
from cti.db import Unit
from cti.schema import appointment_users, appointments, customer_log, customers

MADE = "appointment.automatic"
REMIND_MINUTES = 60


class NewCustomer(NamedTuple):
    """A customer who has just been created; nobody's when there is no owner."""

    id: int
    name: str
    owner_id: int | None


class FollowUps:
    """Makes the appointments. `zone` is that of the working days."""

    def __init__(self, bus: Bus, zone: ZoneInfo) -> None:
        self._bus = bus
        self._zone = zone
        self._orders = InvitationOrders(bus)

    async def arrange(self, unit: Unit, made: NewCustomer, now: datetime) -> int:
        """One for the owner, if the admin wants that; how many there are now.

        Made by nobody (`created_by` is null). Nobody's customer gets none: who would hold it?
        """
        wanted = await read_automation(unit.connection)
        if not wanted.makes_appointment:
            return 0
        return await self._arrange(unit, wanted, [made], now)

    async def arrange_imported(self, unit: Unit, customer_ids: Sequence[int], now: datetime) -> int:
        """The same for customers that a file brought, if the admin wants that too."""
        wanted = await read_automation(unit.connection)
        if not (wanted.makes_appointment and wanted.with_imports and customer_ids):
            return 0
        # A row may have brought a contact of a customer who was there before.
        rows = await unit.connection.execute(
            select(customers.c.id, customers.c.name, customers.c.owner_id).where(
                customers.c.id.in_(customer_ids), customers.c.created_at == now
            )
        )
        return await self._arrange(unit, wanted, [NewCustomer(*row) for row in rows], now)

    async def _arrange(
        self, unit: Unit, wanted: Automation, made: Sequence[NewCustomer], now: datetime
    ) -> int:
        owned = [one for one in made if one.owner_id is not None]
        if not owned:
            return 0
        at = time.fromisoformat(wanted.at)
        starts_at = plan_first(now, self._zone, wanted.after_days, at, wanted.workdays)
        common: dict[str, Any] = {
            "kind": "appointment",
            "starts_at": starts_at,
            "remind_minutes": REMIND_MINUTES,
            "remind_at": plan_reminder(starts_at, REMIND_MINUTES, now),
            "created_at": now,
            "updated_at": now,
        }
        rows = [
            {**common, "customer_id": one.id, "title": make_title(wanted.title, one.name)}
            for one in owned
        ]
        ids = await _insert(unit.connection, rows, {one.id: one.owner_id for one in owned})
        await _log(unit.connection, rows, now)
        if wanted.tells_of_first:
            for row in rows:
                told = {**row, "id": ids[row["customer_id"]], "contact_id": None}
                await self._orders.invite(unit, told, None, now)
        if (remind_at := common["remind_at"]) is not None:
            planned = ReminderPlanned(remind_at)
            unit.after_commit(lambda: self._bus.publish(planned))
        return len(rows)


async def _insert(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], owners: dict[int, int | None]
) -> dict[int, int]:
    """Store them with their owners as who takes part; customer → appointment."""
    stored = await connection.execute(
        insert(appointments).returning(appointments.c.id, appointments.c.customer_id), rows
    )
    ids = {row.customer_id: row.id for row in stored}
    await connection.execute(
        insert(appointment_users),
        [{"appointment_id": ids[one], "user_id": owner} for one, owner in owners.items()],
    )
    return ids


async def _log(connection: AsyncConnection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    await connection.execute(
        insert(customer_log),
        [
            {
                "customer_id": row["customer_id"],
                "at": now,
                "action": MADE,
                "detail": {
                    "appointment": [None, row["title"]],
                    "starts_at": [None, row["starts_at"].isoformat()],
                },
            }
            for row in rows
        ],
    )
