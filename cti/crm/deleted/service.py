"""Use cases on deleted customers: the list of them, and bringing one back."""

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_deleted
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store
from cti.crm.contact_store import find_contacts, find_phones
from cti.crm.cursor import decode_time, encode_cursor
from cti.crm.deleted.errors import DeletedNotFoundError
from cti.crm.deleted.shapes import DeletedCustomer, DeletedPage
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.keys import Candidate
from cti.crm.editing import tell
from cti.crm.errors import CursorError
from cti.crm.reading import Reading
from cti.crm.shapes import Customer
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.schema import customer_log, customer_merges, customers, users
from cti.text import clean_code, clean_line, fold

TAG = "deleted"
MOST_WORDS = 8
LONGEST_ID = 16


class Deleted:
    """The bin: customers that were deleted by those who may delete them."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        reading: Reading,
        duplicates: DuplicateCheck,
    ) -> None:
        self._duplicates = duplicates
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading

    async def find_page(
        self, caller: Caller, q: str = "", cursor: str | None = None, limit: int = 50
    ) -> DeletedPage:
        """Deleted customers by name or code, the last deleted first. Raises CursorError."""
        conditions = [customers_deleted(caller), ~_is_merged(), *_match(q)]
        if cursor is not None:
            conditions.append(_is_after(*decode_time(TAG, cursor)))
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(customers, *OWNER_COLUMNS)
                .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
                .where(*conditions)
                .order_by(customers.c.deleted_at.desc(), customers.c.id.desc())
                .limit(limit + 1)
            )
            found = rows.mappings().all()
            shown = found[:limit]
            by = await _find_who(connection, [row["id"] for row in shown])
        return DeletedPage(
            rows=[
                DeletedCustomer(
                    **{name: row[name] for name in ("id", "code", "name", "kind", "deleted_at")},
                    owner=make_owner(row),
                    deleted_by=by.get(row["id"]),
                )
                for row in shown
            ],
            next=_make_next(shown[-1]["deleted_at"], shown[-1]["id"])
            if len(found) > limit
            else None,
        )

    async def restore(
        self, caller: Caller, customer_id: int, *, confirmed: bool | None = None
    ) -> Customer:
        """Bring a customer back with all that it had; the answer's `warnings` are its duplicates.

        A company comes back without the contacts that became customers by themselves (R074).
        Somebody may have been created in its place meanwhile: the rules are those of creating
        (R126). Raises DeletedNotFoundError, DuplicateError, DuplicateSuspectedError.
        """
        now = self._clock()
        async with self._duplicates.disclosing(caller), self._db.write() as unit:
            query = select(customers).where(
                customers.c.id == customer_id, customers_deleted(caller), ~_is_merged()
            )
            row = (await unit.connection.execute(query.with_for_update())).mappings().first()
            if row is None:
                raise DeletedNotFoundError(id=customer_id)
            warnings = await self._duplicates.check(
                unit,
                caller,
                await _make_candidate(unit.connection, row),
                customer_id,
                confirmed=confirmed,
            )
            values = {"deleted_at": None, "updated_at": now, "version": row["version"] + 1}
            await store.update_customer(unit.connection, customer_id, values)
            detail = {"name": [None, row["name"]]}
            await store.append_log(
                unit.connection, customer_id, caller.user_id, now, "customer.restored", detail
            )
            tell(unit, self._bus, customer_id, is_back=True)
        back = await self._reading.get_changed(caller, customer_id)
        return back.model_copy(update={"warnings": warnings})


async def _make_candidate(connection: AsyncConnection, row: RowMapping) -> Candidate:
    """What of a stored customer and its contacts is compared with others."""
    people = await find_contacts(connection, row["id"])
    numbers = await find_phones(connection, [one["id"] for one in people])
    names = ("name", "code", "fax", "tax_code", "office_address", "description", "birthday")
    return Candidate(
        **{name: row[name] for name in names},
        emails=(row["email"], *(one["email"] for one in people)),
        phones=tuple(one["e164"] for several in numbers.values() for one in several),
    )


def _is_merged() -> ColumnElement[bool]:
    """Went in a merge that stands: undoing that is the way back."""
    return exists().where(
        customer_merges.c.gone_id == customers.c.id, customer_merges.c.undone_at.is_(None)
    )


def _match(q: str) -> list[ColumnElement[bool]]:
    text = clean_line(q)
    if not text:
        return []
    words = [
        customers.c.name_key.contains(word, autoescape=True)
        for word in fold(text).split()[:MOST_WORDS]
    ]
    return [or_(customers.c.code == clean_code(text), and_(*words))]


def _is_after(moment: datetime, tie: str) -> ColumnElement[bool]:
    if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
        raise CursorError
    same = and_(customers.c.deleted_at == moment, customers.c.id < int(tie))
    return or_(customers.c.deleted_at < moment, same)


def _make_next(moment: datetime, customer_id: int) -> str:
    return encode_cursor(TAG, moment, str(customer_id))


async def _find_who(connection: AsyncConnection, ids: list[int]) -> dict[int, str]:
    """Who deleted each of them last, as its history tells; a bulk job tells it of itself."""
    rows = await connection.execute(
        select(customer_log.c.customer_id, users.c.name)
        .join(users, users.c.id == customer_log.c.user_id)
        .where(customer_log.c.customer_id.in_(ids), customer_log.c.action == "customer.deleted")
        .order_by(customer_log.c.id)
    )
    return {row.customer_id: row.name for row in rows}
