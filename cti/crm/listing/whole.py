"""All customers of a list, or contacts, in its order: what an export goes through."""

from array import array
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.known_ids import collect
from cti.crm.listing.finding import Wanted, plan
from cti.crm.listing.query import Order
from cti.schema import customers


async def read_ids(connection: AsyncConnection, ids: Select[Any]) -> Sequence[int]:
    """What the select finds, in its order; eight bytes each, however many they are."""
    (found,) = await collect(connection, [ids])
    return array("q", found)


async def find_all(
    connection: AsyncConnection, wanted: Wanted, order: Order, meant: ColumnElement[bool]
) -> Sequence[int]:
    """The ids of the whole list, but those that are not meant."""
    chosen = await plan(connection, wanted)
    if chosen.ids is None:  # so many that names with the diacritics typed come among the others
        order = Order(order.query)
    ids = select(customers.c.id).where(*wanted.holds, meant).order_by(*order.sort(back=False))
    return await read_ids(connection, ids)
