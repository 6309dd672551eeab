"""Which users can see a customer: each asked of the rule itself, so this can't differ from it."""

from collections.abc import Collection, Sequence
from itertools import islice

from sqlalchemy import literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import list_callers
from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.schema import customers

USERS_PER_QUERY = 100  # a compound select of SQLite has 500 parts at most


async def find_audience(
    connection: AsyncConnection, customer_id: int, user_ids: Collection[int] | None = None
) -> list[Caller]:
    """The active users who can see the customer, or those of `user_ids` who can, by name."""
    asked = [
        one for one in await list_callers(connection) if user_ids is None or one.user_id in user_ids
    ]
    seeing: set[int] = set()
    rest = iter(asked)
    while some := list(islice(rest, USERS_PER_QUERY)):
        seeing |= await _find_seeing(connection, customer_id, some)
    return [one for one in asked if one.user_id in seeing]


async def _find_seeing(
    connection: AsyncConnection, customer_id: int, people: Sequence[Caller]
) -> set[int]:
    asked = [
        select(literal(one.user_id).label("user_id"))
        .select_from(customers)
        .where(customers.c.id == customer_id, customers_visible(one))
        for one in people
    ]
    return set((await connection.execute(union_all(*asked))).scalars())
