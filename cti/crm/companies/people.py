"""Who can see a customer (R031), and who may be named as having brought one (R340, R341)."""

from typing import Literal

from sqlalchemy import select

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm import store
from cti.crm.audience import find_audience
from cti.crm.companies.shapes import ReferrerList, Viewers
from cti.crm.errors import CustomerNotFoundError
from cti.crm.fields.shapes import Referrer
from cti.db import Database
from cti.schema import customers, users
from cti.shapes import Person
from cti.text import clean_line, fold

MOST_WORDS = 8
MOST_REFERRERS = 20


class CustomerPeople:
    """Reads who has to do with customers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find_viewers(self, caller: Caller, customer_id: int) -> Viewers:
        """The active users who can see the customer, by name. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            if await store.find_customer(connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            audience = await find_audience(connection, customer_id)
        return Viewers(
            rows=[
                Person(id=one.user_id, name=one.name, extension=one.extension, role=one.role.value)
                for one in audience
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
