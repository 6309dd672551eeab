"""Use cases on documents (R225): upload, list, read, delete."""

import asyncio
import hashlib
import logging
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.documents import store
from cti.crm.documents.errors import (
    DocumentEmptyError,
    DocumentNotFoundError,
    DocumentStoreDownError,
    DocumentTooLargeError,
)
from cti.crm.documents.files import DocumentStore
from cti.crm.documents.names import make_safe_name
from cti.crm.documents.shapes import Document, DocumentPage
from cti.crm.documents.types import (
    ENDINGS,
    SHOWN,
    SNIFFED,
    ZIP,
    find_media_type,
    look_into_zip,
)
from cti.crm.editing import lock_customer, tell
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.store import make_owner
from cti.db import Database
from cti.ids import new_id

log = logging.getLogger(__name__)

MEGA = 1024 * 1024
AT_ONCE = 4  # uploads on their way into the store
TAG_LENGTH = 32


class Opened(NamedTuple):
    """A document, what tells its content from any other, and its bytes."""

    document: Document
    tag: str
    chunks: AsyncIterator[bytes]


class Documents:
    """Files attached to customers."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        files: DocumentStore,
        *,
        folder: Path,
        limit_mb: int,
    ) -> None:
        """`folder` is where uploads wait until they are whole."""
        self._db = db
        self._bus = bus
        self._clock = clock
        self._files = files
        self._folder = folder
        self._limit_mb = limit_mb
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def find_page(
        self, caller: Caller, customer_id: int, cursor: str, limit: int
    ) -> DocumentPage:
        """The customer's documents, the newest first. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            customer = await customer_store.find_customer(connection, caller, customer_id)
            if customer is None:
                raise CustomerNotFoundError(id=customer_id)
            rows, following = await store.find_page(connection, customer_id, cursor, limit)
            total = await store.count(connection, customer_id)
        return DocumentPage(
            rows=[_make(row) for row in rows],
            next=following,
            total=total,
            limit_mb=self._limit_mb,
            can_edit=bool(customer["can_edit"]),
        )

    async def upload(
        self, caller: Caller, customer_id: int, name: str, chunks: AsyncIterator[bytes]
    ) -> Document:
        """Keep a file. Whoever may not is told so before it is read.

        Raises CustomerNotFoundError, NotEditableError, DocumentEmptyError,
        DocumentTooLargeError, DocumentStoreDownError.
        """
        await self._check_editable(caller, customer_id)
        async with self._slots, self._receive(chunks) as path:
            size = path.stat().st_size
            if not size:
                raise DocumentEmptyError
            media_type = await asyncio.to_thread(_sniff, path, name)
            key = new_id("doc")
            await self._files.put(key, path)
        values = {
            "customer_id": customer_id,
            "name": make_safe_name(name, ENDINGS.get(media_type, "")),
            "media_type": media_type,
            "size": size,
            "key": key,
        }
        try:
            document_id = await self._add(caller, values)
        except BaseException:  # nobody knows of the file then
            await self._forget(key)
            raise
        row = await self._find(caller, document_id)
        return _make(row)

    async def open(self, caller: Caller, document_id: int) -> Opened:
        """A document and its bytes. Raises DocumentNotFoundError."""
        row = await self._find(caller, document_id)
        tag = hashlib.sha256(row["key"].encode()).hexdigest()[:TAG_LENGTH]
        return Opened(_make(row), tag, self._files.read(row["key"]))

    async def delete(self, caller: Caller, document_id: int) -> None:
        """Delete a document for good; the history keeps its name.

        Raises DocumentNotFoundError, NotEditableError.
        """
        now = self._clock()
        row = await self._find(caller, document_id)
        async with self._db.write() as unit:
            await lock_customer(unit, caller, row["customer_id"])
            if not await store.delete_document(unit.connection, document_id):
                raise DocumentNotFoundError(id=document_id)
            detail: dict[str, list[object]] = {"document": [row["name"], None]}
            await customer_store.append_log(
                unit.connection, row["customer_id"], caller.user_id, now, "document.deleted", detail
            )
            tell(unit, self._bus, row["customer_id"])
        await self._forget(row["key"])

    async def _add(self, caller: Caller, values: dict[str, object]) -> int:
        now, customer_id = self._clock(), int(str(values["customer_id"]))
        async with self._db.write() as unit:
            await lock_customer(unit, caller, customer_id)
            document_id = await store.insert_document(
                unit.connection, {**values, "uploaded_by": caller.user_id, "created_at": now}
            )
            detail: dict[str, list[object]] = {"document": [None, values["name"]]}
            await customer_store.append_log(
                unit.connection, customer_id, caller.user_id, now, "document.added", detail
            )
            tell(unit, self._bus, customer_id)
        return document_id

    async def _check_editable(self, caller: Caller, customer_id: int) -> None:
        async with self._db.read() as connection:
            customer = await customer_store.find_customer(connection, caller, customer_id)
        if customer is None:
            raise CustomerNotFoundError(id=customer_id)
        if not customer["can_edit"]:
            raise NotEditableError(id=customer_id)

    async def _find(self, caller: Caller, document_id: int) -> RowMapping:
        async with self._db.read() as connection:
            row = await store.find_one(connection, caller, document_id)
        if row is None:
            raise DocumentNotFoundError(id=document_id)
        return row

    @asynccontextmanager
    async def _receive(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[Path]:
        """The whole upload as a file, which goes away again unless the store moved it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="new-", dir=self._folder)
        path, size = Path(name), 0
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self._limit_mb * MEGA:
                        raise DocumentTooLargeError(limit_mb=self._limit_mb)
                    await asyncio.to_thread(file.write, chunk)
            yield path
        finally:
            path.unlink(missing_ok=True)  # noqa: ASYNC240 - at once, also when cancelled

    async def _forget(self, key: str) -> None:
        """A file that is left over harms nobody; that it is there is said."""
        with suppress(asyncio.CancelledError):
            try:
                await self._files.delete(key)
            except DocumentStoreDownError:
                log.warning("a deleted document's file is left", extra={"key": key})


def _sniff(path: Path, name: str) -> str:
    with path.open("rb") as file:
        kind = find_media_type(file.read(SNIFFED), name)
        return look_into_zip(file) if kind == ZIP else kind


def _make(row: RowMapping) -> Document:
    plain = ("id", "customer_id", "name", "media_type", "size", "created_at")
    return Document(
        **{name: row[name] for name in plain},
        shown=row["media_type"] in SHOWN,
        by=make_owner(row),
    )
