"""Pages of a list by sort key and id, for lists that are not as long as the customers'.

The page after a row is found by that row's key, so that rows which come and go meanwhile neither
repeat nor hide others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.cursor import decode_text, decode_time, encode_cursor
from cti.crm.errors import CursorError

LONGEST_ID = 19  # digits
LONGEST_NUMBER = 20
KEPT = "sorted_by"
"""The name by which a row has what it is sorted by."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a list is sorted by; never null. `kind` says how its values are told in a cursor."""

    column: ColumnElement[Any]
    kind: Literal["time", "number", "day", "text"]


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one list. `tag` names both: cursors of one make no sense in another."""

    tag: str
    key: Key
    row_id: ColumnElement[int]
    down: bool

    def sides(self) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        return [side.desc() if self.down else side.asc() for side in (self.key.column, self.row_id)]

    def beyond(self, cursor: str) -> ColumnElement[bool]:
        """The rows after the one that the cursor is of. Raises CursorError."""
        value, row_id = self._decode(cursor)
        column = self.key.column
        further = column < value if self.down else column > value
        tie = self.row_id < row_id if self.down else self.row_id > row_id
        return or_(further, and_(column == value, tie))

    def cursor(self, value: datetime | date | int | str, row_id: int) -> str:
        """The cursor after a row with this key and id."""
        told = value if isinstance(value, datetime) else str(value)
        return encode_cursor(self._tag, told, str(row_id))

    async def read_page(
        self, connection: AsyncConnection, wanted: Select[Any], cursor: str | None, limit: int
    ) -> tuple[Sequence[RowMapping], str | None]:
        """A page of `wanted` and the cursor of the next one, None on the last.

        Its rows have their `id`. Raises CursorError.
        """
        query = wanted.add_columns(self.key.column.label(KEPT)).order_by(*self.sides())
        if cursor:
            query = query.where(self.beyond(cursor))
        rows = (await connection.execute(query.limit(limit + 1))).mappings().all()
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]
        return rows[:limit], self.cursor(last[KEPT], last["id"])

    @property
    def _tag(self) -> str:
        return f"{self.tag}/{'down' if self.down else 'up'}"

    def _decode(self, cursor: str) -> tuple[datetime | date | int | str, int]:
        value: datetime | date | int | str
        if self.key.kind == "time":
            value, tie = decode_time(self._tag, cursor)
        else:
            text, tie = decode_text(self._tag, cursor)
            value = READERS[self.key.kind](text)
        if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
            raise CursorError
        return value, int(tie)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CursorError from error


def _read_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise CursorError
    return int(text)


READERS: dict[str, Callable[[str], date | int | str]] = {
    "day": _read_day,
    "number": _read_number,
    "text": str,
}
