"""The contact list: searched, filtered, sorted and paged in the database (R052, R130, R137)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    RowMapping,
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
        matching = _filter(caller, query, self._region)
        page = _sort(matching, query)
        async with self._db.read() as connection:
            rows = (await connection.execute(page)).mappings().all()
            total = await _count(connection, matching)
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


def _filter(caller: Caller, query: ListQuery, region: str) -> Select[Any]:
    chosen = (
        select(contacts.c.id)
        .select_from(contacts.join(customers, customers.c.id == contacts.c.customer_id))
        .where(contacts.c.deleted_at.is_(None), customers_visible(caller))
    )
    if query.owner == "mine":
        chosen = chosen.where(customers.c.owner_id == caller.user_id)
    elif query.owner == "none":
        chosen = chosen.where(customers.c.owner_id.is_(None))
    text = clean_line(query.q)
    return chosen.where(_match(text, region)) if text else chosen


def _match(text: str, region: str) -> ColumnElement[bool]:
    """Contacts found by a number, or by a name, e-mail address or customer code."""
    typed = unicodedata.normalize("NFKC", text)
    if PHONE_LIKE.fullmatch(typed):
        return _match_phone(typed, region)
    names = fold(text).split()[:MOST_WORDS]
    found = [
        select(contacts.c.id).where(_has_words(contacts.c.name_key, names)),
        select(contacts.c.id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(or_(_has_words(customers.c.name_key, names), customers.c.code == text.upper())),
    ]
    if " " not in text:
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


def _sort(matching: Select[Any], query: ListQuery) -> Select[Any]:
    column = SORTS[query.sort]
    descending = query.order == "desc"
    page = (
        matching.with_only_columns(
            contacts,
            customers.c.name.label("customer"),
            customers.c.kind.label("customer_kind"),
            customers.c.owner_id,
            *OWNER_COLUMNS,
        )
        .outerjoin(owners, owners.c.id == customers.c.owner_id)
        .limit(query.limit + 1)
    )
    if query.cursor is not None:
        value, contact_id = _decode(query)
        beyond = column < value if descending else column > value
        tie = contacts.c.id < contact_id if descending else contacts.c.id > contact_id
        # Said twice, so that both databases see the plain range on the index.
        bound = column <= value if descending else column >= value
        page = page.where(bound, or_(beyond, and_(column == value, tie)))
    if descending:
        return page.order_by(column.desc(), contacts.c.id.desc())
    return page.order_by(column.asc(), contacts.c.id.asc())


async def _count(connection: AsyncConnection, matching: Select[Any]) -> int:
    some = matching.limit(COUNTED + 1).subquery()
    return (await connection.execute(select(func.count()).select_from(some))).scalar_one()


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
