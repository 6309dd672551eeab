"""Which customers the rows of a batch mean, in SQL: a few statements for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, FromClause, Select, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_editable, customers_visible, customers_within
from cti.crm.keyed import KEYS, among_keys
from cti.schema import contacts, customer_supporters, customers, phones

ORGANISATION = "organisation"

COLUMNS: dict[str, ColumnElement[Any]] = {
    "code": customers.c.code,
    "name": customers.c.name_key,
    "email": customers.c.email,
    "tax_code": customers.c.tax_key,
    "fax": customers.c.fax_key,
    "birthday": customers.c.birthday,
    "contact.name": contacts.c.name_key,
    "contact.email": contacts.c.email,
    "contact.phones": phones.c.e164,
    "contact.facebook": contacts.c.facebook,
}


async def find_matches(
    connection: AsyncConnection, caller: Caller, wanted: Mapping[int, Mapping[str, Sequence[str]]]
) -> dict[int, list[int]]:
    """The customers that share every key with each of several rows: row → ids, of those seen."""
    by_key: dict[str, dict[str, set[int]]] = {}
    for key in dict.fromkeys(key for one in wanted.values() for key in one):
        values = {value for one in wanted.values() for value in one.get(key, ())}
        by_key[key] = await find_by(connection, caller, key, values)
    matches: dict[int, list[int]] = {}
    for number, one in wanted.items():
        sets = [
            set().union(*(by_key[key].get(value, set()) for value in values))
            for key, values in one.items()
        ]
        matches[number] = sorted(set.intersection(*sets)) if sets else []
    return matches


async def find_by(
    connection: AsyncConnection,
    caller: Caller,
    key: str,
    values: Iterable[str],
    kind: str | None = None,
) -> dict[str, set[int]]:
    """Living customers that the caller sees, perhaps of one kind, by one key: value → ids."""
    asked: list[Any] = sorted(values)
    if key == "birthday":
        asked = [date.fromisoformat(value) for value in asked]
    found: dict[str, set[int]] = {}
    if not asked:
        return found
    query = _select_by(key, caller, kind, connection.dialect.name)
    for value, customer_id in await connection.execute(query, {KEYS: asked}):
        found.setdefault(str(value), set()).add(customer_id)
    return found


def _select_by(key: str, caller: Caller, kind: str | None, dialect: str) -> Select[Any]:
    column = COLUMNS[key]
    query = select(column, customers.c.id)
    if key.startswith("contact."):
        source: FromClause = contacts
        if key == "contact.phones":
            source = phones.join(contacts, contacts.c.id == phones.c.contact_id)
        query = (
            query.select_from(source)
            .join(customers, customers.c.id == contacts.c.customer_id)
            .where(contacts.c.deleted_at.is_(None))
        )
    if kind is not None:
        query = query.where(customers.c.kind == kind)
    return query.where(among_keys(column, dialect), customers_visible(caller))


_referrers = customers.alias()
_referrer_name = (
    select(_referrers.c.name)
    .where(_referrers.c.id == customers.c.referrer_customer_id)
    .correlate(customers)
    .scalar_subquery()
    .label("referrer_name")
)


async def load_customers(
    connection: AsyncConnection, caller: Caller, ids: Iterable[int]
) -> dict[int, dict[str, Any]]:
    """Whole rows, locked until the unit ends, with `can_edit`, `can_assign`, `referrer_name`."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await connection.execute(
        _select_customers(caller, connection.dialect.name), {KEYS: wanted}
    )
    return {row["id"]: row for row in _list_rows(rows)}


def _select_customers(caller: Caller, dialect: str) -> Select[Any]:
    return (
        select(
            customers,
            _referrer_name,
            func.coalesce(customers_editable(caller), false()).label("can_edit"),
            func.coalesce(customers_within(caller, Right.CUSTOMERS_ASSIGN), false()).label(
                "can_assign"
            ),
        )
        .where(among_keys(customers.c.id, dialect), customers.c.deleted_at.is_(None))
        .order_by(customers.c.id)
        .with_for_update(of=customers)
    )


async def load_contacts(
    connection: AsyncConnection, ids: Iterable[int]
) -> dict[int, list[dict[str, Any]]]:
    """The contacts of several customers, the primary one first, with their `phones`."""
    wanted = sorted(set(ids))
    found: dict[int, list[dict[str, Any]]] = {one: [] for one in wanted}
    if not wanted:
        return found
    dialect = connection.dialect.name
    by_id: dict[int, dict[str, Any]] = {}
    for one in _list_rows(await connection.execute(_select_contacts(dialect), {KEYS: wanted})):
        one["phones"] = []
        by_id[one["id"]] = one
        found[one["customer_id"]].append(one)
    if by_id:
        numbers = await connection.execute(_select_phones(dialect), {KEYS: sorted(by_id)})
        for number in _list_rows(numbers):
            by_id[number["contact_id"]]["phones"].append(number)
    return found


def _list_rows(result: CursorResult[Any]) -> list[dict[str, Any]]:
    """Whole rows by their columns, without a mapping in between for each."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


# What is the same for everybody is made once: to put it together takes longer than to run it.
@cache
def _select_contacts(dialect: str) -> Select[Any]:
    return (
        select(contacts)
        .where(among_keys(contacts.c.customer_id, dialect), contacts.c.deleted_at.is_(None))
        .order_by(contacts.c.is_primary.desc(), contacts.c.id)
    )


@cache
def _select_phones(dialect: str) -> Select[Any]:
    return (
        select(phones)
        .where(among_keys(phones.c.contact_id, dialect))
        .order_by(phones.c.contact_id, phones.c.position, phones.c.id)
    )


async def load_supporters(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, list[int]]:
    """Who supports several customers: customer → users."""
    wanted = sorted(set(ids))
    found: dict[int, list[int]] = {one: [] for one in wanted}
    if wanted:
        query = _select_supporters(connection.dialect.name)
        for row in await connection.execute(query, {KEYS: wanted}):
            found[row.customer_id].append(row.user_id)
    return found


@cache
def _select_supporters(dialect: str) -> Select[Any]:
    return (
        select(customer_supporters)
        .where(among_keys(customer_supporters.c.customer_id, dialect))
        .order_by(customer_supporters.c.user_id)
    )


class Taken(NamedTuple):
    """Whose a code is."""

    id: int
    is_alive: bool


async def find_taken_codes(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, Taken]:
    """Which codes there are, also of deleted customers: code → customer."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    query = _select_codes(connection.dialect.name)
    return {
        row.code: Taken(row.id, row.deleted_at is None)
        for row in await connection.execute(query, {KEYS: wanted})
    }


@cache
def _select_codes(dialect: str) -> Select[Any]:
    columns = customers.c.code, customers.c.id, customers.c.deleted_at
    return select(*columns).where(among_keys(customers.c.code, dialect))


async def find_companies(
    connection: AsyncConnection, caller: Caller, keys: Iterable[str]
) -> dict[str, list[int]]:
    """The organisations that the caller sees, by the key of their name."""
    found = await find_by(connection, caller, "name", keys, ORGANISATION)
    return {key: sorted(ids) for key, ids in found.items()}
