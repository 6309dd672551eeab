"""Customers of a list, found among a million in some tens of milliseconds.

Few are gathered and sorted, and counted whole; of many, the index of the order is walked until the
page is full. Planners choose badly between the two (SQLite has no statistics to choose by, and the
wrong one takes seconds), so counting chooses, and counting stops early:

1. What a text, or a filter with an index of its own, finds: if that is little, the rest is asked of
   each.
2. What the facets find (conditions on the columns of one index that is read alone): if that is
   little, the rest is asked of each.
3. Else much is left, and a walk meets it soon. Only when a sample says that it does not, one more
   try is made to gather by what a text or a filter finds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    func,
    select,
    true,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.known_ids import Ids, ask_each, asked_of, given
from cti.crm.listing.conditions import Condition
from cti.crm.listing.facets import select_by_facets
from cti.crm.listing.query import Order, Place, Start
from cti.crm.search_match import Way
from cti.schema import customers

COUNTED = 10_000
"""Counting stops here: the screen says "more than"."""

FEW = 20_000
"""So many, at most, are looked at each."""

SOME = 2 * FEW
"""So many entries of an index are, too: a walk may begin far from where they are (created in March,
last changed first), and what it passes by is not known before."""

SAMPLED = 5_000
"""Of many, so many are asked what a walk would ask, to know how long it would be."""

RARE = 200
"""When fewer than one in so many sampled is in the list, walking is dearer than gathering ..."""

LOTS = 150_000
"""... so many entries of an index at most."""

walked = customers.alias("walked")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list asks for: each condition holds.

    `words` is that of them which was searched for, if any, and `ways` find it.
    """

    conditions: Sequence[Condition]
    ways: tuple[Way, ...] = ()
    words: Condition | None = None

    @property
    def holds(self) -> list[ColumnElement[bool]]:
        """All of it, said of the customer at hand."""
        return [one.holds for one in self.conditions]

    @property
    def facets(self) -> list[ColumnElement[bool]]:
        """What the index of facets knows."""
        return [one.holds for one in self.conditions if one.in_facets]

    @property
    def others(self) -> list[ColumnElement[bool]]:
        """What it does not know."""
        return [one.holds for one in self.conditions if not one.in_facets]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the list is read: of all its ids, which were few, or by a walk.

    `more`: there are more than `total`.
    """

    ids: Sequence[int] | None
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its places in order, whether there are rows beyond it; how many there are."""

    places: Sequence[Place]
    beyond: bool
    total: int
    more: bool


async def plan(connection: AsyncConnection, wanted: Wanted) -> Plan:
    """Choose, and gather if that is the choice."""
    sources = _list_sources(wanted)
    counts = await _count_each(connection, sources, SOME + 1)
    few = [pair for pair in zip(counts, sources, strict=True) if pair[0] <= SOME]
    if few:
        _, source = min(few, key=_first)
        return _gathered(await _find_ids(connection, ask_each(source.ids, source.left)))
    facets = select_by_facets([customers.c.id], wanted.facets)
    ids = await _find_ids(connection, facets.limit(FEW + 1))
    if len(ids) <= FEW:
        if wanted.others and ids:
            ids = await _find_ids(connection, ask_each(given(connection, ids), wanted.others))
        return _gathered(ids)
    if not wanted.others:
        return Plan(None, COUNTED, more=True)
    sample = ask_each(given(connection, ids[:SAMPLED]), wanted.others)
    met = len(await _find_ids(connection, sample))
    if met * RARE < SAMPLED and sources:
        counts = await _count_each(connection, sources, LOTS + 1)
        count, source = min(zip(counts, sources, strict=True), key=_first)
        if count <= LOTS:
            return _gathered(await _find_ids(connection, ask_each(source.ids, source.left)))
    return Plan(None, min(met, COUNTED), more=True)


def _gathered(ids: Sequence[int]) -> Plan:
    return Plan(ids, min(len(ids), COUNTED), more=len(ids) > COUNTED)


async def find_page(
    connection: AsyncConnection,
    wanted: Wanted,
    order: Order,
    start: Start | None,
    limit: int,
) -> Found:
    """The rows of a page in the list's order, also when it is read backwards."""
    back = start is not None and start.back
    chosen = await plan(connection, wanted)
    if chosen.ids is None:
        order = Order(order.query, of=walked)
    beyond = order.lies_beyond(start.place, back=back) if start else true()
    rows = await _read(connection, wanted, chosen, order, beyond, limit + 1, back=back)
    places = [Place(row["value"], row["id"], bool(row["is_first"])) for row in rows[:limit]]
    if back:
        places.reverse()
    return Found(places, len(rows) > limit, max(len(places), chosen.total), chosen.more)


async def find_beside(
    connection: AsyncConnection, wanted: Wanted, order: Order, customer_id: int
) -> tuple[int | None, int | None]:
    """The customers before and after one, which need not be in the list itself."""
    chosen = await plan(connection, wanted)
    if chosen.ids is None:
        order = Order(order.query, of=walked)
    value = select(order.column.label("value"), order.is_first.label("is_first"))
    here = (await connection.execute(value.where(order.of.c.id == customer_id))).one()
    place = Place(here.value, customer_id, bool(here.is_first))
    found: list[int | None] = []
    for back in (True, False):
        beyond = order.lies_beyond(place, back=back)
        rows = await _read(connection, wanted, chosen, order, beyond, 1, back=back)
        found.append(rows[0]["id"] if rows else None)
    return found[0], found[1]


async def _read(
    connection: AsyncConnection,
    wanted: Wanted,
    chosen: Plan,
    order: Order,
    beyond: ColumnElement[bool],
    limit: int,
    *,
    back: bool,
) -> Sequence[RowMapping]:
    key: ColumnElement[int] = order.of.c.id
    if chosen.ids is None:
        condition: ColumnElement[bool] = asked_of(key, wanted.holds).correlate(order.of).exists()
    else:
        condition = key.in_(given(connection, chosen.ids))
    page = (
        select(key, order.column.label("value"), order.is_first.label("is_first"))
        .where(condition, beyond)
        .order_by(*order.sort(back=back))
        .limit(limit)
    )
    return (await connection.execute(page)).mappings().all()


@dataclass(frozen=True, slots=True)
class _Source:
    """Ids of customers that an index finds; `entries` are what is counted of it.

    `left` is what is still to be asked of each.
    """

    entries: Sequence[Select[Any]]
    ids: Ids
    left: Sequence[ColumnElement[bool]]


def _list_sources(wanted: Wanted) -> list[_Source]:
    """Each finds all that is in the list, and more."""
    found = []
    if wanted.ways:
        entries = [way.entries for way in wanted.ways]
        left = [one.holds for one in wanted.conditions if one is not wanted.words]
        found.append(_Source(entries, union(*(way.found_all() for way in wanted.ways)), left))
    found += [
        _Source([one.entries], one.entries.distinct(), wanted.holds)
        for one in wanted.conditions
        if one.entries is not None
    ]
    return found


async def _find_ids(connection: AsyncConnection, ids: Ids) -> list[int]:
    return list((await connection.execute(ids)).scalars())


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


async def _count_each(
    connection: AsyncConnection, sources: Sequence[_Source], limit: int
) -> list[int]:
    """How many entries each has, of the longest of its indexes, counted up to `limit`."""
    if not sources:
        return []
    parts = [
        select(func.count()).select_from(entries.limit(limit).subquery()).scalar_subquery()
        for source in sources
        for entries in source.entries
    ]
    row = iter((await connection.execute(select(*parts))).one())
    return [max(next(row) for _ in source.entries) for source in sources]
