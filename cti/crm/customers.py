"""Use cases on customers: create, change, claim, delete."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller, Right
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store
from cti.crm.assigning import change_referrer, change_supporters, name_owner, name_users
from cti.crm.automation.following import FollowUps, NewCustomer
from cti.crm.companies.links import resolve_company, wants_new_company
from cti.crm.companies.release import unlink_contacts
from cti.crm.contacts import list_e164, store_contact
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.keys import Candidate, make_stored_keys
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.editing import lock_customer, tell
from cti.crm.errors import (
    BirthdayAheadError,
    ClaimedError,
    CustomerNotFoundError,
    NotAssignableError,
    VersionConflictError,
)
from cti.crm.fields.store import check_contact, check_customer, save_custom
from cti.crm.invitations.ordering import InvitationOrders
from cti.crm.opportunities.making import open_opportunity
from cti.crm.profile import (
    PROFILE_FIELDS,
    check_customer_values,
    name_fields,
    resolve_referrer,
    tell_changes,
)
from cti.crm.reading import Reading
from cti.crm.rules import UNSET, choose_owner, diff, name_both
from cti.crm.shapes import ContactForm, Customer, CustomerChange, CustomerForm
from cti.crm.values import CUSTOMER_FIELDS, take_fields
from cti.db import Database, Unit
from cti.text import make_key


class Customers:
    """The customer directory (R001): every customer from every source."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        reading: Reading,
        duplicates: DuplicateCheck,
        region: str,
        follow_ups: FollowUps,
        zone: ZoneInfo,
    ) -> None:
        self._duplicates = duplicates
        self._follow_ups = follow_ups
        self._mails = InvitationOrders(bus)
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading
        self._region = region
        self._zone = zone

    async def create(self, caller: Caller, form: CustomerForm) -> Customer:
        """Create a customer and its first contact (R002–R006, R009), or several (R020).

        The answer's `warnings` are what it duplicates. Raises NameMissingError, OwnerFixedError,
        UserUnknownError, CodeTakenError, FieldsRequiredError, FieldValueError, ValueUnknownError,
        ReferrerUnknownError, DuplicateError, DuplicateSuspectedError, BirthdayAheadError.
        """
        now = self._clock()
        name, person = name_both(form.name, None if form.contact is None else form.contact.name)
        wanted = form.owner_id if "owner_id" in form.model_fields_set else UNSET
        owner_id = choose_owner(
            caller.user_id, wanted, free=caller.reaches_others(Right.CUSTOMERS_ASSIGN)
        )
        values = take_fields(form, (*CUSTOMER_FIELDS[1:3], *CUSTOMER_FIELDS[4:], *PROFILE_FIELDS))
        values |= {"kind": form.kind, "stage": form.stage, "name": name, "name_key": make_key(name)}
        values |= {"owner_id": owner_id, "created_by": caller.user_id}
        values |= make_stored_keys(values, self._region)
        self._check_birthday(values, now)
        people = [ContactForm(name=person, **_get_contact_fields(form))]
        people += [ContactForm(**one.model_dump(exclude_unset=True)) for one in form.more_contacts]
        async with self._duplicates.disclosing(caller), self._db.write() as unit:
            names = await name_users(
                unit, set(form.supporter_ids) | ({owner_id} if owner_id else set())
            )
            await self._check_new(unit, caller, form, values, people)
            warnings = await self._duplicates.check(
                unit,
                caller,
                _make_candidate(values, people, self._region),
                confirmed=form.confirm_duplicates,
            )
            customer_id = await store.insert_customer(
                unit.connection, {**values, "created_at": now, "updated_at": now}
            )
            await store.replace_supporters(unit.connection, customer_id, set(form.supporter_ids))
            detail = {field: [None, values[field]] for field in ("name", "kind")}
            detail["owner"] = [None, names.get(owner_id or 0)]
            detail |= await save_custom(
                unit.connection, customer_id, form.custom or {}, is_new=True
            )
            await store.append_log(
                unit.connection, customer_id, caller.user_id, now, "customer.created", detail
            )
            customer = {"id": customer_id, "kind": form.kind, "owner_id": owner_id}
            for at, one in enumerate(people):
                company = await resolve_company(unit.connection, caller, one, customer, now)
                await store_contact(
                    unit, caller, customer_id, one, now, self._region,
                    is_primary=at == 0, more=company,
                )  # fmt: skip
            if form.create_opportunity:
                await open_opportunity(unit, caller, customer_id, None, {"name": name}, now)
            await self._follow_ups.arrange(unit, NewCustomer(customer_id, name, owner_id), now)
            tell(unit, self._bus, customer_id)
        made = await self._reading.get_changed(caller, customer_id)
        return made.model_copy(update={"warnings": warnings})

    async def change(self, caller: Caller, customer_id: int, form: CustomerChange) -> Customer:
        """Change what was sent, if nobody changed it since `form.version` was read.

        Raises CustomerNotFoundError, NotEditableError, UserUnknownError, CodeTakenError,
        BirthdayAheadError, and VersionConflictError with the customer as it is now.
        """
        try:
            async with self._duplicates.disclosing(caller):
                warnings = await self._change(caller, customer_id, form)
        except VersionConflictError as error:
            current = await self._reading.get(caller, customer_id)
            raise VersionConflictError(current=current.model_dump(mode="json")) from error
        changed = await self._reading.get_changed(caller, customer_id)
        return changed.model_copy(update={"warnings": warnings})

    async def claim(self, caller: Caller, customer_id: int) -> Customer:
        """Become the owner of nobody's customer (R011). Of two at once, one does.

        The other gets ClaimedError with who. Claiming what is one's own already changes nothing.
        Raises CustomerNotFoundError too.
        """
        now, refused = self._clock(), None
        async with self._db.write() as unit:
            if await store.take_unowned(unit.connection, caller, customer_id, now):
                detail = {"owner": [None, caller.name]}
                await store.append_log(
                    unit.connection, customer_id, caller.user_id, now, "customer.claimed", detail
                )
                tell(unit, self._bus, customer_id)
            else:
                refused = await _explain_refusal(unit, caller, customer_id, now)
        if refused is not None:
            raise refused
        return await self._reading.get_changed(caller, customer_id)

    async def delete(self, caller: Caller, customer_id: int) -> None:
        """Hide a customer from every list, search and pop. Its calls and history stay stored.

        Contacts of others that were linked to it as their company lose the link (R074). Who was
        invited to an appointment by e-mail is told that it is cancelled.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await lock_customer(unit, caller, customer_id, may="can_delete")
            values = {"deleted_at": now, "updated_at": now, "version": row["version"] + 1}
            await store.update_customer(unit.connection, customer_id, values)
            await unlink_contacts(unit.connection, [customer_id])
            await self._mails.withdraw_of_deleted(unit, customer_id, caller.user_id, now)
            detail = {"name": [row["name"], None]}
            await store.append_log(
                unit.connection, customer_id, caller.user_id, now, "customer.deleted", detail
            )
            tell(unit, self._bus, customer_id)

    async def _change(
        self, caller: Caller, customer_id: int, form: CustomerChange
    ) -> list[DuplicateMatch]:
        now = self._clock()
        values = take_fields(form, (*CUSTOMER_FIELDS, *PROFILE_FIELDS))
        values |= make_stored_keys(values, self._region)
        async with self._db.write() as unit:
            row = await lock_customer(unit, caller, customer_id)
            if row["version"] != form.version:
                raise VersionConflictError
            changed = diff(dict(**row), name_fields(values))
            self._check_birthday({name: values[name] for name in changed}, now)
            await self._check_change(unit, row, form, values)
            warnings = await self._duplicates.check(
                unit,
                caller,
                _make_candidate({name: values[name] for name in changed}, (), self._region),
                customer_id,
                confirmed=form.confirm_duplicates,
            )
            changed = await tell_changes(unit.connection, changed)
            if "owner_id" in form.model_fields_set and form.owner_id != row["owner_id"]:
                if not row["can_assign"]:
                    raise NotAssignableError(id=customer_id)
                values["owner_id"] = form.owner_id
                changed["owner"] = [row["owner_name"], await name_owner(unit, form.owner_id)]
            if form.supporter_ids is not None:
                changed |= await change_supporters(unit, customer_id, form.supporter_ids)
            if "referrer" in form.model_fields_set:
                changed |= await change_referrer(unit, caller, row, form, values)
            if form.custom:
                changed |= await save_custom(
                    unit.connection, customer_id, form.custom, is_new=False
                )
            if not changed:
                return warnings
            values |= {"updated_at": now, "version": row["version"] + 1}
            await store.update_customer(unit.connection, customer_id, values)
            await store.append_log(
                unit.connection, customer_id, caller.user_id, now, "customer.changed", changed
            )
            tell(unit, self._bus, customer_id)
        return warnings

    def _check_birthday(self, values: Mapping[str, Any], now: datetime) -> None:
        born: date | None = values.get("birthday")
        if born is not None and born > now.astimezone(self._zone).date():
            raise BirthdayAheadError

    async def _check_new(
        self,
        unit: Unit,
        caller: Caller,
        form: CustomerForm,
        values: dict[str, Any],
        people: Sequence[ContactForm],
    ) -> None:
        """Everything required is there, what is picked exists; adds the referrer to `values`."""
        filled = {**values, "referrer": form.referrer}
        await check_customer(unit.connection, form.kind, filled, only_sent=False)
        for one in people:
            person = one.model_dump(exclude={"confirm_duplicates"})
            await check_contact(unit.connection, form.kind, person, only_sent=False)
        await check_customer_values(unit.connection, values)
        values |= await resolve_referrer(unit.connection, caller, form.referrer)

    async def _check_change(
        self, unit: Unit, row: RowMapping, form: CustomerChange, values: Mapping[str, Any]
    ) -> None:
        filled = dict(values)
        if "referrer" in form.model_fields_set:
            filled["referrer"] = form.referrer
        kind = values.get("kind", row["kind"])
        await check_customer(unit.connection, kind, filled, only_sent=True)
        await check_customer_values(unit.connection, values)


def _make_candidate(
    values: Mapping[str, Any], people: Sequence[ContactForm], region: str
) -> Candidate:
    """What of a form is compared with others; of an edit, only what it changes."""
    names = ("name", "code", "fax", "tax_code", "office_address", "description", "birthday")
    return Candidate(
        **{name: values.get(name) for name in names},
        emails=(values.get("email"), *(one.email for one in people)),
        phones=tuple(number for one in people for number in list_e164(one.phones, region)),
        company=wants_new_company(people[0]) if people else None,
    )


def _get_contact_fields(form: CustomerForm) -> dict[str, Any]:
    """What was typed of the first contact, but its name."""
    return {} if form.contact is None else form.contact.model_dump(exclude={"name"})


async def _explain_refusal(
    unit: Unit, caller: Caller, customer_id: int, now: datetime
) -> ClaimedError | None:
    """Why a claim changed nothing; None when it is the caller's already.

    Who may not see the customer any more hears whose it is as by a lookup, which is on record
    (R148, X14); without the right to look up, no more than of one that never was.
    """
    seen = await store.find_customer(unit.connection, caller, customer_id)
    row = seen or await store.find_any_customer(unit.connection, customer_id)
    if row is None or row["owner_id"] is None:  # gone, or nobody's and not for them to see
        raise CustomerNotFoundError(id=customer_id)
    if row["owner_id"] == caller.user_id:
        return None
    if seen is None:
        if Right.CUSTOMERS_LOOKUP not in caller.rights:
            raise CustomerNotFoundError(id=customer_id)
        subject, detail = f"customer/{customer_id}", {"not_theirs": [customer_id]}
        await record_audit(
            unit.connection, caller, "customer.claim_refused", subject, detail, at=now
        )
    return ClaimedError(id=customer_id, owner={"id": row["owner_id"], "name": row["owner_name"]})
