"""Customers of a list, found among a million.

Few are gathered and sorted, and counted whole; of many, the index of the order is walked until the
page is full. Planners choose badly between the two (SQLite has no statistics to choose by, and the
wrong one takes seconds), so what the indexes name chooses, and naming stops early:

1. What a text finds: if that is little, the rest is asked of each.
2. What a filter with an index of its own finds, if that is little; if it is more, and the index of
   facets is read in part only, what both indexes name.
3. What the facets find (conditions on the columns of one index that is read alone), if that is
   little.
4. Else much is left, and a walk meets it soon. When a sample says that it does not, all that a text
   or a filter finds is looked at, though it is much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    false,
    func,
    select,
    true,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.util import ClauseAdapter

from cti.crm.known_ids import Ids, ask_each, asked_of, collect, given, look_up
from cti.crm.listing.conditions import Condition
from cti.crm.listing.facets import IN_ORDER, select_by_facets, walked
from cti.crm.listing.query import Order, Place, Start
from cti.crm.search.found import Named, is_own, judge, leave_known, name, read_customers
from cti.crm.search.match import Way
from cti.schema import customers

COUNTED = 5_000
"""Counting stops here: the screen says "more than"."""

NARROWED = 2
"""Who sees a part only gathers from so many times more: a walk passes by what they don't see."""

FEW = 20_000
"""So many, at most, are looked at each."""

SOME = 2 * FEW
"""So many entries of an index are, too: a walk may begin far from where they are (created in March,
last changed first), and what it passes by is not known before."""

NEAR = 5_000
"""So few are looked at each before anything else is thought of."""

SAMPLED = 5_000
"""Of many, so many are asked what a walk would ask, to say "more than" how many."""

RARE = 200
"""When fewer than one in so many sampled is in the list, a walk is long."""

NAMED = 1_000
"""Of what a text finds, if it is much, so many are asked whether they are in the list."""

PAGE = 50
STEPS = 6
"""So many steps of a walk, row beside row, cost as much as one entry of an index looked up."""

LOTS = 100_000
"""So many entries of an index are looked up when a walk would be longer still."""


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
    def left(self) -> list[ColumnElement[bool]]:
        """All but what was searched for."""
        return [one.holds for one in self.conditions if one is not self.words]

    @property
    def is_narrowed(self) -> bool:
        """Whether what the index of facets knows leaves anybody out."""
        return any(one.in_facets and not one.is_of_all for one in self.conditions)

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
    most = NARROWED * COUNTED if wanted.is_narrowed else COUNTED
    named = await name(connection, wanted.ways, most + 1, wanted.left)
    if named and _count_most(named) <= most:
        return await _gather_named(connection, wanted, named)
    if (found := await _find_by_filter(connection, wanted)) is not None:
        return await _gather(connection, found)
    if wanted.is_narrowed or not wanted.others:
        few = min(NEAR, FEW) if named else FEW  # to ask each for a text is dear
        if not await _are_more(connection, wanted, few):
            facets = select_by_facets([customers.c.id], wanted.facets)
            (ids,) = await collect(connection, [facets], few + 1)
            if len(ids) <= few:
                return await _gather(connection, ask_each(given(connection, ids), wanted.others))
        if not wanted.others:
            return Plan(None, COUNTED, more=True)
    return await _sample(connection, wanted, named)


async def _are_more(connection: AsyncConnection, wanted: Wanted, few: int) -> bool:
    """Whether the facets find more, as far as the index of owners tells without the table."""
    some = [one for one in wanted.conditions if one.in_facets]
    ranges = [one for whose in some for one in whose.ranges]
    if not ranges or not all(one.in_owners for one in some):
        return False
    left = [one.holds for one in some if not one.ranges]
    # Of a column that the index has: PostgreSQL would read the table for the ids.
    parts = [
        select(customers.c.owner_id).select_from(index).where(part, *left).limit(few + 1)
        for index, part in ranges
    ]
    counts = [select(func.count()).select_from(one.subquery()).scalar_subquery() for one in parts]
    return sum((await connection.execute(select(*counts))).one()) > few


async def _gather_named(
    connection: AsyncConnection, wanted: Wanted, named: Sequence[Named]
) -> Plan:
    return _gathered(await _find_named(connection, wanted, named))


async def _find_named(
    connection: AsyncConnection, wanted: Wanted, named: Sequence[Named]
) -> list[int]:
    """Customers of the list by the entries of each way."""
    known = await read_customers(connection, wanted.ways, named, wanted.left)
    named = await leave_known(connection, wanted.ways, named, known)
    direct: set[int] = set()
    led: list[Ids] = []
    for way, one in zip(wanted.ways, named, strict=True):
        if is_own(way, customers.c.id):
            continue
        if way.ids is None:
            direct.update(one.keys)
        elif one.keys:
            led.append(way.found_by(connection, one.keys))
    if led:
        (found,) = await collect(connection, [union(*led)])
        direct.update(found)
    others = await judge(connection, direct - known.keys(), wanted.left)
    return [*(key for key, is_in in known.items() if is_in), *others]


async def _find_by_filter(
    connection: AsyncConnection, wanted: Wanted, most: int | None = None
) -> Ids | None:
    """By the filter that leaves least, if that is little; all else is asked of each."""
    sources = [one for one in wanted.conditions if one.entries is not None]
    limits = [_most(one) if most is None else most for one in sources]
    counts = await _count_each(connection, sources, limits)
    few = [
        (count, one)
        for count, one, limit in zip(counts, sources, limits, strict=True)
        if count <= limit
    ]
    if not few:
        return None
    count, least = min(few, key=_first)
    entries = least.entries
    if entries is None:
        return None
    told = least if least.is_exact else None
    left = [one for one in wanted.conditions if one is not told]
    if count > NEAR and not least.in_facets and any(one.leads for one in wanted.conditions):
        # Two indexes, each read in part and without a look at the table, name fewer by far.
        rest = [one.holds for one in left if not one.in_facets]
        among = customers.c.id.in_(entries)
        return ask_each(select_by_facets([customers.c.id], [*wanted.facets, among]), rest)
    rest = [one.holds for one in left]
    if entries.columns_clause_froms == [customers]:
        # Asked of the rows while they are read; said so that no other index is.
        return entries.where(case((and_(true(), *rest), true()), else_=false()))
    return ask_each(entries.distinct(), rest)


def _most(source: Condition) -> int:
    """What the index of facets knows is read there, unless it is very little."""
    return NEAR if source.in_facets else SOME


async def _sample(connection: AsyncConnection, wanted: Wanted, named: Sequence[Named]) -> Plan:
    """A walk, unless some of what is found shows that it would be long."""
    if not named:
        facets = select_by_facets([customers.c.id], wanted.facets)
        (some,) = await collect(connection, [facets], SAMPLED)
        (met,) = await collect(connection, [ask_each(given(connection, some), wanted.others)])
        if len(some) < SAMPLED:  # all that there are: nothing is left to be "more than"
            return _gathered(met)
        if len(met) * RARE < SAMPLED:
            found = await _find_by_filter(connection, wanted, LOTS)
            if found is not None:
                return await _gather(connection, found)
        return Plan(None, min(len(met), COUNTED), more=True)
    met = await _find_named(connection, wanted, [one.first(NAMED) for one in named])
    share = len(met) / NAMED
    if await _is_long_way(connection, named, share):
        named = await name(connection, wanted.ways, LOTS + 1, wanted.left)
        if _count_most(named) <= LOTS and await _is_long_way(connection, named, share):
            return await _gather_named(connection, wanted, named)
    return Plan(None, min(len(met), COUNTED), more=True)


async def _is_long_way(connection: AsyncConnection, named: Sequence[Named], share: float) -> bool:
    """Whether a walk to the end of a page would be dearer than a look at every entry.

    `share` of the entries was seen to be in the list: of 000000, which has common trigrams, few.
    """
    entries = _count_most(named)
    there = (await connection.execute(select(func.max(customers.c.id)))).scalar() or 0
    steps = there if share == 0 else min(there, PAGE * there / (entries * share))
    return steps > STEPS * entries


async def _gather(connection: AsyncConnection, ids: Ids) -> Plan:
    (found,) = await collect(connection, [ids])
    return _gathered(found)


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
    found = select(key, order.column.label("value"), order.is_first.label("is_first")).where(beyond)
    if chosen.ids is None:
        page = _pass_by(found, wanted, order).order_by(*order.sort(back=back))
    else:
        # In the order of the table: neighbours are on one page.
        ids = given(connection, sorted(chosen.ids))
        some = look_up(connection, ids, key, found).subquery("found")
        page = select(some).order_by(*order.sort_found(some, back=back))
    rows: Sequence[RowMapping] = (await connection.execute(page.limit(limit))).mappings().all()
    return rows


def _pass_by(found: Select[Any], wanted: Wanted, order: Order) -> Select[Any]:
    """What is met on a walk: to pass by most, what the index of the order tells is enough."""
    index = IN_ORDER.get(order.query.sort)
    if index is not None:
        at_walked = ClauseAdapter(walked)
        known = [at_walked.traverse(one.holds) for one in wanted.conditions if one.in_orders]
        found = found.select_from(index).where(*known)
    left = [one.holds for one in wanted.conditions if index is None or not one.in_orders]
    if not left:
        return found
    return found.where(asked_of(walked.c.id, left).correlate(walked).exists())


def _count_most(named: Sequence[Named]) -> int:
    return max(len(one.keys) for one in named)


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


async def _count_each(
    connection: AsyncConnection, sources: Sequence[Condition], limits: Sequence[int]
) -> list[int]:
    """How many entries each has, counted one further than is of interest."""
    parts = [
        select(func.count()).select_from(one.entries.limit(limit + 1).subquery()).scalar_subquery()
        for one, limit in zip(sources, limits, strict=True)
        if one.entries is not None
    ]
    if not parts:
        return []
    return list((await connection.execute(select(*parts))).one())
