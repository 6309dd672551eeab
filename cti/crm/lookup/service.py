"""Whether a company is there at all, whoever owns it (R145–R148). Every question is audited."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, false, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.crm.errors import LookupEmptyError, LookupNumberError, LookupWideError
from cti.crm.lookup.shapes import LookupPage, LookupRow
from cti.crm.search.asked import MOST_WORDS, Asked, read_query
from cti.crm.search.match import CUSTOMERS, list_ways
from cti.crm.search.service import HAS_GRAMS
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.schema import customers
from cti.text import clean_code, clean_line, fold

MOST_ROWS = 50
SHORTEST = 2
"""Letters of a name, a code or an address: one alone would read the directory out."""

FEWEST_DIGITS = 6
"""Of a number that is not whole."""


MOST_READ = 200_000
"""Customers that are read one by one for a piece of an address. An index of addresses would be
paid for by every import; whoever is on the phone has a name or a number to say besides."""


@dataclass(frozen=True, slots=True)
class LookupQuery:
    """What a customer is looked up by: all that is given must fit."""

    code: str = ""  # or how it begins
    name: str = ""  # words, with or without diacritics
    owner_id: int | None = None
    address: str = ""  # words of the registered address
    office_address: str = ""
    phone: str = ""  # of any of its contacts, in any format


class CustomerLookup:
    """Looks customers up for whoever talks to them on the phone."""

    def __init__(self, db: Database, clock: Clock, region: str) -> None:
        self._db = db
        self._clock = clock
        self._region = region

    async def find(self, caller: Caller, query: LookupQuery) -> LookupPage:
        """Customers of all owners that fit.

        Raises LookupEmptyError, LookupNumberError, LookupWideError.
        """
        async with self._db.read() as connection:
            grams = self._db.is_sqlite and bool((await connection.execute(HAS_GRAMS)).scalar())
            narrow = list(_build_narrow(query, self._region, grams=grams))
            conditions = [*narrow, *_build_addresses(query)]
            if not conditions:
                raise LookupEmptyError(shortest=SHORTEST)
            if not narrow and await _count(connection, MOST_READ + 1) > MOST_READ:
                raise LookupWideError(most=MOST_READ)
            rows = await _read(connection, caller, conditions, of_one=query.owner_id is not None)
        page = LookupPage(
            rows=[_make_row(row) for row in rows[:MOST_ROWS]], more=len(rows) > MOST_ROWS
        )
        await self._record(caller, query, page)
        return page

    async def _record(self, caller: Caller, query: LookupQuery, page: LookupPage) -> None:
        asked = {name: value for name, value in asdict(query).items() if value}
        shown = [row.id for row in page.rows if not row.may_open]
        async with self._db.write() as unit:
            await record_audit(
                unit.connection,
                caller,
                "customer.looked_up",
                None,
                {"asked": asked, "found": len(page.rows), "not_theirs": shown},
                at=self._clock(),
            )


async def _count(connection: AsyncConnection, most: int) -> int:
    some = select(customers.c.id).where(customers.c.deleted_at.is_(None)).limit(most).subquery()
    return (await connection.execute(select(func.count()).select_from(some))).scalar_one()


async def _read(
    connection: AsyncConnection,
    caller: Caller,
    conditions: list[ColumnElement[bool]],
    *,
    of_one: bool,
) -> list[RowMapping]:
    # Sorted by what no index has, one owner's customers are taken from the index of owners; SQLite
    # else walks through everybody's in the order of their names.
    order = func.coalesce(customers.c.name_key, "") if of_one else customers.c.name_key
    # Without an owner the comparison is null, which here means no.
    may_open = func.coalesce(customers_visible(caller), false()).label("may_open")
    rows = await connection.execute(
        select(customers, may_open, *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.deleted_at.is_(None), *conditions)
        .order_by(order, customers.c.id)
        .limit(MOST_ROWS + 1)
    )
    return list(rows.mappings())


def _build_narrow(query: LookupQuery, region: str, *, grams: bool) -> Iterator[ColumnElement[bool]]:
    """What an index answers."""
    code, words = clean_code(query.code), fold(clean_line(query.name)).split()[:MOST_WORDS]
    if len(code) >= SHORTEST:
        yield _find(Asked(code=code, is_code_like=True), grams=grams)
    if sum(map(len, words)) >= SHORTEST:
        yield _find(Asked(words=tuple(dict.fromkeys(words))), grams=grams)
    if query.owner_id is not None:
        yield customers.c.owner_id == query.owner_id
    if query.phone:
        yield _find(_read_phone(query.phone, region), grams=grams)


def _build_addresses(query: LookupQuery) -> Iterator[ColumnElement[bool]]:
    """What is read in each row that is left."""
    for column, text in (
        (customers.c.address, query.address),
        (customers.c.office_address, query.office_address),
    ):
        if len(clean_line(text)) >= SHORTEST:
            yield from (_holds(column, word) for word in clean_line(text).split()[:MOST_WORDS])


def _find(asked: Asked, *, grams: bool) -> ColumnElement[bool]:
    """By a name of the customer's own (R146): a contact's would tell for whom somebody works."""
    within = frozenset({"contact"} if asked.number or asked.digits else {"customer"})
    ways = list_ways(asked, grams=grams, sought=CUSTOMERS, within=within)
    return customers.c.id.in_(select(union(*(way.found_all() for way in ways)).subquery()))


def _read_phone(typed: str, region: str) -> Asked:
    asked = read_query(typed, region) or Asked()
    digits = tuple(piece for piece in asked.digits if len(piece) >= FEWEST_DIGITS)
    if not asked.number and not digits:
        raise LookupNumberError(fewest=FEWEST_DIGITS)
    return Asked(number=asked.number, digits=digits)


def _holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Neither database knows capitals with marks alike: a word is tried in each way to write it."""
    forms = sorted({word, word.lower(), word.upper(), word.capitalize()})
    return or_(*(column.contains(form, autoescape=True) for form in forms))


def _make_row(row: RowMapping) -> LookupRow:
    names = ("id", "code", "name", "address", "office_address", "may_open")
    return LookupRow(**{name: row[name] for name in names}, owner=make_owner(row))
