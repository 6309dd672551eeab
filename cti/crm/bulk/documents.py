"""Commercial documents as the rows of a file: what the caller may see, and no more (R325)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.crm.bulk.errors import ColumnUnknownError
from cti.crm.bulk.shapes import DocumentExportForm
from cti.crm.commerce import store
from cti.crm.commerce.shapes import DocumentFilter
from cti.crm.commerce.store import DocumentQuery
from cti.sheet_writing import Value

DOCUMENTS = "documents"
"""In a stored selection: what it holds are commercial documents, not customers."""

COLUMNS = {
    "number": "number",
    "kind": "kind",
    "status": "status",
    "day": "day",
    "amount": "amount",
    "due_on": "due_on",
    "customer": "customer_name",
    "customer.code": "customer_code",
    "contact": "contact_name",
    "about": "about_number",
    "type": "type_label",
    "effective_on": "effective_on",
    "months": "months",
    "ends_on": "ends_on",
    "description": "description",
    "owner": "owner_name",
    "created_by": "by_name",
    "created_at": "created_at",
}
"""Column of a file → column of the row."""

NAMED = frozenset({"kind", "status"})
"""Told by the words that the user's language has for them."""


class ListedDocuments:
    """Documents of a list: those that are in it now and that the caller may see."""

    def __init__(self, wanted: DocumentFilter) -> None:
        self._query = DocumentQuery(**wanted.model_dump())

    async def count(self, connection: AsyncConnection, caller: Caller) -> int:
        """How many there are now."""
        return (await store.count(connection, caller, self._query))[0]

    async def list_ids(self, connection: AsyncConnection, caller: Caller) -> Sequence[int]:
        """The oldest first."""
        return await store.find_ids(connection, caller, self._query)


class DocumentExport:
    """Reads the rows of a file by the ids of documents."""

    right = Right.CUSTOMERS_EXPORT

    def __init__(self, form: DocumentExportForm, zone: ZoneInfo) -> None:
        """Raises ColumnUnknownError."""
        unknown = [one.key for one in form.columns if one.key not in COLUMNS and one.key != "lines"]
        if unknown:
            raise ColumnUnknownError(keys=unknown)
        self._shows = [_find_show(one.key, form.words, zone) for one in form.columns]

    async def read(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> list[list[Value]]:
        """The rows of these documents, as given; those the caller may not see have none."""
        rows = await store.find_some(connection, caller, ids)
        return [[show(rows[one]) for show in self._shows] for one in ids if one in rows]


def _find_show(key: str, words: Mapping[str, str], zone: ZoneInfo) -> Callable[[RowMapping], Value]:
    if key == "lines":
        return lambda row: "\n".join(_tell_line(line) for line in row["lines"])
    column = COLUMNS[key]
    if key in NAMED:
        return lambda row: words.get(f"{key}.{row[column]}", row[column])
    return lambda row: _show(row[column], zone)


def _show(value: Any, zone: ZoneInfo) -> Value:  # noqa: ANN401 - any column's
    shown: Value = value.astimezone(zone) if isinstance(value, datetime) else value
    return shown


def _tell_line(line: Mapping[str, Any]) -> str:
    return f"{line['quantity']:g} × {line['name']} ({line['unit_price']})"
