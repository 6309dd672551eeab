"""The customer list: searched, filtered by any field, sorted and paged in the database."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible, sees_all
from cti.clock import Clock
from cti.crm.badges import Badges
from cti.crm.comments.unread import is_unread, unread_customers
from cti.crm.errors import CustomerNotFoundError
from cti.crm.fields.store import find_fields
from cti.crm.listing.conditions import Condition
from cti.crm.listing.counting import list_ranges
from cti.crm.listing.filters import Reading, build_filters, check_length, parse_filters
from cti.crm.listing.finding import Wanted, find_beside, find_page
from cti.crm.listing.query import (
    CustomerQuery,
    Order,
    Sort,
    Start,
    decode_start,
    encode_start,
    last_touched,
)
from cti.crm.listing.rows import read_rows
from cti.crm.listing.shapes import CustomerPage, FieldFilter, Neighbours
from cti.crm.listing.tiles import find_forgotten_days
from cti.crm.listing.whole import find_all
from cti.crm.listing.words import read_words
from cti.crm.search.sample import Sample
from cti.db import Database
from cti.schema import comments, customers, users

__all__ = ["CustomerList", "CustomerQuery", "Sort"]

HAS_GRAMS = text("SELECT count(*) FROM sqlite_master WHERE name = 'search_queue'")


class CustomerList:
    """Lists customers that the caller may see.

    `region` is the country of numbers typed without a country code, `zone` that of days.
    """

    def __init__(
        self, db: Database, badges: Badges, clock: Clock, region: str, zone: ZoneInfo
    ) -> None:
        self._db = db
        self._badges = badges
        self._clock = clock
        self.region = region
        self._zone = zone
        self._grams: bool | None = None if db.is_sqlite else False
        self._sample = Sample()

    async def find_page(self, caller: Caller, query: CustomerQuery) -> CustomerPage:
        """A page, newest first unless asked otherwise. Raises CursorError, FilterError.

        Of a search with diacritics, names that have them as typed come first, unless many are
        found.
        """
        start = decode_start(query)
        async with self._db.read() as connection:
            wanted, order = await self._read(connection, caller, query)
            found = await find_page(connection, wanted, order, start, query.limit)
            rows = await read_rows(connection, caller, [place.id for place in found.places])
        lines = await rows.dress(caller, self._badges)
        back = start is not None and start.back
        size = len(found.places)
        first = 1 if start is None else start.ordinal
        if start is not None and back:
            first = max(1, start.ordinal - size) if found.beyond else 1
        page = CustomerPage(
            rows=lines,
            previous=None,
            next=None,
            first=first,
            total=max(found.total, first - 1 + size),
            more=found.more,
        )
        if not found.places:
            return page
        before = Start(found.places[0], first, back=True)
        after = Start(found.places[-1], first + size, back=False)
        has_before = found.beyond if back else start is not None
        has_after = True if back else found.beyond
        return page.model_copy(
            update={
                "previous": encode_start(query, before) if has_before else None,
                "next": encode_start(query, after) if has_after else None,
            }
        )

    async def find_neighbours(
        self, caller: Caller, customer_id: int, query: CustomerQuery
    ) -> Neighbours:
        """The customers before and after one in the list. Raises CustomerNotFoundError.

        The one itself need not be in it: it may have been edited out of the filter.
        """
        async with self._db.read() as connection:
            wanted, order = await self._read(connection, caller, query)
            seen = select(customers.c.id).where(
                customers.c.id == customer_id, customers_visible(caller)
            )
            if (await connection.execute(seen)).first() is None:
                raise CustomerNotFoundError(id=customer_id)
            previous, following = await find_beside(connection, wanted, order, customer_id)
        return Neighbours(previous=previous, next=following)

    async def find_all(
        self,
        connection: AsyncConnection,
        caller: Caller,
        query: CustomerQuery,
        meant: ColumnElement[bool],
    ) -> Sequence[int]:
        """The ids of the customers in the list that are meant, in its order. Raises FilterError."""
        return await find_all(connection, *await self._read(connection, caller, query), meant)

    async def find_conditions(
        self, connection: AsyncConnection, caller: Caller, query: CustomerQuery
    ) -> list[ColumnElement[bool]]:
        """What holds of the customers in the list, visibility included. Raises FilterError."""
        wanted, _ = await self._read(connection, caller, query)
        return wanted.holds

    async def check_filters(
        self, connection: AsyncConnection, filters: Sequence[FieldFilter]
    ) -> None:
        """Whether the list would take them, were they opened now. Raises FilterError."""
        check_length(filters)
        await self._build(connection, filters)

    async def _build(
        self, connection: AsyncConnection, filters: Sequence[FieldFilter]
    ) -> list[Condition]:
        own = {one.key: one for one in await find_fields(connection)}
        today = self._clock().astimezone(self._zone).date()
        grams = await self._has_grams(connection)
        return build_filters(filters, Reading(own, self._zone, self.region, today, grams=grams))

    async def _read(
        self, connection: AsyncConnection, caller: Caller, query: CustomerQuery
    ) -> tuple[Wanted, Order]:
        visible = customers_visible(caller)
        ranges = () if sees_all(caller) else list_ranges(caller)
        conditions = [
            Condition(
                visible,
                in_facets=True,
                in_owners=True,
                in_orders=True,
                ranges=ranges,
                is_of_all=sees_all(caller),
            )
        ]
        if query.owner != "all":
            conditions.append(_of_owner(caller, query))
        if query.kind != "all":
            conditions.append(Condition(customers.c.kind == query.kind, in_facets=True))
        if query.tile == "unread":
            entries = select(comments.c.customer_id).where(is_unread(caller))
            conditions.append(Condition(unread_customers(caller), entries))
        elif query.tile == "forgotten":
            conditions.append(await self._find_forgotten(connection))
        grams = await self._has_grams(connection)
        if filters := parse_filters(query.filters):
            conditions += await self._build(connection, filters)
        names = await self._sample.read(connection) if query.q else {}
        words = read_words(query.q, query.scope, self.region, grams=grams, names=names)
        if words is None:
            return Wanted(conditions), Order(query)
        searched = Condition(words.holds)
        wanted = Wanted([*conditions, searched], words.ways, searched)
        return wanted, Order(query, words.first)

    async def _find_forgotten(self, connection: AsyncConnection) -> Condition:
        days = await find_forgotten_days(connection)
        before = self._clock() - timedelta(days=days)
        return Condition(last_touched(customers) < before, in_facets=True, in_owners=True)

    async def _has_grams(self, connection: AsyncConnection) -> bool:
        if self._grams is None:
            self._grams = bool((await connection.execute(HAS_GRAMS)).scalar())
        return self._grams


def _of_owner(caller: Caller, query: CustomerQuery) -> Condition:
    """R136, R137. A department is that of the owner; who is in none has no colleagues there."""
    owner = customers.c.owner_id
    if query.owner == "department":
        if caller.department_id is None:
            # Not false(), which would make all else go unsaid: an index is read by what is said.
            return Condition(customers.c.id.is_(None), in_facets=True)
        colleagues = select(users.c.id).where(users.c.department_id == caller.department_id)
        holds: ColumnElement[bool] = owner.in_(colleagues)
    else:
        holds = owner == (caller.user_id if query.owner == "mine" else None)
    entries = select(customers.c.id).where(holds)
    return Condition(holds, entries, in_facets=True, in_owners=True, in_orders=True)
