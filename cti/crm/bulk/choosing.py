"""Which customers or contacts a job is about, a piece at a time in the order of their ids."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, RowMapping, Select, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.bulk.documents import DOCUMENTS, ListedDocuments
from cti.crm.bulk.memory import count_changed, find_changed
from cti.crm.bulk.shapes import ContactQuery, ContactSelection, Selection
from cti.crm.commerce.shapes import DocumentFilter
from cti.crm.listing.service import CustomerList, CustomerQuery
from cti.crm.listing.whole import read_ids
from cti.crm.search.service import COUNTED, ListQuery, find_conditions, sort_all
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import contacts, customers

CONTACTS = "contacts"
"""In a stored selection: what it holds are contacts, not customers."""


class Chosen(Protocol):
    """What a job is about."""

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""


class Changing(Chosen, Protocol):
    """The customers that a job changes."""

    async def find_piece(
        self, connection: AsyncConnection, caller: Caller, *, after: int, size: int
    ) -> list[int]:
        """The customers after the one with the id `after`; none when that was the last."""


class Ordered(Chosen, Protocol):
    """What an export is of: customers, contacts or documents."""

    async def list_ids(self, connection: AsyncConnection, caller: Caller) -> Sequence[int]:
        """All of them, in the order in which the list has them."""


def choose(listing: CustomerList, job: RowMapping) -> Chosen:
    """What a job of whatever kind is about."""
    if job["kind"] == "export":
        return choose_exported(listing, job)
    return choose_changing(listing, job)


def choose_changing(listing: CustomerList, job: RowMapping) -> Changing:
    """The customers that a job was given, or for an undo those that the other job changed."""
    if job["undoes_id"] is not None:
        return Changed(job["undoes_id"])
    return _choose_customers(listing, job)


def choose_exported(listing: CustomerList, job: RowMapping) -> Ordered:
    """What an export was given."""
    if (of_contacts := job["selection"].get(CONTACTS)) is not None:
        wanted = ContactSelection.model_validate(of_contacts)
        if wanted.query is not None:
            return ListedContacts(wanted.query, listing.region)
        return Named(wanted.ids or ())
    if (of_documents := job["selection"].get(DOCUMENTS)) is not None:
        return ListedDocuments(DocumentFilter.model_validate(of_documents))
    return _choose_customers(listing, job)


def _choose_customers(listing: CustomerList, job: RowMapping) -> "Listed | Named":
    selection = Selection.model_validate(job["selection"])
    if selection.query is not None:
        return Listed(listing, selection.query, job["created_at"])
    return Named(selection.ids or ())


class Named:
    """Customers, or contacts, by their ids, seen or not."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids = dict.fromkeys(ids)

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""
        del connection, caller
        return len(self._ids)

    async def find_piece(
        self, connection: AsyncConnection, caller: Caller, *, after: int, size: int
    ) -> list[int]:
        """The next of them."""
        del connection, caller
        return sorted(one for one in self._ids if one > after)[:size]

    async def list_ids(self, connection: AsyncConnection, caller: Caller) -> Sequence[int]:
        """As they were named."""
        del connection, caller
        return list(self._ids)


class Listed:
    """Customers of a list: those that are in it now and that the caller may see.

    What the job itself moves in or out of the filter lies behind it. Who was created after it was
    asked for is not meant: an import beside it would have its customers deleted with the others.
    """

    def __init__(self, listing: CustomerList, query: CustomerQuery, asked_at: datetime) -> None:
        self._listing, self._query = listing, query
        self._meant = customers.c.created_at <= asked_at

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""
        conditions = await self._listing.find_conditions(connection, caller, self._query)
        count = select(func.count()).select_from(customers).where(*conditions, self._meant)
        total: int = (await connection.execute(count)).scalar_one()
        return total

    async def find_piece(
        self, connection: AsyncConnection, caller: Caller, *, after: int, size: int
    ) -> list[int]:
        """The next of them."""
        conditions = await self._listing.find_conditions(connection, caller, self._query)
        rows = await connection.execute(
            select(customers.c.id)
            .where(*conditions, self._meant, customers.c.id > after)
            .order_by(customers.c.id)
            .limit(size)
        )
        return list(rows.scalars())

    async def list_ids(self, connection: AsyncConnection, caller: Caller) -> Sequence[int]:
        """As the list has them."""
        return await self._listing.find_all(connection, caller, self._query, self._meant)


class ListedContacts:
    """Contacts of a list: those that are in it now and that the caller may see."""

    def __init__(self, query: ContactQuery, region: str) -> None:
        self._query = ListQuery(**query.model_dump())
        self._region = region

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""
        counted = await self._select(connection, caller, func.count())
        total: int = (await connection.execute(counted)).scalar_one()
        return total

    async def list_ids(self, connection: AsyncConnection, caller: Caller) -> Sequence[int]:
        """As the list has them."""
        found = await self._select(connection, caller, contacts.c.id)
        total = await self.count(connection, caller)
        order = sort_all(self._query, self._region, many=total > COUNTED)
        return await read_ids(connection, found.order_by(*order))

    async def _select(
        self, connection: AsyncConnection, caller: Caller, what: ColumnElement[int]
    ) -> Select[Any]:
        conditions = await find_conditions(connection, caller, self._query, self._region)
        of = contacts.join(customers, customers.c.id == contacts.c.customer_id)
        return select(what).select_from(of).where(*conditions)


class Changed:
    """Customers that a job changed and that nothing was put back to."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""
        del caller
        return await count_changed(connection, self._job_id)

    async def find_piece(
        self, connection: AsyncConnection, caller: Caller, *, after: int, size: int
    ) -> list[int]:
        """The next of them."""
        del caller
        return await find_changed(connection, self._job_id, after=after, size=size)


async def lock_chosen(
    connection: AsyncConnection,
    caller: Caller,
    ids: Sequence[int],
    allowed: ColumnElement[bool],
) -> Sequence[RowMapping]:
    """Those of the customers that the caller may see, with `allowed` and their owner's columns."""
    rows = await connection.execute(
        select(customers, func.coalesce(allowed, false()).label("allowed"), *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.id.in_(ids), customers_visible(caller))
        .order_by(customers.c.id)
        .with_for_update(of=customers)
    )
    return rows.mappings().all()


async def find_names(
    connection: AsyncConnection, caller: Caller, ids: Sequence[int]
) -> dict[int, str]:
    """Names of those of the customers that the caller may see."""
    rows = await connection.execute(
        select(customers.c.id, customers.c.name).where(
            customers.c.id.in_(ids), customers_visible(caller)
        )
    )
    return {row.id: row.name for row in rows}


def or_nobodys(allowed: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is nobody's may be given to somebody by whoever may give away at all (R011)."""
    return or_(allowed, customers.c.owner_id.is_(None))
