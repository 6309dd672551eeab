"""Whose number it is: the lookup of every pop, on the way from ringing to screen.

One statement on an AUTOCOMMIT connection. It says who is calling and no more: name, company,
owner, as ruling X14 lets an agent see even of a customer that somebody else owns.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import bindparam, select

from cti.crm.lookup.callers_sqlite import FileReader
from cti.crm.shapes import ContactMatch
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.schema import contacts, customers, phones

MOST_MATCHES = 20
"""A chooser longer than this helps nobody, and a switchboard's number may be in thousands."""

MATCH = (
    select(
        contacts.c.id.label("contact_id"),
        contacts.c.customer_id,
        contacts.c.name,
        contacts.c.title,
        customers.c.name.label("customer"),
        customers.c.kind.label("customer_kind"),
        customers.c.owner_id,
        *OWNER_COLUMNS,
    )
    .select_from(
        phones.join(contacts, contacts.c.id == phones.c.contact_id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .outerjoin(owners, owners.c.id == customers.c.owner_id)
    )
    .where(
        phones.c.e164 == bindparam("e164"),
        contacts.c.deleted_at.is_(None),
        customers.c.deleted_at.is_(None),
    )
    .order_by(phones.c.id)
    .limit(MOST_MATCHES + 1)  # one contact may have the number twice
)


class Lookup:
    """Finds contacts by number."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._file = FileReader(db, MATCH) if db.is_sqlite else None

    async def match(self, e164: str) -> list[ContactMatch]:
        """Every contact that has this number (E.164), at most MOST_MATCHES, each once."""
        rows = await self._ask(e164)
        matches = {
            row["contact_id"]: ContactMatch(
                contact_id=row["contact_id"],
                customer_id=row["customer_id"],
                name=row["name"],
                customer=row["customer"],
                customer_kind=row["customer_kind"],
                title=row["title"],
                owner=make_owner(row),
            )
            for row in rows
        }
        return list(matches.values())[:MOST_MATCHES]

    async def _ask(self, e164: str) -> Sequence[Mapping[str, Any]]:
        if self._file is not None:
            with suppress(sqlite3.OperationalError):  # the pool's connections know how to wait
                return self._file.read(e164=e164)
        async with self._db.read() as connection:
            result = await connection.execute(MATCH, {"e164": e164})
            return [dict(row) for row in result.mappings()]
