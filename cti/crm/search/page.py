"""A page of the contact list in SQL: its order, its cursor, its rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    not_,
    or_,
    select,
)

from cti.crm.cursor import decode_text, decode_time, digest_query, encode_cursor
from cti.crm.errors import CursorError
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import contacts, customers

OwnerFilter = Literal["all", "mine", "none"]
Sort = Literal["created", "name", "updated"]
Order = Literal["asc", "desc"]

LONGEST_ID = 16

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
    owner_id: int | None = None  # of the customer: "Người quản lý" (R052)
    company_id: int | None = None
    sort: Sort = "created"
    order: Order = "desc"
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Keys:
    """What a contact is ordered by: those of which `is_first` is true come before all others."""

    value: ColumnElement[Any]
    id: ColumnElement[int]
    is_first: ColumnElement[bool] | None = None


def read_keys(query: ListQuery) -> Keys:
    """As they stand in the table."""
    return Keys(SORTS[query.sort], contacts.c.id)


def sort_keys(query: ListQuery, keys: Keys) -> list[ColumnElement[Any]]:
    """For ORDER BY."""
    descending = query.order == "desc"
    order: list[ColumnElement[Any]] = [
        side.desc() if descending else side.asc() for side in (keys.value, keys.id)
    ]
    return order if keys.is_first is None else [keys.is_first.desc(), *order]


def select_page(
    query: ListQuery, found: Select[Any], keys: Keys, total: ColumnElement[int]
) -> Select[Any]:
    """Of the contacts found, those after the cursor, in order, one more than a page.

    `found` selects their ids and whether they are first. Raises CursorError.
    """
    descending = query.order == "desc"
    found = found.order_by(*sort_keys(query, keys)).limit(query.limit + 1)
    if query.cursor is not None:
        found = found.where(_lies_beyond(query, keys))
    page = found.subquery("page")
    sides = (SORTS[query.sort], contacts.c.id)
    shown = [side.desc() if descending else side.asc() for side in sides]
    return (
        select(
            contacts,
            customers.c.name.label("customer"),
            customers.c.kind.label("customer_kind"),
            customers.c.owner_id,
            *OWNER_COLUMNS,
            total.label("total"),
            page.c.is_first,
        )
        .select_from(
            page.join(contacts, contacts.c.id == page.c.id)
            .join(customers, customers.c.id == contacts.c.customer_id)
            .outerjoin(owners, owners.c.id == customers.c.owner_id)
        )
        .order_by(page.c.is_first.desc(), *shown)
    )


def make_next(row: RowMapping, query: ListQuery) -> str:
    """The cursor after a row."""
    tag = _tag(query, is_first=row["is_first"])
    return encode_cursor(tag, row[SORTS[query.sort].key or ""], str(row["id"]))


def _lies_beyond(query: ListQuery, keys: Keys) -> ColumnElement[bool]:
    column, first, descending = keys.value, keys.is_first, query.order == "desc"
    value, contact_id, was_first = _decode(query)
    beyond = column < value if descending else column > value
    tie = keys.id < contact_id if descending else keys.id > contact_id
    # Said twice, so that both databases see the plain range on the index.
    bound = column <= value if descending else column >= value
    after = and_(bound, or_(beyond, and_(column == value, tie)))
    if first is None:
        return after
    return or_(not_(first), after) if was_first else and_(not_(first), after)


def _decode(query: ListQuery) -> tuple[str | datetime, int, bool]:
    """The last row's sort key and id, and whether it was among the first ones."""
    try:
        return *_decode_tagged(query, _tag(query, is_first=True)), True
    except CursorError:
        return *_decode_tagged(query, _tag(query, is_first=False)), False


def _decode_tagged(query: ListQuery, tag: str) -> tuple[str | datetime, int]:
    cursor = query.cursor or ""
    value: str | datetime
    if query.sort == "name":
        value, tie = decode_text(tag, cursor)
    else:
        value, tie = decode_time(tag, cursor)
    if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
        raise CursorError
    return value, int(tie)


def _tag(query: ListQuery, *, is_first: bool) -> str:
    """Cursors of one order or one filter make no sense in another."""
    asked = digest_query(query.q, query.owner, query.owner_id, query.company_id)
    return f"contacts/{query.sort}/{query.order}/{asked}{'/marked' if is_first else ''}"
