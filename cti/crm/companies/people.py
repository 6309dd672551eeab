"""Who can see a customer (R031), and who may be named as having brought one (R340, R341)."""

from collections.abc import Sequence
from itertools import islice
from typing import Literal

from sqlalchemy import literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import list_callers
from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm import store
from cti.crm.companies.shapes import ReferrerList, Viewers
from cti.crm.errors import CustomerNotFoundError
from cti.crm.fields.shapes import Referrer
from cti.db import Database
from cti.schema import customers, users
from cti.shapes import Person
from cti.text import clean_line, fold

USERS_PER_QUERY = 100  # a compound select of SQLite has 500 parts at most
MOST_WORDS = 8
MOST_REFERRERS = 20


class CustomerPeople:
    """Reads who has to do with customers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find_viewers(self, caller: Caller, customer_id: int) -> Viewers:
        """The active users who can see the customer, by name. Raises CustomerNotFoundError.

        Each is asked of the rule itself (cti.accounts.visibility), so this can't differ from it.
        """
        async with self._db.read() as connection:
            if await store.find_customer(connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            everybody = await list_callers(connection)
            seeing: set[int] = set()
            rest = iter(everybody)
            while some := list(islice(rest, USERS_PER_QUERY)):
                seeing |= await _find_seeing(connection, customer_id, some)
        return Viewers(
            rows=[
                Person(id=one.user_id, name=one.name, extension=one.extension, role=one.role.value)
                for one in everybody
                if one.user_id in seeing
            ]
        )

    async def find_referrers(
        self, caller: Caller, source: Literal["customer", "user"], q: str
    ) -> ReferrerList:
        """The first 20 that have these words in their name, of customers seen or of users."""
        words = fold(clean_line(q)).split()[:MOST_WORDS]
        async with self._db.read() as connection:
            if source == "user":
                rows = await connection.execute(
                    select(users.c.id, users.c.name).where(users.c.active).order_by(users.c.name)
                )
                found = [row for row in rows if all(word in fold(row.name) for word in words)]
            else:
                named = [customers.c.name_key.contains(word, autoescape=True) for word in words]
                found = list(
                    await connection.execute(
                        select(customers.c.id, customers.c.name)
                        .where(customers_visible(caller), *named)
                        .order_by(customers.c.name_key, customers.c.id)
                        .limit(MOST_REFERRERS)
                    )
                )
        return ReferrerList(
            rows=[Referrer(kind=source, id=row.id, name=row.name) for row in found[:MOST_REFERRERS]]
        )


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
