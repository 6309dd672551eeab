"""The contact list: searched, filtered, sorted and paged in the database (R052, R130, R137)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    ScalarSelect,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm import contact_store
from cti.crm.badges import Badges
from cti.crm.cursor import decode_text, decode_time, encode_cursor
from cti.crm.errors import CursorError
from cti.crm.shapes import ContactPage, ContactRow, Phone
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.phones import parse
from cti.schema import contacts, customers, phones
from cti.text import clean_line, fold

OwnerFilter = Literal["all", "mine", "none"]
Sort = Literal["created", "name", "updated"]
Order = Literal["asc", "desc"]

COUNTED = 10_000
"""Counting stops here: the screen says "more than", and no list ever reads a million rows."""

MOST_WORDS = 8
FEWEST_DIGITS = 3
LONGEST_ID = 16
PHONE_LIKE = re.compile(r"\+?[0-9][0-9 .()\-/]*|\+|\([0-9][0-9 .()\-/]*")
ADDRESS_LIKE = re.compile(r"^\S*[@.]\S*$")
NOT_DIGITS = re.compile(r"[^0-9]")
TRUNK_PREFIX = re.compile(r"^(?:\+84|0084|84|0)\(?0?\)?")

SORTS: dict[Sort, ColumnElement[Any]] = {
    "created": contacts.c.created_at,
    "updated": contacts.c.updated_at,
    "name": contacts.c.name_key,
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What of the list is wanted."""

    q: str = ""
    owner: OwnerFilter = "all"
    sort: Sort = "created"
    order: Order = "desc"
    cursor: str | None = None
    limit: int = 50


class Search:
    """Lists contacts of customers that the caller may see."""

    def __init__(self, db: Database, badges: Badges, region: str) -> None:
        self._db = db
        self._badges = badges
        self._region = region

    async def list_contacts(self, caller: Caller, query: ListQuery) -> ContactPage:
        """A page of contacts, newest first unless asked otherwise. Raises CursorError."""
        async with self._db.read() as connection:
            rows, total = await _find(connection, caller, query, self._region)
            numbers = await contact_store.find_phones(
                connection, [row["id"] for row in rows[: query.limit]]
            )
        dressed = await self._badges.dress(caller, numbers)
        return ContactPage(
            rows=[_make_row(row, dressed[row["id"]]) for row in rows[: query.limit]],
            next=_make_next(rows[query.limit - 1], query) if len(rows) > query.limit else None,
            total=min(total, COUNTED),
            more=total > COUNTED,
        )


async def _find(
    connection: AsyncConnection, caller: Caller, query: ListQuery, region: str
) -> tuple[Sequence[RowMapping], int]:
    """A page with one row more, if there is one, and the total as far as it is counted.

    Few are gathered and sorted; of many, the index of the order is walked until the page is full.
    SQLite has no statistics to choose by, and the wrong one of the two takes seconds among a
    million contacts. So the count chooses.
    """
    condition = _filter(caller, query, region)
    gathered = (
        select(contacts.c.id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(*condition)
        .limit(COUNTED + 1)
        .cte("gathered")
        .prefix_with("MATERIALIZED")
    )
    counted = select(func.count()).select_from(gathered).scalar_subquery()
    few = _page(query, contacts.c.id.in_(select(gathered.c.id)), counted)
    rows = (await connection.execute(few)).mappings().all()
    # No row, and so no total in it: nothing there, or of many those gathered are all before.
    total: int = rows[0]["total"] if rows else await _count(connection, counted)
    if total <= COUNTED:
        return rows, total
    # In a subquery that refers to the contact at hand the planner can't start from the customer.
    fits = select(customers.c.id).where(customers.c.id == contacts.c.customer_id, *condition)
    many = _page(query, fits.correlate(contacts).exists(), literal(total))
    return (await connection.execute(many)).mappings().all(), total


async def _count(connection: AsyncConnection, counted: ScalarSelect[int]) -> int:
    return (await connection.execute(select(counted))).scalar_one()


def _filter(caller: Caller, query: ListQuery, region: str) -> list[ColumnElement[bool]]:
    """What holds of the contacts that are listed, and of their customers."""
    condition = [contacts.c.deleted_at.is_(None), customers_visible(caller)]
    if query.owner == "mine":
        condition.append(customers.c.owner_id == caller.user_id)
    elif query.owner == "none":
        condition.append(customers.c.owner_id.is_(None))
    text = clean_line(query.q)
    return [*condition, _match(text, region)] if text else condition


def _match(text: str, region: str) -> ColumnElement[bool]:
    """Contacts found by a number, or by a name, e-mail address or customer code."""
    typed = unicodedata.normalize("NFKC", text)
    if PHONE_LIKE.fullmatch(typed):
        return _match_phone(typed, region)
    names = fold(text).split()[:MOST_WORDS]
    # One branch for each index: names are read off theirs alone, a code is found by its own.
    of_customer = select(contacts.c.id).join(customers, customers.c.id == contacts.c.customer_id)
    found = [
        select(contacts.c.id).where(_has_words(contacts.c.name_key, names)),
        of_customer.where(_has_words(customers.c.name_key, names)),
        of_customer.where(customers.c.code == text.upper()),
    ]
    if ADDRESS_LIKE.search(text):
        address = text.lower()
        found.append(
            select(contacts.c.id).where(contacts.c.email.contains(address, autoescape=True))
        )
    return contacts.c.id.in_(union(*found))


def _match_phone(typed: str, region: str) -> ColumnElement[bool]:
    """A whole number goes by the index; a piece of one is looked for in all.

    The stored form is +84912345678: a piece is compared without what stands for the country or
    the 0 before the area, so that 0912, +84 912 and 912 all find it.
    """
    whole = parse(typed, region).e164
    if whole is not None:
        return contacts.c.id.in_(select(phones.c.contact_id).where(phones.c.e164 == whole))
    compact = re.sub(r"[^0-9+]", "", typed)
    digits = NOT_DIGITS.sub("", compact)
    if len(digits) < FEWEST_DIGITS:
        return literal(value=False)
    pieces = {digits, TRUNK_PREFIX.sub("", compact)}
    bare: ColumnElement[str] = phones.c.typed
    for separator in (" ", ".", "-", "(", ")"):
        bare = func.replace(bare, separator, "")
    callable_ones = [
        phones.c.e164.contains(piece, autoescape=True)
        for piece in pieces
        if len(piece) >= FEWEST_DIGITS
    ]
    odd_ones = and_(phones.c.e164.is_(None), bare.contains(digits, autoescape=True))
    return contacts.c.id.in_(select(phones.c.contact_id).where(or_(*callable_ones, odd_ones)))


def _has_words(column: ColumnElement[str], words: list[str]) -> ColumnElement[bool]:
    if not words:
        return literal(value=False)
    return and_(*(column.contains(word, autoescape=True) for word in words))


def _page(
    query: ListQuery, condition: ColumnElement[bool], total: ColumnElement[int]
) -> Select[Any]:
    """The contacts that fulfil the condition, after the cursor, in order, one more than a page."""
    column = SORTS[query.sort]
    descending = query.order == "desc"
    order = [side.desc() if descending else side.asc() for side in (column, contacts.c.id)]
    found = select(contacts.c.id).where(condition).order_by(*order).limit(query.limit + 1)
    if query.cursor is not None:
        value, contact_id = _decode(query)
        beyond = column < value if descending else column > value
        tie = contacts.c.id < contact_id if descending else contacts.c.id > contact_id
        # Said twice, so that both databases see the plain range on the index.
        bound = column <= value if descending else column >= value
        found = found.where(bound, or_(beyond, and_(column == value, tie)))
    page = found.subquery("page")
    return (
        select(
            contacts,
            customers.c.name.label("customer"),
            customers.c.kind.label("customer_kind"),
            customers.c.owner_id,
            *OWNER_COLUMNS,
            total.label("total"),
        )
        .select_from(
            page.join(contacts, contacts.c.id == page.c.id)
            .join(customers, customers.c.id == contacts.c.customer_id)
            .outerjoin(owners, owners.c.id == customers.c.owner_id)
        )
        .order_by(*order)
    )


def _decode(query: ListQuery) -> tuple[str | datetime, int]:
    tag, cursor = _tag(query), query.cursor or ""
    value: str | datetime
    if query.sort == "name":
        value, tie = decode_text(tag, cursor)
    else:
        value, tie = decode_time(tag, cursor)
    if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
        raise CursorError
    return value, int(tie)


def _make_next(row: RowMapping, query: ListQuery) -> str:
    return encode_cursor(_tag(query), row[SORTS[query.sort].key or ""], str(row["id"]))


def _tag(query: ListQuery) -> str:
    """Cursors of one order make no sense in another."""
    return f"contacts/{query.sort}/{query.order}"


def _make_row(row: RowMapping, numbers: list[Phone]) -> ContactRow:
    fields = {name: row[name] for name in ContactRow.model_fields if name in row}
    return ContactRow(**fields, owner=make_owner(row), phones=numbers)
