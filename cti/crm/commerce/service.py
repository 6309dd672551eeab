"""Use cases on commercial documents; each step is a line of the customer's history."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.catalogues.names import Catalogue
from cti.crm.catalogues.store import find_type
from cti.crm.commerce import store
from cti.crm.commerce.errors import AboutUnfitError, DocumentNotFoundError, DocumentVersionError
from cti.crm.commerce.making import complete, take, tell_plain
from cti.crm.commerce.rules import ABOUT, FIRST, MAKES_CUSTOMER, Kind
from cti.crm.commerce.shapes import (
    CommercialDocument,
    CommercialDocumentPage,
    DocumentChange,
    DocumentForm,
    MadeDocument,
)
from cti.crm.commerce.store import DocumentQuery
from cti.crm.commerce.telling import make_document
from cti.crm.converting import make_customer
from cti.crm.deals import find_contact_of
from cti.crm.editing import lock_customer, tell
from cti.crm.rules import Diff
from cti.db import Database, Unit

REOPENED = "reopened"


class Commerce:
    """Quotes, orders, contracts, receipts and payments of customers (R210–R215)."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._zone = zone

    async def find_page(self, caller: Caller, query: DocumentQuery) -> CommercialDocumentPage:
        """A page, with how many there are and their worth. Raises CursorError."""
        async with self._db.read() as connection:
            rows, following = await store.find_page(connection, caller, query)
            total, worth = await store.count(connection, caller, query)
        made = [make_document(row) for row in rows]
        return CommercialDocumentPage(rows=made, next=following, total=total, worth=worth)

    async def get(self, caller: Caller, document_id: int) -> CommercialDocument:
        """One that the caller may see. Raises DocumentNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_one(connection, caller, document_id)
        if row is None:
            raise DocumentNotFoundError(id=document_id)
        return make_document(row)

    async def create(self, caller: Caller, customer_id: int, form: DocumentForm) -> MadeDocument:
        """Write one with a customer; an order or a contract makes a customer of it (R017).

        Raises CustomerNotFoundError, NotEditableError, ContactNotFoundError, ValueUnknownError,
        AboutUnfitError, NumberTakenError and what `making` raises.
        """
        now, kind = self._clock(), Kind(form.kind)
        today = now.astimezone(self._zone).date()
        values = complete(kind, {}, {"status": FIRST[kind], "day": today, **take(form)})
        row = {"number": None, **values, "kind": kind.value, "customer_id": customer_id}
        row |= {"created_by": caller.user_id, "created_at": now, "updated_at": now}
        async with self._db.write() as unit:
            customer = await lock_customer(unit, caller, customer_id)
            named = await _name(unit.connection, customer_id, kind, None, values)
            document_id = await store.insert_document(unit.connection, row)
            written = await self._read(unit, caller, document_id)
            detail = tell_plain({}, {**values, "number": written["number"]}) | named
            await _log(unit, caller, customer_id, f"{kind}.created", detail, now)
            made_customer = kind in MAKES_CUSTOMER and await make_customer(
                unit.connection, customer, caller.user_id, now
            )
            tell(unit, self._bus, customer_id)
        made = make_document(written)
        return MadeDocument(**dict(made), made_customer=made_customer)

    async def change(
        self, caller: Caller, document_id: int, form: DocumentChange
    ) -> CommercialDocument:
        """Change what was sent, if nobody changed it since `form.version` was read.

        Raises DocumentNotFoundError, NotEditableError, what `create` raises of values, and
        DocumentVersionError with how it is now.
        """
        try:
            await self._change(caller, document_id, form)
        except DocumentVersionError as error:
            current = await self.get(caller, document_id)
            raise DocumentVersionError(current=current.model_dump(mode="json")) from error
        return await self.get(caller, document_id)

    async def _change(self, caller: Caller, document_id: int, form: DocumentChange) -> None:
        now, sent = self._clock(), take(form)
        async with self._db.write() as unit:
            row = await self._lock(unit, caller, document_id)
            if row["version"] != form.version:
                raise DocumentVersionError
            kind, before = Kind(row["kind"]), dict(**row)
            after = complete(kind, before, sent)
            values = {name: value for name, value in after.items() if value != row[name]}
            if not values:
                return
            detail: Diff = {"number": [None, row["number"]], **tell_plain(before, after)}
            detail |= await _name(unit.connection, row["customer_id"], kind, row, values)
            values |= {"updated_at": now, "version": row["version"] + 1}
            await store.update_document(unit.connection, document_id, values)
            moved = REOPENED if after["status"] == "draft" else after["status"]
            action = moved if after["status"] != row["status"] else "changed"
            await _log(unit, caller, row["customer_id"], f"{kind}.{action}", detail, now)
            tell(unit, self._bus, row["customer_id"])

    async def _read(self, unit: Unit, caller: Caller, document_id: int) -> RowMapping:
        row = await store.find_one(unit.connection, caller, document_id)
        if row is None:
            raise DocumentNotFoundError(id=document_id)
        return row

    async def _lock(self, unit: Unit, caller: Caller, document_id: int) -> RowMapping:
        """The document, as it is once its customer is locked."""
        row = await self._read(unit, caller, document_id)
        await lock_customer(unit, caller, row["customer_id"])
        return await self._read(unit, caller, document_id)


async def _name(
    connection: AsyncConnection,
    customer_id: int,
    kind: Kind,
    before: RowMapping | None,
    values: dict[str, Any],
) -> Diff:
    """What the new values name, checked and told: a contact, a type, another document.

    Raises ContactNotFoundError, ValueUnknownError, AboutUnfitError.
    """
    told: Diff = {}
    if "contact_id" in values:
        contact_id = values["contact_id"]
        contact = contact_id and await find_contact_of(connection, customer_id, contact_id)
        told["contact"] = [before and before["contact_name"], contact and contact["name"]]
    if "type_id" in values:
        type_id = values["type_id"]
        chosen = type_id and await find_type(connection, type_id, Catalogue.CONTRACT_TYPE)
        told["type"] = [before and before["type_label"], chosen and chosen.label]
    if "about_id" in values:
        named = None
        if (about_id := values["about_id"]) is not None:
            found = await store.find_kind_of(connection, customer_id, about_id)
            itself = before is not None and before["id"] == about_id
            if found is None or itself or found[0] not in ABOUT[kind]:
                raise AboutUnfitError(id=about_id)
            named = found[1]
        told["about"] = [before and before["about_number"], named]
    return {name: pair for name, pair in told.items() if pair[0] != pair[1]}


async def _log(
    unit: Unit, caller: Caller, customer_id: int, action: str, detail: Diff, now: datetime
) -> None:
    await customer_store.append_log(
        unit.connection, customer_id, caller.user_id, now, action, detail
    )
