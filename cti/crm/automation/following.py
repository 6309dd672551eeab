"""The first appointment with a new customer, made by itself in the creation's unit (R201)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.bus import Bus
from cti.crm.automation.rules import make_title, plan_first
from cti.crm.automation.settings import read_automation
from cti.crm.due import plan_reminder
from cti.crm.invitations.ordering import InvitationOrders
from cti.crm.reminding import ReminderPlanned
from cti.db import Unit
from cti.schema import appointment_users, appointments, customer_log

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

    async def arrange(
        self,
        unit: Unit,
        made: Sequence[NewCustomer],
        now: datetime,
        *,
        imported: bool = False,
    ) -> int:
        """One for the owner of each, if the admin wants that; how many there are now.

        Made by nobody (`created_by` is null). Nobody's customer gets none: who would hold it?
        """
        wanted = await read_automation(unit.connection)
        owned = [one for one in made if one.owner_id is not None]
        if not wanted.makes_appointment or (imported and not wanted.with_imports) or not owned:
            return 0
        starts_at = plan_first(now, self._zone, wanted.after_days, wanted.at, wanted.workdays)
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
