"""The contact list: searched, filtered, sorted and paged in the database (R052, R130, R137).

No list reads a million rows. Few contacts are gathered and sorted; of many, the index of the order
is walked until the page is full. Planners choose badly between the two (SQLite has no statistics
to choose by, and the wrong one takes seconds), so counting chooses, and counting stops early.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    RowMapping,
    ScalarSelect,
    Select,
    false,
    func,
    literal,
    select,
    text,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible, sees_all
from cti.crm import contact_store
from cti.crm.badges import Badges
from cti.crm.companies.links import ORGANISATION, find_companies, find_company
from cti.crm.search_asked import Asked, read_query
from cti.crm.search_match import Way, fits, has_marks, list_ways
from cti.crm.search_page import ListQuery, Order, OwnerFilter, Sort, make_next, select_page
from cti.crm.shapes import CompanyRef, ContactPage, ContactRow, Phone
from cti.crm.store import make_owner
from cti.db import Database
from cti.schema import contacts, customers

__all__ = ["ListQuery", "Order", "OwnerFilter", "Search", "Sort", "find_conditions"]

COUNTED = 5_000
"""Counting stops here: the screen says "more than"."""

SAMPLED = 1_000
"""Of many that were found, so many are asked for visibility to say "more than" how many."""

HAS_GRAMS = text("SELECT count(*) FROM sqlite_master WHERE name = 'search_queue'")

NARROWED = 2
"""Who sees a part only gathers from so many times more: a walk passes by what they don't see."""

RARE = 20
"""When fewer than one in so many sampled is shown, walking is dearer than gathering ..."""

LOTS = 100_000
"""... so many entries of the index at most."""

Found = tuple[Sequence[RowMapping], int, bool]
"""A page with one row more, if there is one; how many were counted; whether there are more."""


class Search:
    """Lists contacts of customers that the caller may see."""

    def __init__(self, db: Database, badges: Badges, region: str) -> None:
        self._db = db
        self._badges = badges
        self._region = region
        self._grams: bool | None = None if db.is_sqlite else False

    async def list_contacts(self, caller: Caller, query: ListQuery) -> ContactPage:
        """A page of contacts, newest first unless asked otherwise. Raises CursorError.

        When `more`, there are more than `total`. Of a search with diacritics, names that have them
        as typed come first, unless there are `more`.
        """
        async with self._db.read() as connection:
            rows, total, more = await self._find(connection, caller, query)
            rows, further = rows[: query.limit], len(rows) > query.limit
            numbers = await contact_store.find_phones(connection, [row["id"] for row in rows])
            companies = await find_companies(connection, caller, _list_companies(rows))
        dressed = await self._badges.dress(caller, numbers)
        return ContactPage(
            rows=[_make_row(row, dressed[row["id"]], companies) for row in rows],
            next=make_next(rows[-1], query) if further else None,
            total=total,
            more=more,
        )

    async def _find(self, connection: AsyncConnection, caller: Caller, query: ListQuery) -> Found:
        shown = _is_shown(caller, query)
        if not await _has_company(connection, caller, query):
            return [], 0, False
        asked = read_query(query.q, self._region)
        if asked is None:
            return await _list_all(connection, query, shown)
        ways = list(list_ways(asked, grams=await self._has_grams(connection)))
        if not ways:
            return [], 0, False
        return await _search(connection, caller, query, asked, ways)

    async def _has_grams(self, connection: AsyncConnection) -> bool:
        if self._grams is None:
            self._grams = bool((await connection.execute(HAS_GRAMS)).scalar())
        return self._grams


def _is_shown(caller: Caller, query: ListQuery) -> list[ColumnElement[bool]]:
    """What holds of the contacts that are listed, and of their customers."""
    condition = [contacts.c.deleted_at.is_(None), customers_visible(caller)]
    if query.owner == "mine":
        condition.append(customers.c.owner_id == caller.user_id)
    elif query.owner == "none":
        condition.append(customers.c.owner_id.is_(None))
    if query.owner_id is not None:
        condition.append(customers.c.owner_id == query.owner_id)
    if query.company_id is not None:
        condition.append(contacts.c.id.in_(select(_people_of(query.company_id).subquery())))
    return condition


def _people_of(company_id: int) -> CompoundSelect[tuple[int]]:
    """An organisation's own contacts, and those of others that are linked to it; by an index each.

    Whose customer is a person has no company but by the link.
    """
    return union(
        select(contacts.c.id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(contacts.c.customer_id == company_id, customers.c.kind == ORGANISATION),
        select(contacts.c.id).where(contacts.c.company_id == company_id),
    )


async def _has_company(connection: AsyncConnection, caller: Caller, query: ListQuery) -> bool:
    """Whether the company that is filtered by, if any, is one that the caller may see."""
    if query.company_id is None:
        return True
    return await find_company(connection, caller, query.company_id) is not None


def _is_narrowed(caller: Caller, query: ListQuery) -> bool:
    filters = (query.owner != "all", query.owner_id is not None, query.company_id is not None)
    return not sees_all(caller) or any(filters)


async def find_conditions(
    connection: AsyncConnection, caller: Caller, query: ListQuery, region: str
) -> list[ColumnElement[bool]]:
    """What holds of the contacts in the list and of their customers, visibility included.

    For work that goes through all of them; order and cursor are of no account.
    """
    if not await _has_company(connection, caller, query):
        return [false()]
    shown = _is_shown(caller, query)
    asked = read_query(query.q, region)
    return shown if asked is None else [*shown, fits(asked)]


async def _list_all(
    connection: AsyncConnection, query: ListQuery, shown: list[ColumnElement[bool]]
) -> Found:
    rows, total = await _gather(connection, query, _select_shown(shown).limit(COUNTED + 1))
    if total <= COUNTED:
        return rows, total, False
    return await _walk(connection, query, shown), COUNTED, True


async def _search(
    connection: AsyncConnection,
    caller: Caller,
    query: ListQuery,
    asked: Asked,
    ways: list[Way],
) -> Found:
    """By what was asked for if that is rare, else by what the caller sees, else in order."""
    shown, marked = _is_shown(caller, query), has_marks(asked)
    narrowed = _is_narrowed(caller, query)
    most = NARROWED * COUNTED if narrowed else COUNTED
    counts = (await connection.execute(select(*(way.count(most + 1) for way in ways)))).one()
    if max(counts) <= most:
        found = _find_shown(ways, most, shown)
        rows, total = await _gather(connection, query, found, marked)
        return rows, total, False
    if narrowed:
        seen = _select_shown(shown)
        if await _count(connection, seen.limit(COUNTED + 1)) <= COUNTED:
            rows, total = await _gather(connection, query, seen.where(fits(asked)), marked)
            return rows, total, False
    sampled = min(SAMPLED, COUNTED)
    counted = await _count(connection, _find_shown(ways, sampled, shown))
    if counted * RARE < sampled:  # 000000 has common trigrams: a walk for it sees every row
        counts = (await connection.execute(select(*(way.count(LOTS + 1) for way in ways)))).one()
        if max(counts) <= LOTS:
            found = _find_shown(ways, LOTS, shown)
            rows, total = await _gather(connection, query, found, marked)
            return rows, total, False
    rows = await _walk(connection, query, [*shown, fits(asked)])
    return rows, min(COUNTED, max(counted, len(rows))), True


def _select_shown(shown: list[ColumnElement[bool]]) -> Select[tuple[int]]:
    return (
        select(contacts.c.id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(*shown)
    )


def _find_shown(
    ways: list[Way], limit: int, shown: list[ColumnElement[bool]]
) -> CompoundSelect[tuple[int]]:
    """By any of the ways, what the caller may see: asked for each found, never the way in."""
    return union(
        *(
            select(contacts.c.id)
            .where(contacts.c.id.in_(select(way.found(limit).subquery())))
            .where(_of_customer(shown))
            for way in ways
        )
    )


def _of_customer(shown: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    # In a subquery that refers to the contact at hand the planner can't start from the customer;
    # with an offset in it, PostgreSQL does not make a join with all customers of it either.
    customer = select(customers.c.id).where(customers.c.id == contacts.c.customer_id, *shown)
    return customer.offset(0).correlate(contacts).exists()


async def _gather(
    connection: AsyncConnection,
    query: ListQuery,
    ids: Select[tuple[int]] | CompoundSelect[tuple[int]],
    first: ColumnElement[bool] | None = None,
) -> tuple[Sequence[RowMapping], int]:
    """A page of these contacts, sorted, and how many they are."""
    gathered = ids.cte("gathered").prefix_with("MATERIALIZED")
    counted = select(func.count()).select_from(gathered).scalar_subquery()
    page = select_page(query, contacts.c.id.in_(select(gathered)), counted, first)
    rows = (await connection.execute(page)).mappings().all()
    if rows:
        return rows, rows[0]["total"]
    # No row, and so no total in it: nothing is there, or the cursor is behind all of it.
    return rows, await _scalar(connection, counted) if query.cursor else 0


async def _walk(
    connection: AsyncConnection, query: ListQuery, condition: list[ColumnElement[bool]]
) -> Sequence[RowMapping]:
    """A page found along the index of the order."""
    page = select_page(query, _of_customer(condition), literal(0))
    rows: Sequence[RowMapping] = (await connection.execute(page)).mappings().all()
    return rows


async def _count(
    connection: AsyncConnection, ids: Select[tuple[int]] | CompoundSelect[tuple[int]]
) -> int:
    counted = select(func.count()).select_from(ids.subquery()).scalar_subquery()
    return await _scalar(connection, counted)


async def _scalar(connection: AsyncConnection, value: ScalarSelect[int]) -> int:
    return (await connection.execute(select(value))).scalar_one()


def _list_companies(rows: Sequence[RowMapping]) -> list[int]:
    return sorted({row["company_id"] for row in rows if row["company_id"] is not None})


def _make_row(
    row: RowMapping, numbers: list[Phone], companies: Mapping[int, CompanyRef]
) -> ContactRow:
    fields = {name: row[name] for name in ContactRow.model_fields if name in row}
    company = companies.get(row["company_id"])
    if row["customer_kind"] == ORGANISATION:
        company = CompanyRef(id=row["customer_id"], name=row["customer"])
    return ContactRow(**fields, owner=make_owner(row), phones=numbers, company=company)
