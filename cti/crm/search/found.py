"""Whose the entries of a search's indexes are, and who of them is in the list.

Among a million each look at a row counts, so none is looked at twice: where the index leads to the
row itself, what is wanted of it is read there and then; a customer who is in the list brings all
contacts along; and only of customers that no index named is it asked anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.known_ids import ask_each, collect, collect_columns, given, look_up
from cti.crm.search.match import Way
from cti.schema import contacts, customers

SOME = 1_000
"""So many are read of the other ways when the first one finds more than can be gathered."""

Asked = Sequence[ColumnElement[bool]]
"""What is asked of a customer, visibility included."""


@dataclass(frozen=True, slots=True)
class Named:
    """Entries of one way: keys of rows, and what was read of each beside it, if anything.

    Of a customer that is whether it is in the list, of a contact whose it is.
    """

    keys: list[int]
    told: list[Any] | None = None

    def first(self, some: int) -> "Named":
        """The first of them."""
        return Named(self.keys[:some], None if self.told is None else self.told[:some])


async def name(
    connection: AsyncConnection, ways: Sequence[Way], limit: int, asked: Asked
) -> list[Named]:
    """The first `limit` entries of each way.

    When the first way has as many, a few of the others tell enough.
    """
    selects = [
        _beside(way, way.entries, asked) if _is_at_hand(way) else way.entries for way in ways
    ]
    first = await collect_columns(connection, selects[:1], limit)
    enough = bool(first) and len(first[0][0]) >= limit
    others = await collect_columns(connection, selects[1:], SOME if enough else limit)
    return [_make(columns) for columns in [*first, *others]]


async def read_customers(
    connection: AsyncConnection, ways: Sequence[Way], named: Sequence[Named], asked: Asked
) -> dict[int, bool]:
    """Customers that were found by what is their own, and whether they are in the list."""
    told = await _read(connection, ways, named, customers.c.id, asked)
    known: dict[int, bool] = {}
    for keys, beside in told:
        if None in beside:
            some = zip(keys, beside, strict=True)
            known.update((key, bool(is_in)) for key, is_in in some if is_in is not None)
        else:
            known.update(zip(keys, map(bool, beside), strict=True))
    return known


async def read_contacts(
    connection: AsyncConnection, ways: Sequence[Way], named: Sequence[Named]
) -> dict[int, int]:
    """Contacts that were found by what is their own, and whose they are."""
    told = await _read(connection, ways, named, contacts.c.id, ())
    known: dict[int, int] = {}
    for keys, whose in told:
        known.update(zip(keys, whose, strict=True))
    return known


async def leave_known(
    connection: AsyncConnection,
    ways: Sequence[Way],
    named: Sequence[Named],
    known: Collection[int],
) -> list[Named]:
    """The entries without contacts of customers of whom all is known.

    Whose they are an index says; what else leads to a contact must look at its row.
    """
    at_row = [bool(way.left) and way.key is contacts.c.id for way in ways]
    if not known or not any(is_one and one.keys for is_one, one in zip(at_row, named, strict=True)):
        return list(named)
    of_customers = given(connection, sorted(known))
    whose = look_up(connection, of_customers, contacts.c.customer_id, select(contacts.c.id))
    (theirs,) = await collect(connection, [whose])
    gone = set(theirs)
    return [
        Named([key for key in one.keys if key not in gone]) if is_one else one
        for is_one, one in zip(at_row, named, strict=True)
    ]


async def judge(connection: AsyncConnection, ids: Collection[int], asked: Asked) -> list[int]:
    """Those of the customers that are in the list."""
    if not ids or not asked:
        return sorted(ids)
    (found,) = await collect(connection, [ask_each(given(connection, sorted(ids)), asked)])
    return found


def is_own(way: Way, key: ColumnElement[int]) -> bool:
    """Whether the way finds rows of the key's table by what stands in them."""
    return way.key is key and (bool(way.left) or _is_at_hand(way))


def _is_at_hand(way: Way) -> bool:
    """Whether the rows are read when the entries are."""
    own = [column for column in way.entries.selected_columns if column is way.key]
    return bool(own) and way.entries.columns_clause_froms == [way.key.table]


def _beside(way: Way, rows: Select[Any], asked: Asked) -> Select[Any]:
    """The rows with what is to be known of each."""
    if way.key is customers.c.id:
        return rows.add_columns(and_(true(), *asked).label("is_in"))
    return rows.add_columns(contacts.c.customer_id)


def _read_named(way: Way) -> Select[Any]:
    return _beside(way, select(way.key).where(*way.left), ())


def _judge_named(way: Way, asked: Asked) -> Select[Any]:
    """Whether a customer is in the list; null of one who was named wrongly and may yet be.

    Most of all are not seen by who sees a part, and of these nothing else is asked.
    """
    fits = case((and_(true(), *way.left), true()))
    return select(way.key, case((and_(true(), *asked), fits), else_=false()).label("is_in"))


async def _read(
    connection: AsyncConnection,
    ways: Sequence[Way],
    named: Sequence[Named],
    key: ColumnElement[int],
    asked: Asked,
) -> list[tuple[list[int], list[Any]]]:
    told, rest = [], []
    for way, one in zip(ways, named, strict=True):
        if not one.keys or not is_own(way, key):
            continue
        if one.told is not None:
            told.append((one.keys, one.told))
        else:
            wanted = _judge_named(way, asked) if key is customers.c.id else _read_named(way)
            rest.append(look_up(connection, given(connection, one.keys), key, wanted))
    told.extend((one, beside) for one, beside in await collect_columns(connection, rest))
    return told


def _make(columns: Sequence[list[Any]]) -> Named:
    return Named(columns[0], columns[1] if len(columns) > 1 else None)
