"""Whose number it is: the lookup of every pop, on the way from ringing to screen.

One statement on an AUTOCOMMIT connection. It says who is calling and no more: name, company,
owner, as ruling X14 lets an agent see even of a customer that somebody else owns.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite

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
        self._names = [column.name for column in MATCH.selected_columns]
        self._compiled = MATCH.compile(dialect=sqlite.dialect())

    async def match(self, e164: str) -> list[ContactMatch]:
        """Every contact that has this number (E.164), at most MOST_MATCHES, each once."""
        rows = await (self._ask_sqlite(e164) if self._db.is_sqlite else self._ask(e164))
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
        async with self._db.read() as connection:
            result = await connection.execute(MATCH, {"e164": e164})
            return [dict(row) for row in result.mappings()]

    async def _ask_sqlite(self, e164: str) -> Sequence[Mapping[str, Any]]:
        """The same statement in one trip to the driver's thread.

        Core makes four of them, and more to set the isolation level around it; on a busy
        machine each waits for the CPU (5 ms became 1).
        """
        async with self._db.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:  # pragma: no cover - a connection in use has one
                return await self._ask(e164)
            given = self._compiled.construct_params({"e164": e164})
            values = [given[name] for name in self._compiled.positiontup or ()]
            rows = await driver.execute_fetchall(self._compiled.string, values)
        return [dict(zip(self._names, row, strict=True)) for row in rows]
