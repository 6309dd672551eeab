"""The customer list: searched, filtered by any field, sorted and paged in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.cursor import decode_text, decode_time, encode_cursor
from cti.crm.duplicates.keys import make_tax_key
from cti.crm.errors import CursorError, CustomerNotFoundError
from cti.crm.fields.store import find_custom, find_fields
from cti.crm.listing.filters import build_filters, parse_filters
from cti.crm.listing.shapes import ContactName, CustomerPage, CustomerRow, Neighbours
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.phones import parse
from cti.schema import contacts, customers, phones
from cti.text import clean_line, fold

COUNTED = 10_000
MOST_WORDS = 8
LONGEST_ID = 16

Sort = Literal["created", "name", "updated"]
SORTS: dict[str, ColumnElement[Any]] = {
    "created": customers.c.created_at,
    "updated": customers.c.updated_at,
    "name": customers.c.name_key,
}


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """Which customers are wanted. `filters` is JSON, as in the query string."""

    q: str = ""
    owner: Literal["all", "mine", "none"] = "all"
    kind: Literal["all", "person", "organisation"] = "all"
    filters: str = ""
    sort: Sort = "created"
    order: Literal["asc", "desc"] = "desc"
    cursor: str | None = None
    limit: int = 50


class CustomerList:
    """Lists customers that the caller may see."""

    def __init__(self, db: Database, region: str, zone: ZoneInfo) -> None:
        self._db = db
        self._region = region
        self._zone = zone

    async def find_page(self, caller: Caller, query: CustomerQuery) -> CustomerPage:
        """A page, newest first unless asked otherwise. Raises CursorError, FilterError."""
        async with self._db.read() as connection:
            condition = await self.find_conditions(connection, caller, query)
            rows, total = await _find(connection, query, condition)
            shown = rows[: query.limit]
            ids = [row["id"] for row in shown]
            custom = await find_custom(connection, ids)
            primary = await _find_primary(connection, ids)
        return CustomerPage(
            rows=[_make_row(row, custom[row["id"]], primary.get(row["id"])) for row in shown],
            next=_make_next(shown[-1], query) if len(rows) > query.limit else None,
            total=min(total, COUNTED),
            more=total > COUNTED,
        )

    async def find_neighbours(
        self, caller: Caller, customer_id: int, query: CustomerQuery
    ) -> Neighbours:
        """The customers before and after one in the list. Raises CustomerNotFoundError.

        The one itself need not be in it: it may have been edited out of the filter.
        """
        column = SORTS[query.sort]
        async with self._db.read() as connection:
            condition = await self.find_conditions(connection, caller, query)
            row = await connection.execute(
                select(column).where(customers.c.id == customer_id, customers_visible(caller))
            )
            here = row.first()
            if here is None:
                raise CustomerNotFoundError(id=customer_id)
            found = []
            for down in (query.order != "desc", query.order == "desc"):
                beside = select(customers.c.id).where(
                    *condition, _is_beyond(column, here[0], customer_id, down=down)
                )
                beside = beside.order_by(*_order(column, down=down)).limit(1)
                found.append((await connection.execute(beside)).scalar_one_or_none())
        return Neighbours(previous=found[0], next=found[1])

    async def find_conditions(
        self, connection: AsyncConnection, caller: Caller, query: CustomerQuery
    ) -> list[ColumnElement[bool]]:
        """What holds of the customers in the list, visibility included. Raises FilterError."""
        condition = [customers_visible(caller)]
        if query.owner != "all":
            mine = caller.user_id if query.owner == "mine" else None
            condition.append(customers.c.owner_id == mine)
        if query.kind != "all":
            condition.append(customers.c.kind == query.kind)
        if text := clean_line(query.q):
            condition.append(_match(text, self._region))
        if filters := parse_filters(query.filters):
            own = {one.key: one for one in await find_fields(connection)}
            condition += build_filters(filters, own, self._zone)
        return condition


async def _find(
    connection: AsyncConnection, query: CustomerQuery, condition: list[ColumnElement[bool]]
) -> tuple[Sequence[RowMapping], int]:
    """A page with one row more, if there is one, and the total as far as it is counted.

    Few are gathered and sorted; of many, the index of the order is walked until the page is full:
    SQLite has no statistics to choose by.
    """
    gathered = select(customers.c.id).where(*condition).limit(COUNTED + 1)
    counted = select(func.count()).select_from(gathered.subquery("counted"))
    total: int = (await connection.execute(counted)).scalar_one()
    if total <= COUNTED:
        few = gathered.cte("gathered").prefix_with("MATERIALIZED")
        condition = [customers.c.id.in_(select(few.c.id))]
    return (await connection.execute(_page(query, condition))).mappings().all(), total


def _page(query: CustomerQuery, condition: list[ColumnElement[bool]]) -> Select[Any]:
    column = SORTS[query.sort]
    down = query.order == "desc"
    page = (
        select(customers, *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(*condition)
        .order_by(*_order(column, down=down))
        .limit(query.limit + 1)
    )
    if query.cursor is None:
        return page
    value, customer_id = _decode(query)
    return page.where(_is_beyond(column, value, customer_id, down=down))


def _order(column: ColumnElement[Any], *, down: bool) -> list[ColumnElement[Any]]:
    return [one.desc() if down else one.asc() for one in (column, customers.c.id)]


def _is_beyond(
    column: ColumnElement[Any], value: object, customer_id: int, *, down: bool
) -> ColumnElement[bool]:
    beyond = column < value if down else column > value
    tie = customers.c.id < customer_id if down else customers.c.id > customer_id
    # Said twice, so that both databases see the plain range on the index.
    bound = column <= value if down else column >= value
    return and_(bound, or_(beyond, and_(column == value, tie)))


def _match(text: str, region: str) -> ColumnElement[bool]:
    """By name, code or tax code, or by a whole number or e-mail address of a contact."""
    words = fold(text).split()[:MOST_WORDS]
    named = [customers.c.name_key.contains(word, autoescape=True) for word in words]
    parts = [customers.c.code == text.upper(), and_(*named) if named else literal(value=False)]
    if tax_key := make_tax_key(text):
        parts.append(customers.c.tax_key == tax_key)
    of_contact = select(contacts.c.customer_id).where(contacts.c.deleted_at.is_(None))
    if "@" in text:
        parts.append(customers.c.email == text.lower())
        parts.append(customers.c.id.in_(of_contact.where(contacts.c.email == text.lower())))
    if number := parse(text, region).e164:
        owner = select(phones.c.contact_id).where(phones.c.e164 == number)
        parts.append(customers.c.id.in_(of_contact.where(contacts.c.id.in_(owner))))
    return or_(*parts)


async def _find_primary(
    connection: AsyncConnection, customer_ids: list[int]
) -> dict[int, ContactName]:
    rows = await connection.execute(
        select(contacts.c.id, contacts.c.name, contacts.c.customer_id).where(
            contacts.c.customer_id.in_(customer_ids),
            contacts.c.is_primary,
            contacts.c.deleted_at.is_(None),
        )
    )
    return {row.customer_id: ContactName(id=row.id, name=row.name) for row in rows}


def _make_row(
    row: RowMapping, custom: Mapping[str, object], contact: ContactName | None
) -> CustomerRow:
    fields = {name: row[name] for name in CustomerRow.model_fields if name in row}
    return CustomerRow(**fields, owner=make_owner(row), contact=contact, custom=dict(custom))


def _decode(query: CustomerQuery) -> tuple[str | datetime, int]:
    decode = decode_text if query.sort == "name" else decode_time
    value, tie = decode(_tag(query), query.cursor or "")
    if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
        raise CursorError
    return value, int(tie)


def _make_next(row: RowMapping, query: CustomerQuery) -> str:
    return encode_cursor(_tag(query), row[SORTS[query.sort].key or ""], str(row["id"]))


def _tag(query: CustomerQuery) -> str:
    """Cursors of one order make no sense in another."""
    return f"customers/{query.sort}/{query.order}"
