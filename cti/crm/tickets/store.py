"""Tickets in SQL. They are seen by whoever sees their customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.deals import can_edit
from cti.crm.paging import Key, Order
from cti.crm.store import OWNER_COLUMNS, owners
from cti.crm.tickets.rules import ENDED, read_number
from cti.schema import contacts, customers, tickets
from cti.text import clean_line, fold

MOST_WORDS = 8

TicketSort = Literal["created", "updated", "priority"]
SORTS: dict[TicketSort, Key] = {
    "created": Key(tickets.c.created_at, "time"),
    "updated": Key(tickets.c.updated_at, "time"),
    "priority": Key(tickets.c.priority, "number"),
}


@dataclass(frozen=True, slots=True)
class TicketQuery:
    """Which tickets are wanted. `status` also takes all, and active for what is not ended."""

    q: str = ""
    status: str = "all"
    rank: int | None = None
    assignee: str = "all"
    customer_id: int | None = None
    contact_id: int | None = None
    sort: TicketSort = "created"
    order: Literal["asc", "desc"] = "desc"
    cursor: str = ""
    limit: int = 50


async def find_page(
    connection: AsyncConnection, caller: Caller, query: TicketQuery
) -> tuple[Sequence[RowMapping], str | None]:
    """A page of rows, and the cursor of the next one if there is one. Raises CursorError."""
    tag = f"tickets/{query.sort}"
    order = Order(tag, SORTS[query.sort], tickets.c.id, query.order == "desc")
    wanted = _select(caller).where(*_filter(caller, query))
    return await order.read_page(connection, wanted, query.cursor, query.limit)


async def count(connection: AsyncConnection, caller: Caller, query: TicketQuery) -> int:
    """How many there are."""
    counted = (
        select(func.count())
        .select_from(tickets.join(customers, customers.c.id == tickets.c.customer_id))
        .where(*_filter(caller, query))
    )
    return int((await connection.execute(counted)).scalar_one())


async def find_one(
    connection: AsyncConnection, caller: Caller, ticket_id: int
) -> RowMapping | None:
    """One that the caller may see."""
    query = _select(caller).where(tickets.c.id == ticket_id, customers_visible(caller))
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def count_by_company(
    connection: AsyncConnection, caller: Caller, company_ids: Sequence[int]
) -> dict[int, int]:
    """How many tickets that are not ended the contacts of companies have (R070, R220)."""
    if not company_ids:
        return {}
    company = func.coalesce(contacts.c.company_id, tickets.c.customer_id).label("company")
    rows = await connection.execute(
        select(company, func.count().label("count_"))
        .select_from(
            tickets.join(customers, customers.c.id == tickets.c.customer_id).outerjoin(
                contacts, contacts.c.id == tickets.c.contact_id
            )
        )
        .where(
            customers_visible(caller),
            tickets.c.status.not_in(ENDED),
            company.in_(list(company_ids)),
        )
        .group_by(company)
    )
    return {row.company: row.count_ for row in rows}


async def insert_ticket(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id."""
    row = await connection.execute(insert(tickets).returning(tickets.c.id), dict(values))
    return int(row.scalar_one())


async def update_ticket(
    connection: AsyncConnection, ticket_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(**values))


def _select(caller: Caller) -> Select[Any]:
    """Here `owners` is who the ticket is given to."""
    return select(
        tickets,
        tickets.c.assignee_id.label("owner_id"),
        customers.c.name.label("customer_name"),
        contacts.c.name.label("contact_name"),
        *OWNER_COLUMNS,
        can_edit(caller),
    ).select_from(
        tickets.join(customers, customers.c.id == tickets.c.customer_id)
        .outerjoin(contacts, contacts.c.id == tickets.c.contact_id)
        .outerjoin(owners, owners.c.id == tickets.c.assignee_id)
    )


def _filter(caller: Caller, query: TicketQuery) -> list[ColumnElement[bool]]:
    conditions = [customers_visible(caller)]
    if query.status == "active":
        conditions.append(tickets.c.status.not_in(ENDED))
    elif query.status != "all":
        conditions.append(tickets.c.status == query.status)
    if query.rank is not None:
        conditions.append(tickets.c.priority == query.rank)
    if query.assignee != "all":
        mine = caller.user_id if query.assignee == "mine" else None
        conditions.append(tickets.c.assignee_id == mine)
    if query.customer_id is not None:
        conditions.append(_is_of(query.customer_id))
    if query.contact_id is not None:
        conditions.append(tickets.c.contact_id == query.contact_id)
    if (text := clean_line(query.q)) and (number := read_number(text)) is not None:
        conditions.append(or_(tickets.c.id == number, tickets.c.subject_key.contains(fold(text))))
    elif text:
        for word in fold(text).split()[:MOST_WORDS]:
            keys = (tickets.c.subject_key, customers.c.name_key)
            conditions.append(or_(*(key.contains(word, autoescape=True) for key in keys)))
    return conditions


def _is_of(customer_id: int) -> ColumnElement[bool]:
    """The customer's own; of a company also those of the contacts linked to it (R220)."""
    linked = select(contacts.c.id).where(
        contacts.c.company_id == customer_id, contacts.c.deleted_at.is_(None)
    )
    return or_(tickets.c.customer_id == customer_id, tickets.c.contact_id.in_(linked))
