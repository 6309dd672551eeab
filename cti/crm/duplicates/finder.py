"""Finding duplicates in the database: one question for all criteria, of one form or a batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    cast,
    func,
    literal_column,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.duplicates.keys import Criterion, Keys
from cti.crm.keyed import among_keys
from cti.schema import contacts, customers, phones

KEYS_PER_QUERY = 500
MOST_PER_KEY = 6
"""So many customers with one key are told of; a birthday may be that of thousands."""

LOCK_SPACE = 0x637464  # any number, always the same: "ctd"
LOCK_BUCKETS = 256


@dataclass(frozen=True, slots=True)
class Found:
    """A customer that has one of the keys asked for."""

    criterion: Criterion
    customer_id: int


def select_keys(criterion: Criterion) -> list[Select[tuple[Any, int]]]:
    """Every (key, customer_id) of a criterion among customers that are not deleted.

    Several selects: one for each place where such a key is.
    """
    alive = customers.c.deleted_at.is_(None)
    if criterion is Criterion.PHONE:
        return [
            select(phones.c.e164.label("key"), contacts.c.customer_id.label("customer_id"))
            .select_from(phones.join(contacts, contacts.c.id == phones.c.contact_id))
            .join(customers, customers.c.id == contacts.c.customer_id)
            .where(contacts.c.deleted_at.is_(None), alive)
        ]
    own = [_select_own(COLUMNS[criterion]).where(alive)]
    if criterion is Criterion.EMAIL:
        own.append(
            select(contacts.c.email.label("key"), contacts.c.customer_id.label("customer_id"))
            .select_from(contacts.join(customers, customers.c.id == contacts.c.customer_id))
            .where(contacts.c.deleted_at.is_(None), alive)
        )
    return own


def _select_own(column: ColumnElement[Any]) -> Select[tuple[Any, int]]:
    return select(column.label("key"), customers.c.id.label("customer_id"))


COLUMNS: dict[Criterion, ColumnElement[Any]] = {
    Criterion.NAME: customers.c.name_key,
    Criterion.CODE: customers.c.code,
    Criterion.EMAIL: customers.c.email,
    Criterion.FAX: customers.c.fax_key,
    Criterion.TAX_CODE: customers.c.tax_key,
    Criterion.OFFICE_ADDRESS: customers.c.office_key,
    Criterion.DESCRIPTION: customers.c.description_key,
    Criterion.BIRTHDAY: customers.c.birthday,
}


async def find_duplicates(
    connection: AsyncConnection,
    wanted: Mapping[int, Keys],
    criteria: Iterable[Criterion],
    own: Mapping[int, int] | None = None,
) -> dict[int, list[Found]]:
    """Which customers each of several candidates duplicates, by the criteria in their order.

    `wanted` is candidate → keys, by any number that tells them apart (a row of a file); `own` is
    candidate → the customer that it is, which is no duplicate of itself. One statement per
    criterion and 500 keys, whatever the number of candidates. Candidates without a duplicate are
    left out.
    """
    mine = own or {}
    by_key: dict[Criterion, dict[str, list[int]]] = {}
    for criterion in criteria:
        of_one = by_key.setdefault(criterion, {})
        for candidate, keys in wanted.items():
            for key in sorted(keys.get(criterion, ())):
                of_one.setdefault(key, []).append(candidate)
    found: dict[int, list[Found]] = {}
    for criterion, key, customer_id in await _ask(connection, by_key):
        one = Found(criterion, customer_id)
        for candidate in by_key[criterion][key]:
            so_far = found.setdefault(candidate, [])
            if mine.get(candidate) != customer_id and one not in so_far:
                so_far.append(one)
    return {candidate: list_ for candidate, list_ in found.items() if list_}


async def lock_keys(connection: AsyncConnection, keys: Iterable[Keys]) -> None:
    """Nobody else checks one of these keys until the transaction ends.

    Otherwise two who create the same customer at once would both find nothing. SQLite has one
    writer in any case. Once per transaction, for the order of the locks keeps two batches from
    waiting for each other.
    """
    if connection.dialect.name == "sqlite":
        return
    buckets = {
        sum(f"{criterion}:{key}".encode()) % LOCK_BUCKETS
        for one in keys
        for criterion, of_one in one.items()
        for key in of_one
    }
    if buckets:
        await connection.execute(
            text(
                "SELECT pg_advisory_xact_lock(:space, bucket) "
                "FROM unnest(CAST(:buckets AS int[])) AS bucket"
            ),
            {"space": LOCK_SPACE, "buckets": sorted(buckets)},
        )


async def _ask(
    connection: AsyncConnection, wanted: Mapping[Criterion, Iterable[str]]
) -> list[tuple[Criterion, str, int]]:
    """Criterion, key and customer: by the criteria in their order, then by the customers."""
    order = list(wanted)
    rest = {criterion: list(keys) for criterion, keys in wanted.items()}
    found: list[tuple[Criterion, str, int]] = []
    while asked := {one: keys[:KEYS_PER_QUERY] for one, keys in rest.items() if keys}:
        rest = {one: keys[KEYS_PER_QUERY:] for one, keys in rest.items()}
        query = _select_first(tuple(asked), connection.dialect.name)
        given = {one.value: _write_keys(one, keys) for one, keys in asked.items()}
        rows = (await connection.execute(query, given)).all()
        found += [(Criterion(row[0]), str(row[1]), row[2]) for row in rows]
    found.sort(key=lambda row: (order.index(row[0]), row[2]))
    return found


def _write_keys(criterion: Criterion, keys: Sequence[str]) -> list[Any]:
    return list(map(date.fromisoformat, keys)) if criterion is Criterion.BIRTHDAY else list(keys)


@cache
def _select_first(criteria: tuple[Criterion, ...], dialect: str) -> CompoundSelect[Any]:
    """Of each key of each criterion the first few customers; the parameters are the criteria."""
    return union_all(*(_select_ranked(criterion, dialect) for criterion in criteria))


def _select_ranked(criterion: Criterion, dialect: str) -> Select[Any]:
    places = select_keys(criterion)
    every = union_all(
        *(place.where(among_keys(find_column(place), dialect, criterion.value)) for place in places)
    ).subquery()
    rank = func.row_number().over(partition_by=every.c.key, order_by=every.c.customer_id)
    ranked = select(every.c.key, every.c.customer_id, rank.label("rank")).subquery()
    name = literal_column(f"'{criterion.value}'", Text)
    return select(name, cast(ranked.c.key, Text), ranked.c.customer_id).where(
        ranked.c.rank <= MOST_PER_KEY
    )


def find_column(place: Select[tuple[Any, int]]) -> ColumnElement[Any]:
    """The column that one of `select_keys` reads its keys from."""
    column = place.selected_columns[0]
    source: ColumnElement[Any] = getattr(column, "element", column)
    return source
