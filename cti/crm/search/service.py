"""The contact list: searched, filtered, sorted and paged in the database (R052, R130, R137).

No list reads a million rows. Few contacts are gathered and sorted; of many, the index of the order
is walked until the page is full. Planners choose badly between the two (SQLite has no statistics
to choose by, and the wrong one takes seconds), so counting chooses, and counting stops early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from cti.accounts.visibility import customers_visible, sees_all, split_visible
from cti.crm import contact_store
from cti.crm.badges import Badges
from cti.crm.companies.links import ORGANISATION, find_companies, find_company
from cti.crm.known_ids import collect, given, look_up
from cti.crm.search.asked import Asked, read_query
from cti.crm.search.found import (
    Named,
    is_own,
    judge,
    leave_known,
    name,
    read_contacts,
    read_customers,
)
from cti.crm.search.match import Way, fits, has_marks, list_ways
from cti.crm.search.page import (
    Keys,
    ListQuery,
    Order,
    OwnerFilter,
    Sort,
    make_next,
    read_keys,
    select_page,
    sort_keys,
)
from cti.crm.search.rows import list_companies, make_rows
from cti.crm.search.sample import Sample
from cti.crm.shapes import ContactPage
from cti.db import Database
from cti.schema import contacts, customers

__all__ = ["ListQuery", "Order", "OwnerFilter", "Search", "Sort", "find_conditions", "sort_all"]

COUNTED = 5_000
"""Counting stops here: the screen says "more than"."""

SAMPLED = 1_000
"""Of many that were found, so many are asked for visibility to say "more than" how many."""

HAS_GRAMS = text("SELECT count(*) FROM sqlite_master WHERE name = 'search_queue'")

NARROWED = 2
"""Who sees a part only gathers from so many times more: a walk passes by what they don't see."""

STEPS = 6
"""So many steps of a walk, row beside row, cost as much as one entry of an index looked up."""

LOTS = 100_000
"""So many entries of an index are looked up when a walk would be longer still."""

Found = tuple[Sequence[RowMapping], int, bool]
"""A page with one row more, if there is one; how many were counted; whether there are more."""


class Search:
    """Lists contacts of customers that the caller may see."""

    def __init__(self, db: Database, badges: Badges, region: str) -> None:
        self._db = db
        self._badges = badges
        self._region = region
        self._grams: bool | None = None if db.is_sqlite else False
        self._sample = Sample()

    async def list_contacts(self, caller: Caller, query: ListQuery) -> ContactPage:
        """A page of contacts, newest first unless asked otherwise. Raises CursorError.

        When `more`, there are more than `total`. Of a search with diacritics, names that have them
        as typed come first, unless there are `more`.
        """
        async with self._db.read() as connection:
            rows, total, more = await self._find(connection, caller, query)
            rows, further = rows[: query.limit], len(rows) > query.limit
            numbers = await contact_store.find_phones(connection, [row["id"] for row in rows])
            companies = await find_companies(connection, caller, list_companies(rows))
        dressed = await self._badges.dress(caller, numbers)
        return ContactPage(
            rows=make_rows(rows, dressed, companies),
            next=make_next(rows[-1], query) if further else None,
            total=total,
            more=more,
        )

    async def _find(self, connection: AsyncConnection, caller: Caller, query: ListQuery) -> Found:
        shown = _show(caller, query)
        if not await _has_company(connection, caller, query):
            return [], 0, False
        asked = read_query(query.q, self._region)
        if asked is None:
            return await _list_all(connection, query, shown)
        grams, names = await self._has_grams(connection), await self._sample.read(connection)
        ways = list(list_ways(asked, grams=grams, names=names))
        if not ways:
            return [], 0, False
        return await _search(connection, caller, query, asked, ways)

    async def _has_grams(self, connection: AsyncConnection) -> bool:
        if self._grams is None:
            self._grams = bool((await connection.execute(HAS_GRAMS)).scalar())
        return self._grams


@dataclass(frozen=True, slots=True)
class Shown:
    """What holds of the contacts that are listed: of themselves, of their customers.

    `filtered` is what is asked of the customers beside that the caller may see them.
    """

    of_contact: list[ColumnElement[bool]]
    visible: ColumnElement[bool]
    filtered: list[ColumnElement[bool]]

    @property
    def of_customer(self) -> list[ColumnElement[bool]]:
        """All that is asked of the customers."""
        return [self.visible, *self.filtered]

    @property
    def holds(self) -> list[ColumnElement[bool]]:
        """Both."""
        return [*self.of_contact, *self.of_customer]


def _show(caller: Caller, query: ListQuery) -> Shown:
    of_contact: list[ColumnElement[bool]] = [contacts.c.deleted_at.is_(None)]
    filtered: list[ColumnElement[bool]] = []
    if query.owner == "mine":
        filtered.append(customers.c.owner_id == caller.user_id)
    elif query.owner == "none":
        filtered.append(customers.c.owner_id.is_(None))
    if query.owner_id is not None:
        filtered.append(customers.c.owner_id == query.owner_id)
    if query.company_id is not None:
        of_contact.append(contacts.c.id.in_(select(_people_of(query.company_id).subquery())))
    return Shown(of_contact, customers_visible(caller), filtered)


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
    shown = _show(caller, query).holds
    asked = read_query(query.q, region)
    return shown if asked is None else [*shown, fits(asked)]


def sort_all(query: ListQuery, region: str, *, many: bool) -> list[ColumnElement[Any]]:
    """The order of the whole list; of `many`, names as they were typed come among the others."""
    asked = read_query(query.q, region)
    first = None if asked is None or many else has_marks(asked)
    return sort_keys(query, Keys(read_keys(query).value, contacts.c.id, first))


async def _list_all(connection: AsyncConnection, query: ListQuery, shown: Shown) -> Found:
    (ids,) = await collect(connection, [_select_shown(shown.holds)], COUNTED + 1)
    if len(ids) <= COUNTED:
        found = [look_up(connection, given(connection, ids), contacts.c.id, _select_keys(query))]
        rows, total = await _gather(connection, query, found)
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
    shown, marked = _show(caller, query), has_marks(asked)
    narrowed = _is_narrowed(caller, query)
    most = NARROWED * COUNTED if narrowed else COUNTED
    wanted = _select_keys(query, marked)
    named = await name(connection, ways, most + 1, shown.of_customer)
    if _count_most(named) <= most:
        found = await _find(connection, ways, named, wanted, shown)
        rows, total = await _gather(connection, query, found, marked)
        return rows, total, False
    if narrowed and await _sees_few(connection, caller, shown):
        (seen,) = await collect(connection, [_select_shown(shown.holds)], COUNTED + 1)
        if len(seen) <= COUNTED:
            fitting = wanted.where(_of_customer([fits(asked)]))
            found = [look_up(connection, given(connection, seen), contacts.c.id, fitting)]
            rows, total = await _gather(connection, query, found, marked)
            return rows, total, False
    sampled = min(SAMPLED, COUNTED)
    sample = [one.first(sampled) for one in named]
    counted = await _count(connection, await _find(connection, ways, sample, wanted, shown))
    if await _is_long_way(connection, query, named, counted / sampled):
        named = await name(connection, ways, LOTS + 1, shown.of_customer)
        is_long = await _is_long_way(connection, query, named, counted / sampled)
        if _count_most(named) <= LOTS and is_long:
            found = await _find(connection, ways, named, wanted, shown)
            rows, total = await _gather(connection, query, found, marked)
            return rows, total, False
    rows = await _walk(connection, query, shown, fits(asked))
    return rows, min(COUNTED, max(counted, len(rows))), True


def _count_most(named: Sequence[Named]) -> int:
    return max(len(one.keys) for one in named)


async def _sees_few(connection: AsyncConnection, caller: Caller, shown: Shown) -> bool:
    """Whether so few customers are listed that their contacts may be gathered; off an index."""
    parts, supported = split_visible(caller)
    if supported is not None:
        parts.append(supported)
    if not parts:
        return True
    # Of a column that the index has: PostgreSQL would read the table for the ids.
    some = [select(customers.c.owner_id).where(part, *shown.filtered) for part in parts]
    counts = [
        select(func.count()).select_from(one.limit(COUNTED + 1).subquery()).scalar_subquery()
        for one in some
    ]
    return sum((await connection.execute(select(*counts))).one()) <= COUNTED


async def _is_long_way(
    connection: AsyncConnection, query: ListQuery, named: Sequence[Named], share: float
) -> bool:
    """Whether a walk to the end of a page would be dearer than a look at every entry.

    `share` of the entries was seen to be in the list: of 000000, which has common trigrams, few.
    """
    entries = _count_most(named)
    there = (await connection.execute(select(func.max(contacts.c.id)))).scalar() or 0
    steps = (query.limit + 1) * there / (entries * max(share, 1 / there if there else 1))
    return min(steps, there) > STEPS * entries


def _select_shown(shown: list[ColumnElement[bool]]) -> Select[tuple[int]]:
    return (
        select(contacts.c.id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(*shown)
    )


async def _find(
    connection: AsyncConnection,
    ways: Sequence[Way],
    named: Sequence[Named],
    wanted: Select[Any],
    shown: Shown,
) -> list[Select[Any]]:
    """What `wanted` selects of the contacts that are listed, by the entries of each way."""
    known = await read_customers(connection, ways, named, shown.of_customer)
    named = await leave_known(connection, ways, named, known)
    whose = await read_contacts(connection, ways, named)
    seen = set(await judge(connection, set(whose.values()) - known.keys(), shown.of_customer))
    listed = wanted.where(*shown.of_contact)
    whole = [customer for customer, is_in in known.items() if is_in]
    found = []
    if whole:
        theirs = given(connection, sorted(whole))
        found.append(look_up(connection, theirs, contacts.c.customer_id, listed))
    if some := sorted(one for one, customer in whose.items() if customer in seen):
        found.append(look_up(connection, given(connection, some), contacts.c.id, listed))
    rest = wanted.where(_of_customer(shown.holds))
    direct = set[int]()
    for way, one in zip(ways, named, strict=True):
        if is_own(way, contacts.c.id) or is_own(way, customers.c.id):
            continue
        if way.ids is None:
            direct.update(one.keys)
        elif one.keys:
            ids = way.found_by(connection, one.keys)
            found.append(look_up(connection, ids, contacts.c.id, rest))
    if direct or not found:  # in the order of the table: neighbours are on one page
        ids = given(connection, sorted(direct))
        found.append(look_up(connection, ids, contacts.c.id, rest))
    return found


def _select_keys(query: ListQuery, first: ColumnElement[bool] | None = None) -> Select[Any]:
    """Of a contact, what it is found and ordered by."""
    is_first = false() if first is None else first
    return select(contacts.c.id, read_keys(query).value.label("value"), is_first.label("is_first"))


def _of_customer(shown: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    # In a subquery that refers to the contact at hand the planner can't start from the customer;
    # with an offset in it, PostgreSQL does not make a join with all customers of it either.
    customer = select(customers.c.id).where(customers.c.id == contacts.c.customer_id, *shown)
    return customer.offset(0).correlate(contacts).exists()


async def _gather(
    connection: AsyncConnection,
    query: ListQuery,
    found: list[Select[Any]],
    first: ColumnElement[bool] | None = None,
) -> tuple[Sequence[RowMapping], int]:
    """A page of these contacts, sorted, and how many they are."""
    gathered = union(*found).cte("gathered").prefix_with("MATERIALIZED")
    counted = select(func.count()).select_from(gathered).scalar_subquery()
    tops = None if first is None else gathered.c.is_first
    keys = Keys(gathered.c.value, gathered.c.id, tops)
    page = select_page(query, select(gathered.c.id, gathered.c.is_first), keys, counted)
    rows = (await connection.execute(page)).mappings().all()
    if rows:
        return rows, rows[0]["total"]
    # No row, and so no total in it: nothing is there, or the cursor is behind all of it.
    return rows, await _scalar(connection, counted) if query.cursor else 0


async def _walk(
    connection: AsyncConnection, query: ListQuery, shown: Shown, *asked: ColumnElement[bool]
) -> Sequence[RowMapping]:
    """A page found along the index of the order: nothing may lead the planner elsewhere.

    Whoever is not seen is passed by before anything else is asked: PostgreSQL's key of customers
    tells that by itself.
    """
    passed = [_of_customer(some) for some in (shown.of_customer, asked) if some]
    found = select(contacts.c.id, false().label("is_first")).where(*shown.of_contact, *passed)
    page = select_page(query, found, read_keys(query), literal(0))
    rows: Sequence[RowMapping] = (await connection.execute(page)).mappings().all()
    return rows


async def _count(connection: AsyncConnection, found: list[Select[Any]]) -> int:
    every = union(*found).subquery()
    return await _scalar(connection, select(func.count()).select_from(every).scalar_subquery())


async def _scalar(connection: AsyncConnection, value: ScalarSelect[int]) -> int:
    return (await connection.execute(select(value))).scalar_one()
