"""What was done with one customer, and what it owes: the tabs "Giao dịch" and "Công nợ"."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, Select, String, and_, literal, or_, select
from sqlalchemy import union_all as unite
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.commerce import store
from cti.crm.commerce.ledger import Charge, Line, reckon
from cti.crm.commerce.shapes import (
    Dealing,
    Dealings,
    DocumentRef,
    Ledger,
    LedgerLine,
    LedgerLines,
    OpenCharge,
    QuickTransaction,
)
from cti.crm.commerce.telling import make_document
from cti.crm.cursor import decode_text, decode_time, encode_cursor
from cti.crm.errors import CursorError, CustomerNotFoundError
from cti.crm.timeline.work import TRANSACTIONS
from cti.db import Database
from cti.schema import commercial_documents, transactions
from cti.shapes import read_person

TAG = "dealings"
DOCUMENT, TRANSACTION = "document", "transaction"
LONGEST_ID = 19
SHOWN = 200  # charges that are open


class Statements:
    """Reads what belongs to one customer that the caller may see."""

    def __init__(self, db: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone

    async def find_dealings(
        self, caller: Caller, customer_id: int, kind: str, cursor: str, limit: int
    ) -> Dealings:
        """Quick transactions and documents in one list, the last written down first (R039).

        `kind` is one of a document's, "transaction" or "all". Raises CustomerNotFoundError,
        CursorError.
        """
        before = _read_cursor(cursor) if cursor else None
        async with self._db.read() as connection:
            await _check(connection, caller, customer_id)
            query = _select_dealings(customer_id, kind, before, limit + 1)
            found = (await connection.execute(query)).all()
            rows = await _fetch(connection, caller, [(row.source, row.id) for row in found[:limit]])
        last = found[limit - 1] if len(found) > limit else None
        after = None if last is None else encode_cursor(TAG, last.at, f"{last.source}:{last.id}")
        return Dealings(rows=rows, next=after)

    async def get_ledger(self, caller: Caller, customer_id: int) -> Ledger:
        """What the customer owes today (R213). Raises CustomerNotFoundError."""
        today = self._clock().astimezone(self._zone).date()
        async with self._db.read() as connection:
            await _check(connection, caller, customer_id)
            account = reckon(await store.find_entries(connection, customer_id), today)
            charges = [one for one in account.charges if one.left]
            wanted = [one.id for one in charges[:SHOWN]]
            rows = await store.find_some(connection, caller, wanted)
        return Ledger(
            balance=account.balance,
            credit=account.credit,
            overdue=account.overdue,
            open=[_make_charge(one, rows) for one in charges[:SHOWN]],
            more_open=max(0, len(charges) - SHOWN),
        )

    async def find_lines(
        self, caller: Caller, customer_id: int, cursor: str, limit: int
    ) -> LedgerLines:
        """How it came to the balance, the newest day first.

        Every page is reckoned from the first document on, so each balance is of all that went
        before. Raises CustomerNotFoundError, CursorError.
        """
        tag = f"ledger/{customer_id}"
        before = _read_place(tag, cursor) if cursor else None
        today = self._clock().astimezone(self._zone).date()
        async with self._db.read() as connection:
            await _check(connection, caller, customer_id)
            entries = await store.find_entries(connection, customer_id)
            days = {one.id: one.day for one in entries}
            lines = reckon(entries, today).lines
            if before is not None:
                lines = lines[: bisect_left(lines, before, key=lambda one: (days[one.id], one.id))]
            page = lines[-limit:]
            rows = await store.find_some(connection, caller, [one.id for one in page])
        last = page[0].id if len(page) < len(lines) else None
        after = None if last is None else encode_cursor(tag, days[last].isoformat(), str(last))
        return LedgerLines(rows=[_make_line(one, rows) for one in reversed(page)], next=after)


async def _check(connection: AsyncConnection, caller: Caller, customer_id: int) -> None:
    if await customer_store.find_customer(connection, caller, customer_id) is None:
        raise CustomerNotFoundError(id=customer_id)


Before = tuple[datetime, str, int]
"""Time, table and id of the row that the page begins after."""


def _read_place(tag: str, cursor: str) -> tuple[date, int]:
    """The day and the document that a page of the ledger begins before."""
    text, key = decode_text(tag, cursor)
    if not (key.isascii() and key.isdecimal()) or len(key) > LONGEST_ID:
        raise CursorError
    try:
        return date.fromisoformat(text), int(key)
    except ValueError as error:
        raise CursorError from error


def _read_cursor(cursor: str) -> Before:
    at, tie = decode_time(TAG, cursor)
    source, _, key = tie.partition(":")
    fits = source in {DOCUMENT, TRANSACTION} and key.isascii() and key.isdecimal()
    if not fits or len(key) > LONGEST_ID:
        raise CursorError
    return at, source, int(key)


def _select_dealings(customer_id: int, kind: str, before: Before | None, limit: int) -> Select[Any]:
    """Each branch is cut to `limit` by itself: many documents cost no more than ten."""
    branches = []
    for source, table in ((DOCUMENT, commercial_documents), (TRANSACTION, transactions)):
        if (kind == TRANSACTION) != (source == TRANSACTION) and kind != "all":
            continue
        query = select(
            literal(source, String(12)).label("source"), table.c.id, table.c.created_at.label("at")
        ).where(table.c.customer_id == customer_id)
        if source == DOCUMENT and kind != "all":
            query = query.where(table.c.kind == kind)
        if before is not None:
            query = query.where(_is_before(source, table.c.created_at, table.c.id, before))
        cut = query.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
        branches.append(select(cut.subquery(f"{source}s")))
    merged = unite(*branches).subquery("dealings")
    latest = (merged.c.at.desc(), merged.c.source.desc(), merged.c.id.desc())
    return select(merged).order_by(*latest).limit(limit)


def _is_before(
    source: str, at: ColumnElement[datetime], row_id: ColumnElement[int], before: Before
) -> ColumnElement[bool]:
    time, of, last_id = before
    if source == of:
        return or_(at < time, and_(at == time, row_id < last_id))
    return at <= time if source < of else at < time


async def _fetch(
    connection: AsyncConnection, caller: Caller, keys: list[tuple[str, int]]
) -> list[Dealing]:
    papers = await store.find_some(connection, caller, [key for of, key in keys if of == DOCUMENT])
    ids = [key for of, key in keys if of == TRANSACTION]
    found = await connection.execute(TRANSACTIONS.where(transactions.c.id.in_(ids)))
    quick = {row["id"]: row for row in found.mappings()}
    made = []
    for of, key in keys:
        if of == DOCUMENT and key in papers:
            made.append(_make_paper(papers[key]))
        elif of == TRANSACTION and key in quick:
            made.append(_make_quick(quick[key]))
    return made


def _make_paper(row: RowMapping) -> Dealing:
    paper = make_document(row)
    return Dealing(
        kind=paper.kind,
        id=paper.id,
        at=paper.created_at,
        by=paper.by,
        document=paper,
        transaction=None,
    )


def _make_quick(row: RowMapping) -> Dealing:
    told = {name: row[name] for name in QuickTransaction.model_fields}
    return Dealing(
        kind=TRANSACTION,
        id=row["id"],
        at=row["at"],
        by=read_person(row, "by_id", "by"),
        document=None,
        transaction=QuickTransaction(**told),
    )


Rows = Mapping[int, RowMapping]


def _make_ref(row: RowMapping) -> DocumentRef:
    return DocumentRef(id=row["id"], kind=row["kind"], number=row["number"])


def _make_charge(one: Charge, rows: Rows) -> OpenCharge:
    told = {name: getattr(one, name) for name in ("due_on", "amount", "left", "overdue")}
    return OpenCharge(document=_make_ref(rows[one.id]), **told)


def _make_line(one: Line, rows: Rows) -> LedgerLine:
    row = rows[one.id]
    return LedgerLine(
        document=_make_ref(row),
        day=row["day"],
        description=row["description"],
        charge=one.charge,
        settled=one.settled,
        balance=one.balance,
    )
