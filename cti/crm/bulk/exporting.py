"""The rows of an export, read a piece at a time: what the caller may see, and no more (R325)."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within
from cti.crm.bulk.columns import CUSTOM, Record, Show, find_show
from cti.crm.bulk.errors import ColumnUnknownError
from cti.crm.bulk.shapes import ExportForm
from cti.crm.catalogues.store import find_values
from cti.crm.contact_store import find_phones
from cti.crm.fields.store import find_cells, find_fields
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import contacts, customer_supporters, customers, users
from cti.sheet_writing import Value

Row = Mapping[str, Any]


async def prepare_export(connection: AsyncConnection, form: ExportForm, zone: ZoneInfo) -> "Export":
    """Find what each column shows. Raises ColumnUnknownError."""
    own = {one.key: one for one in await find_fields(connection)}
    labels = {
        one.id: one.label for rows in (await find_values(connection)).values() for one in rows
    }
    shows = {one.key: find_show(one.key, own, labels, form.words, zone) for one in form.columns}
    if unknown := [key for key, show in shows.items() if show is None]:
        raise ColumnUnknownError(keys=unknown)
    return Export(form, [show for one in form.columns if (show := shows[one.key]) is not None])


class Export:
    """Reads the rows of a file."""

    right = Right.CUSTOMERS_EXPORT

    def __init__(self, form: ExportForm, shows: Sequence[Show]) -> None:
        self.form = form
        self._shows = shows
        keys = {one.key for one in form.columns}
        self._wants_supporters = "supporters" in keys
        self._wants_custom = any(key.startswith(CUSTOM) for key in keys)
        self._wants_phones = "contact.phones" in keys
        self._by_contact = form.of == "contacts"
        self._wants_contact = self._by_contact or any(key.startswith("contact.") for key in keys)

    async def read(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> list[list[Value]]:
        """The rows of these customers, by id; those the caller may not export have none."""
        rows = await self._find_customers(connection, caller, ids)
        found = [row["id"] for row in rows]
        people = await self._find_contacts(connection, found) if self._wants_contact else {}
        contact_ids = [one["id"] for several in people.values() for one in several]
        phones = await find_phones(connection, contact_ids) if self._wants_phones else {}
        cells = await find_cells(connection, found) if self._wants_custom else {}
        helpers = await _find_supporters(connection, found) if self._wants_supporters else {}
        records = (
            Record(
                {**row},
                contact,
                phones.get(contact.get("id", 0), []),
                helpers.get(row["id"], []),
                cells.get(row["id"], {}),
            )
            for row in rows
            for contact in people.get(row["id"], () if self._by_contact else ({},))
        )
        return [[show(record) for show in self._shows] for record in records]

    async def _find_customers(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> Sequence[RowMapping]:
        rows = await connection.execute(
            select(customers, *OWNER_COLUMNS)
            .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
            .where(customers.c.id.in_(ids), customers_within(caller, self.right))
            .order_by(customers.c.id)
        )
        return rows.mappings().all()

    async def _find_contacts(
        self, connection: AsyncConnection, customer_ids: Sequence[int]
    ) -> dict[int, list[Row]]:
        """Each customer's contacts, or only the primary one."""
        query = select(contacts).where(
            contacts.c.customer_id.in_(customer_ids), contacts.c.deleted_at.is_(None)
        )
        if not self._by_contact:
            query = query.where(contacts.c.is_primary)
        rows = await connection.execute(query.order_by(contacts.c.is_primary.desc(), contacts.c.id))
        found: dict[int, list[Row]] = {}
        for row in rows.mappings():
            found.setdefault(row["customer_id"], []).append(dict(row))
        return found


async def _find_supporters(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, list[str]]:
    rows = await connection.execute(
        select(customer_supporters.c.customer_id, users.c.name)
        .join(users, users.c.id == customer_supporters.c.user_id)
        .where(customer_supporters.c.customer_id.in_(customer_ids))
        .order_by(users.c.name)
    )
    found: dict[int, list[str]] = {}
    for customer_id, name in rows:
        found.setdefault(customer_id, []).append(name)
    return found
