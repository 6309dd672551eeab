"""Notes on customers: anyone who can see the customer may add one (R175)."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store, store
from cti.crm.editing import tell
from cti.crm.errors import ContactNotFoundError, CustomerNotFoundError, NoteEmptyError
from cti.crm.shapes import NoteForm, TimelineEntry
from cti.crm.timeline.reader import get_note
from cti.db import Database
from cti.schema import notes
from cti.text import clean


class Notes:
    """Writes notes; the timeline reads them."""

    def __init__(self, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock

    async def add(self, caller: Caller, customer_id: int, form: NoteForm) -> TimelineEntry:
        """Add a note, as the timeline shows it.

        Raises CustomerNotFoundError, ContactNotFoundError (of another customer), NoteEmptyError.
        """
        async with self._db.write() as unit:
            if await store.find_customer(unit.connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            if form.contact_id is not None:
                await _check_contact(unit.connection, customer_id, form.contact_id)
            note_id = await insert_note(
                unit.connection, caller.user_id, customer_id, form, self._clock()
            )
            tell(unit, self._bus, customer_id)
        async with self._db.read() as connection:
            return await get_note(connection, note_id)


async def insert_note(
    connection: AsyncConnection,
    author_id: int,
    customer_id: int,
    form: NoteForm,
    now: datetime,
) -> int:
    """Store a note within the caller's own unit, as after a call; its id. Raises NoteEmptyError."""
    body = clean(form.body)
    if not body:
        raise NoteEmptyError
    row = await connection.execute(
        insert(notes).returning(notes.c.id),
        {
            "customer_id": customer_id,
            "contact_id": form.contact_id,
            "call_id": form.call_id,
            "author_id": author_id,
            "body": body,
            "created_at": now,
        },
    )
    note_id: int = row.scalar_one()
    return note_id


async def _check_contact(connection: AsyncConnection, customer_id: int, contact_id: int) -> None:
    contact = await contact_store.find_contact(connection, contact_id)
    if contact is None or contact["customer_id"] != customer_id:
        raise ContactNotFoundError(id=contact_id)
