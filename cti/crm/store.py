"""Customers in SQL. Who may see or edit a row is asked of cti.accounts.visibility alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, false, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_visible, customers_within
from cti.crm.catalogues.errors import ValueUnknownError
from cti.crm.errors import CodeTakenError
from cti.crm.rules import make_code
from cti.ids import new_id
from cti.schema import (
    campaign_members,
    campaigns,
    customer_log,
    customer_supporters,
    customers,
    users,
)
from cti.shapes import Person, read_person

owners = users.alias("owners")

ABILITIES = {
    "can_edit": Right.CONTACTS_EDIT,
    "can_delete": Right.CUSTOMERS_DELETE,
    "can_assign": Right.CUSTOMERS_ASSIGN,
}
"""What a user may do with a customer that they see, as columns beside it."""

OWNER_COLUMNS = (
    owners.c.name.label("owner_name"),
    owners.c.extension.label("owner_extension"),
    owners.c.role.label("owner_role"),
)


def make_owner(row: RowMapping | Mapping[str, Any]) -> Person | None:
    """The owner of a row that was selected with OWNER_COLUMNS and owner_id."""
    return read_person(row, "owner_id", "owner")


async def find_customer(
    connection: AsyncConnection, caller: Caller, customer_id: int, *, lock: bool = False
) -> RowMapping | None:
    """A customer that the caller may see, with ABILITIES and its owner's columns."""
    # Without an owner the comparison is null, which here means no.
    may = [
        func.coalesce(customers_within(caller, right), false()).label(name)
        for name, right in ABILITIES.items()
    ]
    query = (
        select(customers, *may, *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.id == customer_id, customers_visible(caller))
    )
    if lock:  # on SQLite the write transaction itself is the lock
        query = query.with_for_update(of=customers)
    return (await connection.execute(query)).mappings().one_or_none()


async def find_any_customer(connection: AsyncConnection, customer_id: int) -> RowMapping | None:
    """A customer whoever sees it: for the answer to one's own change, and for a lost claim."""
    query = (
        select(customers, *(literal(value=False).label(one) for one in ABILITIES), *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.id == customer_id, customers.c.deleted_at.is_(None))
    )
    return (await connection.execute(query)).mappings().one_or_none()


async def insert_customer(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a customer; without a code it gets one made of its id, which nobody else can have.

    Raises CodeTakenError.
    """
    wanted = values.get("code")
    first = {**values, "code": wanted or new_id("kh")}
    try:
        row = await connection.execute(insert(customers).returning(customers.c.id), first)
    except IntegrityError as error:
        raise _explain_clash(error, wanted) from error
    customer_id: int = row.scalar_one()
    if not wanted:
        code = await _find_free_code(connection, customer_id)
        await update_customer(connection, customer_id, {"code": code})
    return customer_id


async def update_customer(
    connection: AsyncConnection, customer_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values. Raises CodeTakenError."""
    try:
        await connection.execute(
            update(customers).where(customers.c.id == customer_id).values(**values)
        )
    except IntegrityError as error:
        raise _explain_clash(error, values.get("code")) from error


async def take_unowned(
    connection: AsyncConnection, caller: Caller, customer_id: int, now: datetime
) -> bool:
    """Make the caller the owner if nobody is. One statement: of two callers one gets True."""
    claimed = await connection.execute(
        update(customers)
        .where(
            customers.c.id == customer_id,
            customers.c.owner_id.is_(None),
            customers_visible(caller),
        )
        .values(owner_id=caller.user_id, updated_at=now, version=customers.c.version + 1)
    )
    return claimed.rowcount == 1


async def find_supporters(connection: AsyncConnection, customer_id: int) -> list[Person]:
    """Who supports the customer, by name."""
    rows = await connection.execute(
        select(users.c.id, users.c.name, users.c.extension, users.c.role)
        .join(customer_supporters, customer_supporters.c.user_id == users.c.id)
        .where(customer_supporters.c.customer_id == customer_id)
        .order_by(users.c.name, users.c.id)
    )
    return [Person(**row) for row in rows.mappings()]


async def replace_supporters(
    connection: AsyncConnection, customer_id: int, user_ids: Iterable[int]
) -> None:
    """Make exactly these users the supporters."""
    mine = customer_supporters.c.customer_id == customer_id
    await connection.execute(delete(customer_supporters).where(mine))
    rows = [{"customer_id": customer_id, "user_id": user_id} for user_id in user_ids]
    if rows:
        await connection.execute(insert(customer_supporters), rows)


async def find_active_users(connection: AsyncConnection, user_ids: Iterable[int]) -> dict[int, str]:
    """Names of those of the users that exist and may sign in."""
    rows = await connection.execute(
        select(users.c.id, users.c.name).where(users.c.id.in_(list(user_ids)), users.c.active)
    )
    return {row.id: row.name for row in rows}


async def find_memberships(connection: AsyncConnection, customer_id: int) -> Sequence[RowMapping]:
    """The campaigns the customer is in, the newest first (R154)."""
    rows = await connection.execute(
        select(
            campaign_members.c.id.label("member_id"),
            campaign_members.c.campaign_id,
            campaigns.c.name.label("campaign"),
            campaign_members.c.state,
        )
        .join(campaigns, campaigns.c.id == campaign_members.c.campaign_id)
        .where(campaign_members.c.customer_id == customer_id)
        .order_by(campaign_members.c.joined_at.desc(), campaign_members.c.id.desc())
        .limit(50)
    )
    return rows.mappings().all()


async def append_log(
    connection: AsyncConnection,
    customer_id: int,
    user_id: int | None,
    now: datetime,
    action: str,
    detail: Mapping[str, Any],
) -> None:
    """Add a line to the customer's history (R171): `detail` is {field: [before, after]}."""
    await connection.execute(
        insert(customer_log).values(
            customer_id=customer_id, at=now, user_id=user_id, action=action, detail=dict(detail)
        )
    )


def _explain_clash(error: IntegrityError, code: object) -> CodeTakenError | ValueUnknownError:
    """A code that another has, or a value of a pick list that was deleted meanwhile."""
    if "foreign key" in str(error.orig).lower():
        return ValueUnknownError()
    return CodeTakenError(code=code)


async def _find_free_code(connection: AsyncConnection, customer_id: int) -> str:
    attempt = 1
    while True:
        code = make_code(customer_id, attempt)
        taken = select(customers.c.id).where(customers.c.code == code)
        if (await connection.execute(taken)).first() is None:
            return code
        attempt += 1
