"""Use cases on the people in a customer: exactly one of them is the primary contact (R050)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store, store
from cti.crm.companies.links import ORGANISATION, resolve_company, wants_new_company
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.keys import Candidate
from cti.crm.editing import lock_contact, lock_customer, tell
from cti.crm.errors import ContactNotFoundError, ContactVersionError, LastContactError
from cti.crm.fields.store import check_contact
from cti.crm.profile import CONTACT_PROFILE_FIELDS, check_contact_values
from cti.crm.reading import Reading
from cti.crm.rules import diff
from cti.crm.shapes import Contact, ContactChange, ContactForm, PhoneForm
from cti.crm.values import CONTACT_FIELDS, make_phones, show_phones, take_fields
from cti.db import Database, Unit
from cti.phones import parse


class Contacts:
    """Adds, changes and removes contacts; each step is a line of the customer's history (R051)."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        reading: Reading,
        duplicates: DuplicateCheck,
        region: str,
    ) -> None:
        self._duplicates = duplicates
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading
        self._region = region

    async def get(self, caller: Caller, contact_id: int) -> Contact:
        """A contact of a customer the caller may see. Raises ContactNotFoundError."""
        async with self._db.read() as connection:
            if await contact_store.find_customer_of(connection, caller, contact_id) is None:
                raise ContactNotFoundError(id=contact_id)
        return await self._read(caller, contact_id)

    async def add(self, caller: Caller, customer_id: int, form: ContactForm) -> Contact:
        """Add a person, or another number of the same one (R005).

        Raises CustomerNotFoundError, NotEditableError, CompanyUnknownError, CompanyFixedError,
        FieldsRequiredError, ValueUnknownError, DuplicateError, DuplicateSuspectedError.
        """
        now = self._clock()
        async with self._duplicates.disclosing(caller), self._db.write() as unit:
            customer = await lock_customer(unit, caller, customer_id)
            person = form.model_dump(exclude={"confirm_duplicates"})
            await check_contact(unit.connection, customer["kind"], person, only_sent=False)
            candidate = Candidate(
                emails=(form.email,),
                phones=tuple(list_e164(form.phones, self._region)),
                company=wants_new_company(form),
            )
            warnings = await self._duplicates.check(
                unit, caller, candidate, customer_id, confirmed=form.confirm_duplicates
            )
            company = await resolve_company(unit.connection, caller, form, customer, now)
            there = await contact_store.count_contacts(unit.connection, customer_id)
            contact_id = await store_contact(
                unit,
                caller,
                customer_id,
                form,
                now,
                self._region,
                is_primary=there == 0,
                more=company,
            )
            await store.update_customer(unit.connection, customer_id, {"updated_at": now})
            tell(unit, self._bus, customer_id)
        made = await self._read(caller, contact_id)
        return made.model_copy(update={"warnings": warnings})

    async def change(self, caller: Caller, contact_id: int, form: ContactChange) -> Contact:
        """Change what was sent. Raises ContactNotFoundError, NotEditableError, and as `add`."""
        now = self._clock()
        values = take_fields(form, (*CONTACT_FIELDS, *CONTACT_PROFILE_FIELDS))
        async with self._duplicates.disclosing(caller), self._db.write() as unit:
            contact, customer = await lock_contact(unit, caller, contact_id)
            if form.version not in (None, contact["version"]):
                raise ContactVersionError(id=contact_id)
            sent = values if form.phones is None else {**values, "phones": form.phones}
            await check_contact(unit.connection, customer["kind"], sent, only_sent=True)
            await check_contact_values(unit.connection, values)
            warnings = await self._duplicates.check(
                unit,
                caller,
                await self._find_new(unit, contact, values, form),
                customer["id"],
                confirmed=form.confirm_duplicates,
            )
            values |= await resolve_company(unit.connection, caller, form, customer, now)
            fields = {name: value for name, value in values.items() if name != "name_key"}
            changed = diff(contact, fields) | await self._change_phones(unit, contact_id, form)
            if changed:
                values["updated_at"] = now
                await contact_store.update_contact(unit.connection, contact_id, values)
                changed["contact"] = [contact["name"], values.get("name", contact["name"])]
                await self._finish(unit, caller, contact, now, "contact.changed", changed)
        made = await self._read(caller, contact_id)
        return made.model_copy(update={"warnings": warnings})

    async def delete(self, caller: Caller, contact_id: int) -> None:
        """Remove a contact; was it the primary one, the oldest of the others becomes it.

        Raises LastContactError for the only one of a person; a company goes on without (R058).
        """
        now = self._clock()
        async with self._db.write() as unit:
            contact, customer = await lock_contact(unit, caller, contact_id)
            there = await contact_store.count_contacts(unit.connection, customer["id"])
            if there == 1 and customer["kind"] != ORGANISATION:
                raise LastContactError(id=contact_id)
            await contact_store.mark_contact_deleted(unit.connection, contact_id, now)
            if contact["is_primary"]:
                heir = await contact_store.find_oldest_contact(unit.connection, customer["id"])
                if heir is not None:
                    await contact_store.update_contact(unit.connection, heir, {"is_primary": True})
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

    async def _find_new(
        self, unit: Unit, contact: contact_store.Row, values: dict[str, Any], form: ContactChange
    ) -> Candidate:
        """What the edit adds: what was there before is no news."""
        email = values.get("email")
        numbers: set[str] = set()
        if form.phones is not None:
            stored = await contact_store.find_phones(unit.connection, [contact["id"]])
            before = {row["e164"] for row in stored[contact["id"]]}
            numbers = set(list_e164(form.phones, self._region)) - before
        return Candidate(
            emails=(email if email != contact["email"] else None,),
            phones=tuple(sorted(numbers)),
            company=wants_new_company(form),
        )

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
    more: Mapping[str, Any] | None = None,
) -> int:
    """Store a new contact with its phones and log it; its id. The form must have a name.

    `more` are columns that were worked out elsewhere. Raises ValueUnknownError.
    """
    values = take_fields(form, (*CONTACT_FIELDS, *CONTACT_PROFILE_FIELDS)) | dict(more or {})
    await check_contact_values(unit.connection, values)
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


def list_e164(forms: Sequence[PhoneForm], region: str) -> list[str]:
    """The numbers of a form that can be compared: those that parse (R125)."""
    numbers = (parse(form.typed, region).e164 for form in forms)
    return [number for number in numbers if number is not None]


def _tell_apart(row: contact_store.Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("id", "typed", "label", "is_primary"))
