"""Use cases on the people in a customer: exactly one of them is the primary contact (R050)."""

from datetime import datetime
from typing import Any

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store, store
from cti.crm.editing import lock_contact, lock_customer, tell
from cti.crm.errors import ContactNotFoundError, LastContactError
from cti.crm.reading import Reading
from cti.crm.rules import diff
from cti.crm.shapes import Contact, ContactChange, ContactForm
from cti.crm.values import CONTACT_FIELDS, make_phones, show_phones, take_fields
from cti.db import Database, Unit


class Contacts:
    """Adds, changes and removes contacts; each step is a line of the customer's history (R051)."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, reading: Reading, region: str) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading
        self._region = region

    async def add(self, caller: Caller, customer_id: int, form: ContactForm) -> Contact:
        """Add a person, or another number of the same one (R005)."""
        now = self._clock()
        async with self._db.write() as unit:
            await lock_customer(unit, caller, customer_id)
            there = await contact_store.count_contacts(unit.connection, customer_id)
            contact_id = await store_contact(
                unit, caller, customer_id, form, now, self._region, is_primary=there == 0
            )
            await store.update_customer(unit.connection, customer_id, {"updated_at": now})
            tell(unit, self._bus, customer_id)
        return await self._read(caller, contact_id)

    async def change(self, caller: Caller, contact_id: int, form: ContactChange) -> Contact:
        """Change what was sent. Raises ContactNotFoundError, NotEditableError."""
        now = self._clock()
        values = take_fields(form, CONTACT_FIELDS)
        async with self._db.write() as unit:
            contact, _ = await lock_contact(unit, caller, contact_id)
            fields = {name: value for name, value in values.items() if name != "name_key"}
            changed = diff(contact, fields) | await self._change_phones(unit, contact_id, form)
            if changed:
                values["updated_at"] = now
                await contact_store.update_contact(unit.connection, contact_id, values)
                changed["contact"] = [contact["name"], values.get("name", contact["name"])]
                await self._finish(unit, caller, contact, now, "contact.changed", changed)
        return await self._read(caller, contact_id)

    async def delete(self, caller: Caller, contact_id: int) -> None:
        """Remove a contact; was it the primary one, the oldest of the others becomes it.

        Raises LastContactError for the only one there is.
        """
        now = self._clock()
        async with self._db.write() as unit:
            contact, customer = await lock_contact(unit, caller, contact_id)
            if await contact_store.count_contacts(unit.connection, customer["id"]) == 1:
                raise LastContactError(id=contact_id)
            await contact_store.mark_contact_deleted(unit.connection, contact_id, now)
            if contact["is_primary"]:
                heir = await contact_store.find_oldest_contact(unit.connection, customer["id"])
                await contact_store.update_contact(
                    unit.connection, heir or contact_id, {"is_primary": True}
                )
            detail = {"contact": [contact["name"], None]}
            await self._finish(unit, caller, contact, now, "contact.removed", detail)

    async def make_primary(self, caller: Caller, contact_id: int) -> Contact:
        """Give this contact the star."""
        now = self._clock()
        async with self._db.write() as unit:
            contact, customer = await lock_contact(unit, caller, contact_id)
            if not contact["is_primary"]:
                others = await contact_store.find_contacts(unit.connection, customer["id"])
                await contact_store.make_primary(unit.connection, customer["id"], contact_id)
                detail = {"contact": [others[0]["name"], contact["name"]]}
                await self._finish(unit, caller, contact, now, "contact.primary", detail)
        return await self._read(caller, contact_id)

    async def _change_phones(
        self, unit: Unit, contact_id: int, form: ContactChange
    ) -> dict[str, list[object]]:
        if form.phones is None:
            return {}
        stored = (await contact_store.find_phones(unit.connection, [contact_id]))[contact_id]
        wanted = make_phones(form.phones, stored, self._region)
        if [_tell_apart(row) for row in wanted] == [_tell_apart(row) for row in stored]:
            return {}
        await contact_store.save_phones(unit.connection, contact_id, wanted)
        return {"phones": [show_phones(stored), show_phones(wanted)]}

    async def _finish(
        self,
        unit: Unit,
        caller: Caller,
        contact: contact_store.Row,
        now: datetime,
        action: str,
        detail: dict[str, list[object]],
    ) -> None:
        customer_id = contact["customer_id"]
        await store.update_customer(unit.connection, customer_id, {"updated_at": now})
        await store.append_log(unit.connection, customer_id, caller.user_id, now, action, detail)
        tell(unit, self._bus, customer_id)

    async def _read(self, caller: Caller, contact_id: int) -> Contact:
        contact = await self._reading.get_contact(caller, contact_id)
        if contact is None:  # deleted by somebody else since our commit
            raise ContactNotFoundError(id=contact_id)
        return contact


async def store_contact(
    unit: Unit,
    caller: Caller,
    customer_id: int,
    form: ContactForm,
    now: datetime,
    region: str,
    *,
    is_primary: bool,
) -> int:
    """Store a new contact with its phones and log it; its id. The form must have a name."""
    values = take_fields(form, CONTACT_FIELDS)
    phones = make_phones(form.phones, [], region)
    row: dict[str, Any] = {
        **values,
        "customer_id": customer_id,
        "is_primary": is_primary,
        "created_at": now,
        "updated_at": now,
    }
    contact_id = await contact_store.insert_contact(unit.connection, row)
    await contact_store.save_phones(unit.connection, contact_id, phones)
    detail = {
        "contact": [None, values["name"]],
        **{name: [None, values[name]] for name in ("title", "email") if values.get(name)},
        **({"phones": [[], show_phones(phones)]} if phones else {}),
    }
    await store.append_log(
        unit.connection, customer_id, caller.user_id, now, "contact.added", detail
    )
    return contact_id


def _tell_apart(row: contact_store.Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("id", "typed", "label", "is_primary"))
