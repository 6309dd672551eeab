"""Opportunities in SQL. They are seen by whoever sees their customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Date,
    RowMapping,
    Select,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.deals import can_edit, where_owner
from cti.crm.paging import Key, Order
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import campaign_members, campaigns, contacts, customers, opportunities
from cti.text import clean_line, fold

NO_DAY = date(9999, 12, 31)  # what is expected on no day is expected last
MOST_WORDS = 8

OpportunitySort = Literal["created", "updated", "value", "expected"]
EXPECTED = func.coalesce(opportunities.c.expected_on, literal(NO_DAY, Date()))
SORTS: dict[OpportunitySort, Key] = {
    "created": Key(opportunities.c.created_at, "time"),
    "updated": Key(opportunities.c.updated_at, "time"),
    "value": Key(opportunities.c.value, "number"),
    "expected": Key(EXPECTED, "day"),
}


@dataclass(frozen=True, slots=True)
class OpportunityQuery:
    """Which opportunities are wanted."""

    q: str = ""
    stage: str = "all"
    owner: str = "all"
    customer_id: int | None = None
    contact_id: int | None = None
    expected_from: date | None = None
    expected_to: date | None = None
    sort: OpportunitySort = "created"
    order: Literal["asc", "desc"] = "desc"
    cursor: str = ""
    limit: int = 50


async def find_page(
    connection: AsyncConnection, caller: Caller, query: OpportunityQuery
) -> tuple[Sequence[RowMapping], str | None]:
    """A page of rows, and the cursor of the next one if there is one. Raises CursorError."""
    wanted = _select(caller).where(*_filter(caller, query))
    return await _order(query).read_page(connection, wanted, query.cursor, query.limit)


async def count(
    connection: AsyncConnection, caller: Caller, query: OpportunityQuery
) -> tuple[int, int]:
    """How many there are, and what they are worth together."""
    counted = (
        select(func.count(), func.coalesce(func.sum(opportunities.c.value), 0))
        .join(customers, customers.c.id == opportunities.c.customer_id)
        .where(*_filter(caller, query))
    )
    row = (await connection.execute(counted)).one()
    return int(row[0]), int(row[1])


async def find_one(
    connection: AsyncConnection, caller: Caller, opportunity_id: int
) -> RowMapping | None:
    """One that the caller may see."""
    query = _select(caller).where(opportunities.c.id == opportunity_id, customers_visible(caller))
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def find_campaigns(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, list[RowMapping]]:
    """The campaigns that customers are in, the newest first, by customer (R154)."""
    found: dict[int, list[RowMapping]] = {one: [] for one in customer_ids}
    rows = await connection.execute(
        select(
            campaign_members.c.customer_id,
            campaign_members.c.id.label("member_id"),
            campaign_members.c.campaign_id,
            campaigns.c.name.label("campaign"),
            campaign_members.c.state,
        )
        .join(campaigns, campaigns.c.id == campaign_members.c.campaign_id)
        .where(campaign_members.c.customer_id.in_(list(found)))
        .order_by(campaign_members.c.id.desc())
    )
    for row in rows.mappings():
        found[row["customer_id"]].append(row)
    return found


async def insert_opportunity(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id."""
    row = await connection.execute(
        insert(opportunities).returning(opportunities.c.id), dict(values)
    )
    return int(row.scalar_one())


async def update_opportunity(
    connection: AsyncConnection, opportunity_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values."""
    await connection.execute(
        update(opportunities).where(opportunities.c.id == opportunity_id).values(**values)
    )


def _select(caller: Caller) -> Select[Any]:
    return select(
        opportunities,
        customers.c.name.label("customer_name"),
        customers.c.owner_id,
        contacts.c.name.label("contact_name"),
        *OWNER_COLUMNS,
        can_edit(caller),
    ).select_from(
        opportunities.join(customers, customers.c.id == opportunities.c.customer_id)
        .outerjoin(contacts, contacts.c.id == opportunities.c.contact_id)
        .outerjoin(owners, owners.c.id == customers.c.owner_id)
    )


def _filter(caller: Caller, query: OpportunityQuery) -> list[ColumnElement[bool]]:
    conditions = [customers_visible(caller), *where_owner(caller, query.owner)]
    if query.stage != "all":
        conditions.append(opportunities.c.stage == query.stage)
    if query.customer_id is not None:
        conditions.append(opportunities.c.customer_id == query.customer_id)
    if query.contact_id is not None:
        conditions.append(opportunities.c.contact_id == query.contact_id)
    if query.expected_from is not None:
        conditions.append(opportunities.c.expected_on >= query.expected_from)
    if query.expected_to is not None:
        conditions.append(opportunities.c.expected_on <= query.expected_to)
    for word in fold(clean_line(query.q)).split()[:MOST_WORDS]:
        keys = (opportunities.c.name_key, customers.c.name_key)
        conditions.append(or_(*(key.contains(word, autoescape=True) for key in keys)))
    return conditions


def _order(query: OpportunityQuery) -> Order:
    tag = f"opportunities/{query.sort}"
    return Order(tag, SORTS[query.sort], opportunities.c.id, query.order == "desc")
