"""Use cases on companies: the list, deleting one, making a customer of one's contact."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store, store
from cti.crm.companies.errors import CompanyNotFoundError
from cti.crm.companies.links import ORGANISATION
from cti.crm.companies.release import stand_alone, unlink_contacts
from cti.crm.companies.shapes import (
    CompanyContact,
    CompanyPage,
    CompanyRow,
    ConvertForm,
    LinkedContact,
    LinkedContacts,
)
from cti.crm.converting import make_customer
from cti.crm.editing import lock_contact, lock_customer, tell
from cti.crm.errors import CustomerNotFoundError
from cti.crm.invitations.ordering import InvitationOrders
from cti.crm.listing.service import CustomerList, CustomerQuery
from cti.crm.reading import Reading
from cti.crm.shapes import Customer
from cti.crm.tickets.store import count_by_company
from cti.db import Database
from cti.schema import contacts, customers

MOST_SHOWN = 20
MOST_LINKED = 200


class Companies:
    """Organisations as companies of contacts (ruling X3)."""

    def __init__(
        self, db: Database, bus: Bus, clock: Clock, listing: CustomerList, reading: Reading
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._listing = listing
        self._reading = reading
        self._mails = InvitationOrders(bus)

    async def find_page(self, caller: Caller, query: CustomerQuery) -> CompanyPage:
        """A page of companies with the contacts that the caller may see (R070, R071)."""
        page = await self._listing.find_page(caller, query)
        ids = [row.id for row in page.rows]
        async with self._db.read() as connection:
            people, counts = await _find_people(connection, caller, ids)
            told = await connection.execute(
                select(customers.c.id, customers.c.description).where(customers.c.id.in_(ids))
            )
            descriptions = {row.id: row.description for row in told}
            open_tickets = await count_by_company(connection, caller, ids)
        rows = [
            CompanyRow(
                **row.model_dump(),
                description=descriptions.get(row.id),
                contacts=people.get(row.id, []),
                contact_count=counts.get(row.id, 0),
                open_tickets=open_tickets.get(row.id, 0),
            )
            for row in page.rows
        ]
        return CompanyPage(rows=rows, next=page.next, total=page.total, more=page.more)

    async def find_linked(self, caller: Caller, company_id: int) -> LinkedContacts:
        """Contacts of other customers that belong to the company, of those the caller may see.

        Raises CustomerNotFoundError.
        """
        async with self._db.read() as connection:
            if await store.find_customer(connection, caller, company_id) is None:
                raise CustomerNotFoundError(id=company_id)
            rows = await connection.execute(
                _select_people(contacts.c.company_id)
                .add_columns(customers.c.name.label("customer"))
                .where(contacts.c.company_id == company_id, contacts.c.deleted_at.is_(None))
                .where(customers_visible(caller))
                .order_by(contacts.c.name_key, contacts.c.id)
                .limit(MOST_LINKED)
            )
            names = LinkedContact.model_fields
            return LinkedContacts(
                rows=[LinkedContact(**{n: row[n] for n in names}) for row in rows.mappings()]
            )

    async def delete(self, caller: Caller, company_id: int) -> None:
        """Delete a company; its contacts survive as customers by themselves, without it (R074).

        Who was invited to an appointment with the company itself is told that it is cancelled.
        Raises CustomerNotFoundError, NotDeletableError, CompanyNotFoundError for a person.
        """
        now = self._clock()
        async with self._db.write() as unit:
            company = await lock_customer(unit, caller, company_id, may="can_delete")
            if company["kind"] != ORGANISATION:
                raise CompanyNotFoundError(id=company_id)
            for contact in await contact_store.find_contacts(unit.connection, company_id):
                freed = await stand_alone(
                    unit.connection,
                    contact,
                    company,
                    caller.user_id,
                    now,
                    stage=company["stage"],
                    linked=False,
                )
                tell(unit, self._bus, freed)
            await unlink_contacts(unit.connection, [company_id])
            # What was arranged with those who survive is theirs by now, and takes place.
            await self._mails.withdraw_of_deleted(unit, company_id, caller.user_id, now)
            values = {"deleted_at": now, "updated_at": now, "version": company["version"] + 1}
            await store.update_customer(unit.connection, company_id, values)
            detail = {"name": [company["name"], None]}
            await store.append_log(
                unit.connection, company_id, caller.user_id, now, "customer.deleted", detail
            )
            tell(unit, self._bus, company_id)

    async def convert(self, caller: Caller, contact_id: int, form: ConvertForm) -> Customer:
        """Make a customer of a contact (R016). Doing it twice changes nothing.

        Raises ContactNotFoundError, NotEditableError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            connection = unit.connection
            contact, customer = await lock_contact(unit, caller, contact_id)
            customer_id: int = customer["id"]
            if form.own and customer["kind"] == ORGANISATION:
                customer_id = await stand_alone(
                    connection, contact, customer, caller.user_id, now, stage="customer",
                    linked=True,
                )  # fmt: skip
                heir = await contact_store.find_oldest_contact(connection, customer["id"])
                if contact["is_primary"] and heir is not None:
                    await contact_store.update_contact(connection, heir, {"is_primary": True})
                detail = {"contact": [contact["name"], None]}
                await store.append_log(
                    connection, customer["id"], caller.user_id, now, "contact.converted", detail
                )
                tell(unit, self._bus, customer["id"])
            else:
                await make_customer(connection, customer, caller.user_id, now)
            tell(unit, self._bus, customer_id)
        return await self._reading.get_changed(caller, customer_id)


async def _find_people(
    connection: AsyncConnection, caller: Caller, company_ids: Sequence[int]
) -> tuple[dict[int, list[CompanyContact]], dict[int, int]]:
    """The contacts of several companies, their own first, and how many there are."""
    if not company_ids:
        return {}, {}
    alive = and_(contacts.c.deleted_at.is_(None), customers_visible(caller))
    inside = _select_people(contacts.c.customer_id).where(
        contacts.c.customer_id.in_(company_ids), alive
    )
    linked = _select_people(contacts.c.company_id).where(
        contacts.c.company_id.in_(company_ids), customers.c.kind != ORGANISATION, alive
    )
    every = union_all(inside, linked).subquery("every")
    rank = func.row_number().over(
        partition_by=every.c.company, order_by=(every.c.is_primary.desc(), every.c.id)
    )
    count = func.count().over(partition_by=every.c.company)
    ranked = select(every, rank.label("rank"), count.label("count_")).subquery("ranked")
    rows = await connection.execute(
        select(ranked).where(ranked.c.rank <= MOST_SHOWN).order_by(ranked.c.company, ranked.c.rank)
    )
    people: dict[int, list[CompanyContact]] = {}
    counts: dict[int, int] = {}
    for row in rows:
        one = CompanyContact(id=row.id, customer_id=row.customer_id, name=row.name, title=row.title)
        people.setdefault(row.company, []).append(one)
        counts[row.company] = row.count_
    return people, counts


def _select_people(company: ColumnElement[Any]) -> Select[tuple[Any, ...]]:
    return select(
        company.label("company"),
        contacts.c.id,
        contacts.c.customer_id,
        contacts.c.name,
        contacts.c.title,
        contacts.c.is_primary,
    ).join(customers, customers.c.id == contacts.c.customer_id)
