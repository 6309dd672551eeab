"""A customer put together as one JSON view: its people, their numbers, its campaigns."""

from collections.abc import Mapping

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller, Right
from cti.crm import contact_store, store
from cti.crm.badges import Badges
from cti.crm.companies.links import ORGANISATION, find_companies
from cti.crm.errors import CustomerNotFoundError
from cti.crm.fields.store import find_custom
from cti.crm.profile import find_referrer
from cti.crm.shapes import CompanyRef, Contact, Customer, Membership, Phone, PhoneReading
from cti.db import Database
from cti.phones import parse


class Reading:
    """Reads customers for those who may see them."""

    def __init__(self, db: Database, badges: Badges) -> None:
        self._db = db
        self._badges = badges

    async def get(self, caller: Caller, customer_id: int) -> Customer:
        """A customer the caller may see. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_customer(connection, caller, customer_id)
        return await self._assemble(caller, customer_id, row)

    async def get_changed(self, caller: Caller, customer_id: int) -> Customer:
        """A customer the caller has just changed, even if they gave it to somebody else."""
        async with self._db.read() as connection:
            row = await store.find_customer(connection, caller, customer_id)
            if row is None:
                row = await store.find_any_customer(connection, customer_id)
        return await self._assemble(caller, customer_id, row)

    async def get_contact(self, caller: Caller, contact_id: int) -> Contact | None:
        """One contact, whose customer the caller was already seen to see."""
        async with self._db.read() as connection:
            row = await contact_store.find_contact(connection, contact_id)
            phones = await contact_store.find_phones(connection, [contact_id])
            if row is None:
                return None
            ids = [row["customer_id"], *([row["company_id"]] if row["company_id"] else [])]
            companies = await find_companies(connection, caller, ids)
        dressed = await self._badges.dress(caller, phones)
        return make_contact(row, dressed[contact_id], companies)

    async def _assemble(self, caller: Caller, customer_id: int, row: RowMapping | None) -> Customer:
        if row is None:
            raise CustomerNotFoundError(id=customer_id)
        async with self._db.read() as connection:
            people = await contact_store.find_contacts(connection, customer_id)
            phones = await contact_store.find_phones(connection, [one["id"] for one in people])
            supporters = await store.find_supporters(connection, customer_id)
            memberships = await store.find_memberships(connection, customer_id)
            linked = {one["company_id"] for one in people if one["company_id"]}
            companies = await find_companies(connection, caller, sorted(linked))
            custom = (await find_custom(connection, [customer_id]))[customer_id]
            referrer = await find_referrer(connection, caller, row)
        if row["kind"] == ORGANISATION:
            companies[customer_id] = CompanyRef(id=customer_id, name=row["name"])
        # After the connection went back: the gate takes one of its own, and two at a time could
        # empty the pool with everybody waiting for a second.
        dressed = await self._badges.dress(caller, phones)
        return Customer(
            **{field: row[field] for field in Customer.model_fields if field in row},
            owner=store.make_owner(row),
            supporters=supporters,
            contacts=[make_contact(one, dressed[one["id"]], companies) for one in people],
            campaigns=[Membership(**membership) for membership in memberships],
            can_claim=row["owner_id"] is None and Right.CONTACTS_EDIT in caller.rights,
            custom=custom,
            referrer=referrer,
        )


def read_phone(typed: str, region: str) -> PhoneReading:
    """How a number is understood, before it is saved (R007)."""
    number = parse(typed, region)
    return PhoneReading(
        typed=typed,
        callable=number.callable,
        display=number.display,
        kind=number.kind.value,
        carrier=number.carrier,
        mended=None if number.mended is None else number.mended.value,
    )


def make_contact(
    row: contact_store.Row, phones: list[Phone], companies: Mapping[int, CompanyRef]
) -> Contact:
    """A contact's row and its phones, as one view.

    `companies` are those that the caller may see; an organisation is that of its own contacts.
    """
    fields = {field: row[field] for field in Contact.model_fields if field in row}
    company = companies.get(row["customer_id"]) or companies.get(row["company_id"])
    return Contact(**fields, phones=phones, company=company)
