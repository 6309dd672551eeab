"""Which customers a job is about, a piece at a time in the order of their ids."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.bulk.shapes import Selection
from cti.crm.listing.service import CustomerList
from cti.crm.store import OWNER_COLUMNS, owners
from cti.schema import customers


async def count_chosen(
    connection: AsyncConnection, listing: CustomerList, caller: Caller, selection: Selection
) -> int:
    """How many there are now."""
    if selection.ids is not None:
        return len(set(selection.ids))
    conditions = await _find_conditions(connection, listing, caller, selection)
    count = select(func.count()).select_from(customers).where(*conditions)
    total: int = (await connection.execute(count)).scalar_one()
    return total


async def find_piece(
    connection: AsyncConnection,
    listing: CustomerList,
    caller: Caller,
    selection: Selection,
    *,
    after: int,
    size: int,
) -> list[int]:
    """The customers after the one with the id `after`, seen or not; none when that was the last.

    Of a list, those that are in it now and that the caller may see: what the job itself moves in
    or out of the filter lies behind it.
    """
    if selection.ids is not None:
        return sorted({one for one in selection.ids if one > after})[:size]
    conditions = await _find_conditions(connection, listing, caller, selection)
    rows = await connection.execute(
        select(customers.c.id)
        .where(*conditions, customers.c.id > after)
        .order_by(customers.c.id)
        .limit(size)
    )
    return list(rows.scalars())


async def lock_chosen(
    connection: AsyncConnection,
    caller: Caller,
    ids: Sequence[int],
    allowed: ColumnElement[bool],
) -> Sequence[RowMapping]:
    """Those of the customers that the caller may see, with `allowed` and their owner's columns."""
    rows = await connection.execute(
        select(customers, func.coalesce(allowed, false()).label("allowed"), *OWNER_COLUMNS)
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.id.in_(ids), customers_visible(caller))
        .order_by(customers.c.id)
        .with_for_update(of=customers)
    )
    return rows.mappings().all()


def or_nobodys(allowed: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is nobody's may be given to somebody by whoever may give away at all (R011)."""
    return or_(allowed, customers.c.owner_id.is_(None))


async def _find_conditions(
    connection: AsyncConnection, listing: CustomerList, caller: Caller, selection: Selection
) -> list[ColumnElement[bool]]:
    assert selection.query is not None  # noqa: S101 - the shape says that one of the two is there
    return await listing.find_conditions(connection, caller, selection.query)
