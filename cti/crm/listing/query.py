"""What is asked of the customer list: which customers, in which order, from where on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, and_, false, func, not_, or_

from cti.crm.cursor import decode_text, decode_time, digest_query, encode_cursor
from cti.crm.errors import CursorError
from cti.schema import customers

LONGEST_NUMBER = 16

Scope = Literal["contact", "customer", "all"]
OwnerFilter = Literal["all", "mine", "none", "department"]
KindFilter = Literal["all", "person", "organisation"]
Tile = Literal["all", "unread", "forgotten"]
Sort = Literal["created", "name", "updated", "code", "contacted"]
Direction = Literal["asc", "desc"]

COLUMNS = {"created": "created_at", "updated": "updated_at", "name": "name_key", "code": "code"}
TEXTS = {"name", "code"}


def last_touched(of: FromClause) -> ColumnElement[Any]:
    """Who was never contacted has been waiting since they were created (R035)."""
    return func.coalesce(of.c.last_contact_at, of.c.created_at)


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """Which customers are wanted. `filters` is JSON, as in the query string."""

    q: str = ""
    owner: OwnerFilter = "all"
    kind: KindFilter = "all"
    filters: str = ""
    sort: Sort = "created"
    order: Direction = "desc"
    cursor: str | None = None
    limit: int = 50
    scope: Scope = "all"
    tile: Tile = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in an order: its sort value and id, and whether it is among the first ones."""

    value: str | datetime
    id: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins: beside a place, forwards or back; `ordinal` is its first row's, from 1.

    Of a page that is read backwards, the ordinal of the row it leads to.
    """

    place: Place
    ordinal: int
    back: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list. Rows of which `first` holds come before all others, either way.

    `of` is `customers` or an alias of it.
    """

    query: CustomerQuery
    first: ColumnElement[bool] | None = None
    of: FromClause = customers

    @property
    def column(self) -> ColumnElement[Any]:
        """What is sorted by."""
        name = COLUMNS.get(self.query.sort)
        return last_touched(self.of) if name is None else self.of.c[name]

    @property
    def is_first(self) -> ColumnElement[bool]:
        """Whether a row is among the first ones."""
        return false() if self.first is None else self.first

    def sort(self, *, back: bool) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        return self._sort(self.first, self.column, self.of.c.id, back=back)

    def sort_found(self, found: FromClause, *, back: bool) -> list[ColumnElement[Any]]:
        """The same of rows that have `value`, `id` and `is_first` already."""
        first = None if self.first is None else found.c.is_first
        return self._sort(first, found.c.value, found.c.id, back=back)

    def _sort(
        self,
        first: ColumnElement[bool] | None,
        value: ColumnElement[Any],
        key: ColumnElement[int],
        *,
        back: bool,
    ) -> list[ColumnElement[Any]]:
        down = (self.query.order == "desc") is not back
        sides: list[ColumnElement[Any]] = [
            one.desc() if down else one.asc() for one in (value, key)
        ]
        if first is None:
            return sides
        return [first.asc() if back else first.desc(), *sides]

    def lies_beyond(self, place: Place, *, back: bool) -> ColumnElement[bool]:
        """Rows after a place, or before it."""
        column, down = self.column, (self.query.order == "desc") is not back
        beyond = column < place.value if down else column > place.value
        tie = self.of.c.id < place.id if down else self.of.c.id > place.id
        # Said twice, so that both databases see the plain range on the index.
        bound = column <= place.value if down else column >= place.value
        after = and_(bound, or_(beyond, and_(column == place.value, tie)))
        if self.first is None:
            return after
        if place.is_first:
            return and_(self.first, after) if back else or_(not_(self.first), after)
        return or_(self.first, after) if back else and_(not_(self.first), after)


def encode_start(query: CustomerQuery, start: Start) -> str:
    """As the text of a cursor."""
    tie = f"{start.place.id}.{start.ordinal}.{'b' if start.back else 'n'}"
    return encode_cursor(_tag(query, is_first=start.place.is_first), start.place.value, tie)


def decode_start(query: CustomerQuery) -> Start | None:
    """Where the cursor says that the page begins; None without one. Raises CursorError."""
    if not query.cursor:
        return None
    try:
        return _decode(query, is_first=True)
    except CursorError:
        return _decode(query, is_first=False)


def _decode(query: CustomerQuery, *, is_first: bool) -> Start:
    decode = decode_text if query.sort in TEXTS else decode_time
    value, tie = decode(_tag(query, is_first=is_first), query.cursor or "")
    customer_id, ordinal, way = [*tie.split("."), "", ""][:3]
    if not (_is_number(customer_id) and _is_number(ordinal) and way in {"b", "n"}):
        raise CursorError
    return Start(Place(value, int(customer_id), is_first), int(ordinal), way == "b")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _tag(query: CustomerQuery, *, is_first: bool) -> str:
    """Cursors of one order or one filter make no sense in another."""
    asked = digest_query(query.q, query.scope, query.owner, query.kind, query.tile, query.filters)
    return f"customers/{query.sort}/{query.order}/{asked}{'/marked' if is_first else ''}"
