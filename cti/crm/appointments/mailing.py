"""When a customer is told of an appointment by e-mail: asked for with it, or by setting."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm.appointments.errors import AppointmentNoEmailError
from cti.crm.automation.settings import read_automation
from cti.crm.invitations.ordering import InvitationOrders
from cti.crm.invitations.store import find_invited
from cti.db import Unit

KNOWN = frozenset({"title", "place", "starts_at", "ends_at", "contact_id"})
"""What the customer was told of; the rest is ours to know."""


class CustomerMails:
    """Orders mails within the unit of the change. Meetings that were held are told to nobody."""

    def __init__(self, bus: Bus) -> None:
        self._orders = InvitationOrders(bus)

    async def tell_made(
        self,
        unit: Unit,
        caller: Caller,
        appointment: Mapping[str, Any],
        now: datetime,
        *,
        asked: bool | None,
    ) -> None:
        """Of a new one; `asked` None: as the admin set it. Raises AppointmentNoEmailError."""
        tells = asked
        if asked is None:
            tells = (await read_automation(unit.connection)).tells_customer
        if not tells:
            return
        told = await self._orders.invite(unit, appointment, caller.user_id, now)
        if told is None and asked:
            raise AppointmentNoEmailError

    async def tell_changed(
        self,
        unit: Unit,
        caller: Caller,
        appointment: Mapping[str, Any],
        changed: Collection[str],
        now: datetime,
        *,
        asked: bool | None,
    ) -> None:
        """Of a change; `asked` None: if they were told before. Raises AppointmentNoEmailError.

        Who is no longer met is told that it is cancelled. What is past is told to nobody.
        """
        is_ahead = appointment["kind"] == "appointment" and appointment["starts_at"] > now
        if asked is False or not is_ahead:
            return
        invited = await find_invited(unit.connection, [appointment["id"]])
        if (invited and KNOWN.isdisjoint(changed)) or not (invited or asked):
            return
        told = await self._orders.invite(unit, appointment, caller.user_id, now)
        if told is None and asked:
            raise AppointmentNoEmailError
        if told is None and "contact_id" in changed:
            await self._orders.withdraw(unit, appointment, caller.user_id, now)

    async def tell_cancelled(
        self, unit: Unit, caller: Caller, appointment: Mapping[str, Any], now: datetime
    ) -> None:
        """That it does not take place, to who was invited."""
        if appointment["starts_at"] > now:
            await self._orders.withdraw(unit, appointment, caller.user_id, now)
