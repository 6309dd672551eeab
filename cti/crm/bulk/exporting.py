"""The rows of an export, read a piece at a time: what the caller may see, and no more (R325)."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_visible, customers_within
from cti.crm.bulk.choosing import CONTACTS
from cti.crm.bulk.columns import COMPANY, CUSTOM, Record, Show, find_show
from cti.crm.bulk.documents import DOCUMENTS, DocumentExport
from cti.crm.bulk.errors import ColumnUnknownError
from cti.crm.bulk.shapes import ContactExportForm, DocumentExportForm, ExportForm
from cti.crm.catalogues.store import find_values
from cti.crm.companies.links import ORGANISATION, find_companies
from cti.crm.contact_store import find_phones
from cti.crm.fields.store import find_cells, find_fields
from cti.crm.shapes import CompanyRef
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import contacts, customer_supporters, customers, users
from cti.sheet_writing import Value

Row = Mapping[str, Any]
AnyExportForm = ExportForm | ContactExportForm | DocumentExportForm


def read_form(job: RowMapping) -> AnyExportForm:
    """What an export was asked for."""
    chosen = job["selection"]
    if CONTACTS in chosen:
        return ContactExportForm.model_validate({**job["request"], "selection": chosen[CONTACTS]})
    if DOCUMENTS in chosen:
        return DocumentExportForm.model_validate({**job["request"], "query": chosen[DOCUMENTS]})
    return ExportForm.model_validate({**job["request"], "selection": chosen})


async def prepare_export(
    connection: AsyncConnection, form: AnyExportForm, zone: ZoneInfo
) -> "Export | DocumentExport":
    """Find what each column shows. Raises ColumnUnknownError."""
    if isinstance(form, DocumentExportForm):
        return DocumentExport(form, zone)
    own = {one.key: one for one in await find_fields(connection)}
    labels = {
        one.id: one.label for rows in (await find_values(connection)).values() for one in rows
    }
    shows = {one.key: find_show(one.key, own, labels, form.words, zone) for one in form.columns}
    if unknown := [key for key, show in shows.items() if show is None]:
        raise ColumnUnknownError(keys=unknown)
    found = [show for one in form.columns if (show := shows[one.key]) is not None]
    kind = ContactExport if isinstance(form, ContactExportForm) else Export
    return kind(form, found)


class Export:
    """Reads the rows of a file, for customers by their ids."""

    right = Right.CUSTOMERS_EXPORT

    def __init__(self, form: ExportForm | ContactExportForm, shows: Sequence[Show]) -> None:
        self._shows = shows
        keys = {one.key for one in form.columns}
        self._wants_supporters = "supporters" in keys
        self._wants_referrer = "referrer" in keys
        self._wants_custom = any(key.startswith(CUSTOM) for key in keys)
        self._wants_phones = "contact.phones" in keys
        self._wants_company = COMPANY in keys
        self._by_contact = isinstance(form, ContactExportForm) or form.of == "contacts"
        self._wants_contact = self._by_contact or any(key.startswith("contact.") for key in keys)

    async def read(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> list[list[Value]]:
        """The rows of these customers, as given; those the caller may not export have none."""
        by_id = {row["id"]: row for row in await self._find_customers(connection, caller, ids)}
        rows = [dict(by_id[one]) for one in ids if one in by_id]
        found = [row["id"] for row in rows]
        people = await self._find_contacts(connection, found) if self._wants_contact else {}
        pairs: list[tuple[Row, Row]] = [
            (row, contact)
            for row in rows
            for contact in people.get(row["id"], () if self._by_contact else ({},))
        ]
        return await self._show(connection, caller, pairs)

    async def _show(
        self, connection: AsyncConnection, caller: Caller, pairs: Sequence[tuple[Row, Row]]
    ) -> list[list[Value]]:
        """A row each for a customer and one of their contacts, which is empty for none."""
        found = list({row["id"]: None for row, _ in pairs})
        contact_ids = [contact["id"] for _, contact in pairs if contact]
        phones = await find_phones(connection, contact_ids) if self._wants_phones else {}
        cells = await find_cells(connection, found) if self._wants_custom else {}
        helpers = await _find_supporters(connection, found) if self._wants_supporters else {}
        referrers = await _name_referrers(connection, caller, pairs) if self._wants_referrer else {}
        linked = sorted({one["company_id"] for _, one in pairs if one and one["company_id"]})
        companies = await find_companies(connection, caller, linked) if self._wants_company else {}
        records = (
            Record(
                row,
                contact,
                phones.get(contact.get("id", 0), []),
                helpers.get(row["id"], []),
                cells.get(row["id"], {}),
                _name_company(row, contact, companies),
                referrers.get(_refer(row)),
            )
            for row, contact in pairs
        )
        return [[show(record) for show in self._shows] for record in records]

    async def _find_customers(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> Sequence[RowMapping]:
        rows = await connection.execute(
            select(customers, *OWNER_COLUMNS)
            .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
            .where(customers.c.id.in_(ids), customers_within(caller, self.right))
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


class ContactExport(Export):
    """Reads the rows of a file, for contacts by their ids."""

    async def read(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> list[list[Value]]:
        """The rows of these contacts, as given; those the caller may not export have none."""
        found = await connection.execute(
            select(contacts).where(contacts.c.id.in_(ids), contacts.c.deleted_at.is_(None))
        )
        there = {row["id"]: dict(row) for row in found.mappings()}
        people = [there[one] for one in ids if one in there]
        rows = await self._find_customers(
            connection, caller, sorted({one["customer_id"] for one in people})
        )
        by_id = {row["id"]: dict(row) for row in rows}
        pairs: list[tuple[Row, Row]] = [
            (by_id[one["customer_id"]], one) for one in people if one["customer_id"] in by_id
        ]
        return await self._show(connection, caller, pairs)


def _name_company(row: Row, contact: Row, companies: Mapping[int, CompanyRef]) -> str | None:
    """Where a contact works, as far as the caller may see it."""
    if row["kind"] == ORGANISATION:
        return str(row["name"])
    company = companies.get(contact.get("company_id", 0))
    return None if company is None else company.name


def _refer(row: Row) -> tuple[int | None, int | None]:
    return row["referrer_customer_id"], row["referrer_user_id"]


async def _name_referrers(
    connection: AsyncConnection, caller: Caller, pairs: Sequence[tuple[Row, Row]]
) -> dict[tuple[int | None, int | None], str]:
    """The names of who referred these customers (R342); who is hidden from the caller has none."""
    asked = {_refer(row) for row, _ in pairs}
    seen = select(customers.c.id, literal(None), customers.c.name).where(
        customers.c.id.in_({one for one, _ in asked if one}), customers_visible(caller)
    )
    people = select(literal(None), users.c.id, users.c.name).where(
        users.c.id.in_({one for _, one in asked if one})
    )
    found = [*await connection.execute(seen), *await connection.execute(people)]
    return {(customer_id, user_id): name for customer_id, user_id, name in found}


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
