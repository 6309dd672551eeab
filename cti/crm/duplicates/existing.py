"""Duplicates that are there already, found piece by piece in the order of their keys.

Most keys are there once, and only an index read whole tells which are not: of a million that takes
a while. So each question reads a bounded piece of it and says where it stopped; and of a key that
many have, no more are looked at than are told of.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    TableValuedAlias,
    and_,
    any_,
    case,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible, sees_all
from cti.crm.duplicates.finder import COLUMNS
from cti.crm.duplicates.keys import Criterion
from cti.crm.known_ids import asked_of
from cti.schema import contacts, customers, phones

PIECE = 50_000
"""So many entries of an index are read at once."""

COUNTED = 50
"""Of a key's customers so many are counted; the screen says "more than"."""

MOST = 1000
"""Keys that are there more than once are looked at so many at a time, of whomever they are."""

READ = 2 * COUNTED
"""So many contacts and phones with one key are read: several may be of one customer."""

LOOKS = PIECE // 2
"""Who sees a part may see none of those with a key: so many are looked at for them at once."""

MOST_AT_ONCE = 2 * PIECE
"""Of keys that more have, so many are not read at once: the first of each are found soon."""

FEWEST = 2
"""Customers of a group."""

IDS = ARRAY(BigInteger)

Repeated = tuple[Any, int]
"""A key, and how often it is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where such keys are, whose they are there, and how many of one key are read."""

    column: ColumnElement[Any]
    whose: Select[tuple[int]]
    most: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Customers that share a key, in the order of their ids; `more`: these are not all."""

    key: Any
    ids: Sequence[int]
    more: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Groups in the order of their keys; `last`: the key it was read to, None at the end."""

    groups: Sequence[Group]
    last: Any | None


async def find_groups(
    connection: AsyncConnection,
    caller: Caller,
    criterion: Criterion,
    after: Any | None,  # noqa: ANN401 - of the column's type
    limit: int,
) -> Piece:
    """The first groups of customers that the caller may see, behind a key.

    Fewer than `limit`, also none, when the piece that was read has no more.
    """
    columns = _list_columns(criterion)
    last = await _find_end(connection, columns, after)
    repeated = await _find_repeated(connection, columns, after, last)
    if sees_all(caller):
        bound = _bound(repeated, [min(count, READ) for _, count in repeated], limit * READ)
    else:
        bound = _bound(repeated, [count for _, count in repeated], LOOKS)
    groups: list[Group] = []
    # Nearly always the first are enough; not where most are of deleted customers.
    for some in (bound[:limit], bound[limit:]):
        if len(groups) < limit:
            groups += await _read_groups(connection, caller, criterion, some)
    if len(groups) >= limit:
        return Piece(groups[:limit], groups[limit - 1].key)
    is_cut = len(bound) < len(repeated) or len(repeated) == MOST
    return Piece(groups, bound[-1][0] if is_cut else last)


def _bound(repeated: Sequence[Repeated], looks: Sequence[int], most: int) -> Sequence[Repeated]:
    """The first of the keys, one at least, so many that not more than `most` looks are needed."""
    needed = list(accumulate(looks))
    return repeated[: max(1, bisect_right(needed, most))]


def _list_columns(criterion: Criterion) -> list[ColumnElement[Any]]:
    if criterion is Criterion.PHONE:
        return [phones.c.e164]
    more = [contacts.c.email] if criterion is Criterion.EMAIL else []
    return [COLUMNS[criterion], *more]


async def _find_end(
    connection: AsyncConnection,
    columns: Sequence[ColumnElement[Any]],
    after: Any | None,  # noqa: ANN401 - of the column's type
) -> Any | None:  # noqa: ANN401 - of the column's type
    """The key that a piece of the index ends with; None at its end."""
    ends = [
        select(column)
        .where(column.is_not(None), _lies_between(column, after, None))
        .order_by(column)
        .offset(PIECE)
        .limit(1)
        .scalar_subquery()
        for column in columns
    ]
    found = (await connection.execute(select(*ends))).one()
    return min((one for one in found if one is not None), default=None)


async def _find_repeated(
    connection: AsyncConnection,
    columns: Sequence[ColumnElement[Any]],
    after: Any | None,  # noqa: ANN401 - of the column's type
    last: Any | None,  # noqa: ANN401 - of the column's type
) -> list[Repeated]:
    """Keys of the piece that are there more than once, and how often; off the index.

    Deleted customers are included: of a file that was imported, taken back and imported again they
    are one of every two. Most keys are there once, and need no look at whose they are.
    """
    # Each column by itself, in the order of its index; then what stands in one and in the other.
    parts = [
        _select_piece(one, after, last, func.count()).group_by(one).having(func.count() > 1)
        for one in columns
    ]
    for one, other in pairwise(columns):
        also = select(other).where(other == one).correlate(one.table).exists()
        parts.append(_select_piece(one, after, last, literal(1)).where(also))
    every = union_all(*parts).subquery("every")
    wanted = select(every.c.key, every.c.places)
    if len(parts) > 1:
        wanted = select(every.c.key, func.sum(every.c.places)).group_by(every.c.key)
    rows = await connection.execute(wanted.order_by(every.c.key).limit(MOST))
    return [(key, int(places)) for key, places in rows]


def _select_piece(
    column: ColumnElement[Any],
    after: Any | None,  # noqa: ANN401 - of the column's type
    last: Any | None,  # noqa: ANN401 - of the column's type
    places: ColumnElement[int],
) -> Select[tuple[Any, int]]:
    within = _lies_between(column, after, last)
    return select(column.label("key"), places.label("places")).where(column.is_not(None), within)


def _lies_between(
    column: ColumnElement[Any],
    after: Any | None,  # noqa: ANN401 - of the column's type
    last: Any | None,  # noqa: ANN401 - of the column's type
) -> ColumnElement[bool]:
    return and_(
        true() if after is None else column > after, true() if last is None else column <= last
    )


async def _read_groups(
    connection: AsyncConnection, caller: Caller, criterion: Criterion, some: Sequence[Repeated]
) -> list[Group]:
    """Those of the keys that two customers or more have."""
    if not some:
        return []
    keys = [key for key, _ in some]
    places = _list_places(caller, criterion)
    if _is_met_by_owners(connection, caller, criterion, some):
        every = await _read_seen(connection, caller, COLUMNS[criterion], keys)
    else:
        every = await _read_whose(connection, places, keys)
    groups = []
    for key, found in zip(keys, every, strict=True):
        ids = _join(found)
        is_cut = any(len(one) == place.most for one, place in zip(found, places, strict=True))
        if is_cut and len(ids) < FEWEST:  # many contacts of one customer have it
            whole_places = [replace(place, most=None) for place in places]
            (whole,) = await _read_whose(connection, whole_places, [key])
            ids, is_cut = _join(whole), False
        if len(ids) >= FEWEST:
            groups.append(Group(key, sorted(ids)[:COUNTED], is_cut or len(ids) > COUNTED))
    return groups


def _join(found: Sequence[Sequence[int]]) -> set[int]:
    return {one for some in found for one in some}


async def _read_whose(
    connection: AsyncConnection, places: Sequence[Place], keys: Sequence[Any]
) -> list[list[list[int]]]:
    """Of each key, of each place, whose it is."""
    is_sqlite = connection.dialect.name == "sqlite"
    given = _list_keys(places[0].column, keys, is_sqlite=is_sqlite)
    gather = func.json_group_array if is_sqlite else func.array_agg
    columns = []
    for place in places:
        some = place.whose.where(place.column == given.c.value).limit(place.most)
        whose = some.correlate(given).subquery()
        columns.append(select(gather(next(iter(whose.c)))).select_from(whose).scalar_subquery())
    rows = {
        row.key: [(orjson.loads(one) if is_sqlite else one) or [] for one in row[1:]]
        for row in await connection.execute(select(given.c.key, *columns))
    }
    return [rows[at] for at in sorted(rows)]


def _is_met_by_owners(
    connection: AsyncConnection, caller: Caller, criterion: Criterion, some: Sequence[Repeated]
) -> bool:
    """Whether the keys are asked for all at once, of the owners whose customers the caller sees.

    Who sees a part meets many of others before two of theirs; PostgreSQL takes what both indexes
    name, and looks at no row of the others.
    """
    if connection.dialect.name == "sqlite" or sees_all(caller):
        return False
    if criterion in {Criterion.PHONE, Criterion.EMAIL}:  # which contacts have
        return False
    return sum(count for _, count in some) <= MOST_AT_ONCE


async def _read_seen(
    connection: AsyncConnection, caller: Caller, column: ColumnElement[Any], keys: Sequence[Any]
) -> list[list[list[int]]]:
    """Of each key, the first customers that the caller sees; as `_read_whose` tells them."""
    ids = func.array_agg(aggregate_order_by(customers.c.id, customers.c.id), type_=IDS)
    among = column == any_(literal(list(keys), ARRAY(column.type)))
    seen = (
        select(column, ids[1 : COUNTED + 1])
        .where(among, customers_visible(caller))
        .group_by(column)
    )
    found = {row[0]: row[1] for row in await connection.execute(seen)}
    return [[found.get(key, [])] for key in keys]


def _list_keys(
    column: ColumnElement[Any], keys: Sequence[Any], *, is_sqlite: bool
) -> TableValuedAlias:
    """The keys as rows: their place in the list, and the value."""
    if is_sqlite:  # which has days as ISO dates
        listed = func.json_each(orjson.dumps(list(keys)).decode())
        return listed.table_valued("key", "value", name="given")
    listed = func.unnest(literal(list(keys), ARRAY(column.type)))
    return listed.table_valued("value", with_ordinality="key", name="given").render_derived()


def _list_places(caller: Caller, criterion: Criterion) -> list[Place]:
    visible = customers_visible(caller)
    of_contact = and_(
        contacts.c.deleted_at.is_(None),
        # Asked of the customer at hand, that nothing leads the planner to start from customers.
        asked_of(contacts.c.customer_id, [visible]).correlate(contacts).exists(),
    )
    if criterion is Criterion.PHONE:
        numbers = select(contacts.c.customer_id).join(phones, phones.c.contact_id == contacts.c.id)
        return [Place(phones.c.e164, numbers.where(of_contact), READ)]
    # Said so that no index answers it: by the key few are found, by what is seen many.
    seen = case((visible, true()), else_=false())
    own = select(customers.c.id).where(seen)
    places = [Place(COLUMNS[criterion], own, COUNTED + 1)]
    if criterion is Criterion.EMAIL:
        of_contacts = select(contacts.c.customer_id).where(of_contact)
        places.append(Place(contacts.c.email, of_contacts, READ))
    return places
