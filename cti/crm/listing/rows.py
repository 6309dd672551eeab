"""The lines of the customer list, of the ids that were found."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, RowMapping, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm.badges import Badges
from cti.crm.comments.unread import count_unread_of
from cti.crm.fields.store import find_custom
from cti.crm.listing.shapes import ContactName, CustomerPhone, CustomerRow
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.schema import contacts, customers, phones

MOST_PHONES = 6

Row = Mapping[str, Any]

# Made once: each page asks them, and to put them together takes longer than to send them.
IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
OF_CUSTOMERS = (
    select(customers, *OWNER_COLUMNS)
    .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
    .where(customers.c.id.in_(IDS))
)
PRIMARY = select(
    contacts.c.id, contacts.c.name, contacts.c.title, contacts.c.email, contacts.c.customer_id
).where(contacts.c.customer_id.in_(IDS), contacts.c.is_primary, contacts.c.deleted_at.is_(None))
RANK = func.row_number().over(
    partition_by=contacts.c.customer_id,
    order_by=(
        contacts.c.is_primary.desc(),
        contacts.c.id,
        phones.c.is_primary.desc(),
        phones.c.position,
        phones.c.id,
    ),
)
RANKED = (
    select(phones, contacts.c.name.label("contact"), contacts.c.customer_id, RANK.label("rank"))
    .join(contacts, contacts.c.id == phones.c.contact_id)
    .where(contacts.c.customer_id.in_(IDS), contacts.c.deleted_at.is_(None))
    .subquery("ranked")
)
NUMBERS = (
    select(RANKED).where(RANKED.c.rank <= MOST_PHONES).order_by(RANKED.c.customer_id, RANKED.c.rank)
)


class Rows:
    """What was read of a page's customers, to be made lines of."""

    def __init__(
        self,
        rows: Sequence[RowMapping],
        custom: Mapping[int, Mapping[str, object]],
        primary: Mapping[int, ContactName],
        numbers: Mapping[int, Sequence[Row]],
        unread: Mapping[int, int],
    ) -> None:
        self._rows = rows
        self._custom = custom
        self._primary = primary
        self._numbers = numbers
        self._unread = unread

    async def dress(self, caller: Caller, badges: Badges) -> list[CustomerRow]:
        """The lines, each number with what the gate would say of it.

        After the connection went back: the gate takes one of its own.
        """
        of_contact: dict[int, list[Row]] = {}
        names = {}
        for numbers in self._numbers.values():
            for one in numbers:
                of_contact.setdefault(one["contact_id"], []).append(one)
                names[one["id"]] = one["contact"]
        dressed = await badges.dress(caller, of_contact)
        by_id = {
            phone.id: CustomerPhone(
                **phone.model_dump(), contact_id=contact_id, contact=names[phone.id]
            )
            for contact_id, some in dressed.items()
            for phone in some
        }
        shown = [one for one in CustomerRow.model_fields if self._rows and one in self._rows[0]]
        return [
            CustomerRow(
                **{name: row[name] for name in shown},
                owner=make_owner(row),
                contact=self._primary.get(row["id"]),
                phones=[by_id[one["id"]] for one in self._numbers.get(row["id"], ())],
                custom=dict(self._custom[row["id"]]),
                unread=self._unread.get(row["id"], 0),
            )
            for row in self._rows
        ]


async def read_rows(connection: AsyncConnection, caller: Caller, ids: Sequence[int]) -> Rows:
    """The customers in the order of their ids here, with what hangs on them."""
    if not ids:
        return Rows([], {}, {}, {}, {})
    found = await connection.execute(OF_CUSTOMERS, {"ids": ids})
    rows = {row["id"]: row for row in found.mappings()}
    return Rows(
        [rows[one] for one in ids if one in rows],
        await find_custom(connection, list(ids)),
        await _find_primary(connection, ids),
        await _find_numbers(connection, ids),
        await count_unread_of(connection, caller, ids),
    )


async def _find_primary(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, ContactName]:
    rows = await connection.execute(PRIMARY, {"ids": ids})
    return {
        row.customer_id: ContactName(id=row.id, name=row.name, title=row.title, email=row.email)
        for row in rows
    }


async def _find_numbers(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Row]]:
    """The first numbers of each customer: of the primary contact first."""
    rows = await connection.execute(NUMBERS, {"ids": ids})
    found: dict[int, list[Row]] = {}
    for row in rows.mappings():
        found.setdefault(row["customer_id"], []).append(dict(row))
    return found
