"""Making everything as it was before an import: the last row first, some hundred at a time.

A customer that somebody has edited since is left alone and told of: its `updated_at` is then no
longer that of the row. Each step back sets it to what it was before the row, so that several rows
that changed one customer come undone one after the other. What was created is deleted, as the
button does it; was anything else hung on it meanwhile, a note or a call, it stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    CompoundSelect,
    RowMapping,
    String,
    Update,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.companies.release import unlink_contacts
from cti.crm.fields.model import Cell
from cti.crm.hanging import find_of_customer
from cti.crm.importing.bulk import insert_many
from cti.crm.importing.rows import update_rows
from cti.crm.importing.state import Undone
from cti.crm.importing.writing import LOG, replace_custom, replace_supporters
from cti.crm.invitations.ordering import withdraw_of_deleted
from cti.crm.keyed import KEYS, among_keys
from cti.db import Unit
from cti.schema import appointments, contacts, customer_log, customers, phones

UNDONE = "customer.import_undone"
DAYS = frozenset({"birthday"})
BROUGHT = frozenset({"contacts", "changes"})
"""What an import itself hangs on a customer."""

HANGING = {
    name: (table, column)
    for name, (table, column) in find_of_customer().items()
    if name not in BROUGHT
    # Without an index each batch would read the whole table.
    and any(next(iter(index.columns)) is column for index in table.indexes)
}


@dataclass(slots=True)
class Steps:
    """What is to be done to take some rows back."""

    removed: dict[int, bool] = field(default_factory=dict)  # customer → whether it brought a code
    customers: dict[int, dict[str, Any]] = field(default_factory=dict)
    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_contacts: list[int] = field(default_factory=list)
    new_phones: list[int] = field(default_factory=list)
    custom: dict[int, dict[int, list[Cell]]] = field(default_factory=dict)
    supporters: dict[int, list[int]] = field(default_factory=dict)
    linked: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


async def undo_batch(
    unit: Unit, rows: Sequence[Mapping[str, Any]], user_id: int, source: str, now: datetime
) -> dict[int, Undone]:
    """Take rows back, which come the last first: id of the row → what became of it."""
    connection = unit.connection
    before = {row["id"]: orjson.loads(row["before"]) if row["before"] else {} for row in rows}
    ids = {row["customer_id"] for row in rows}
    ids |= {one for kept in before.values() for one, _ in kept.get("d", ())}
    stored = await _load(connection, ids)
    made = {row["customer_id"] for row in rows if _is_new(before[row["id"]])}
    used = await _find_used(connection, made)
    steps = Steps()
    at = {one: row["updated_at"] for one, row in stored.items()}
    results: dict[int, Undone] = {}
    for row in rows:
        results[row["id"]] = _step_back(row, before[row["id"]], stored, at, used, steps)
    await _write(connection, steps, now)
    if steps.removed:
        await withdraw_of_deleted(connection, steps.removed, user_id, now)
    await _log(connection, rows, results, user_id, source, now)
    return results


def _step_back(
    row: Mapping[str, Any],
    before: Mapping[str, Any],
    stored: Mapping[int, RowMapping],
    at: dict[int, datetime | None],
    used: set[int],
    steps: Steps,
) -> Undone:
    customer_id = row["customer_id"]
    if "d" in before:
        return _bring_back(row, before, stored, at, steps)
    there = stored.get(customer_id)
    if there is None or there["deleted_at"] is not None or at[customer_id] != row["at"]:
        return Undone.SKIPPED
    if _is_new(before):
        if customer_id in used:
            return Undone.SKIPPED
        steps.removed[customer_id] = bool(before.get("code"))
        at[customer_id] = None
        return Undone.DELETED
    at[customer_id] = datetime.fromisoformat(before["u"])
    # An earlier row's values win over a later one's: they are from before it.
    values = {name: _read(name, value) for name, value in before.get("c", {}).items()}
    steps.customers.setdefault(customer_id, {}).update(values, updated_at=at[customer_id])
    for person in (before, *before.get("o", ())):  # the row's own contact, and the others
        if "p" in person:
            contact_id, kept, moment = person["p"]
            steps.contacts.setdefault(contact_id, {}).update(
                kept, updated_at=datetime.fromisoformat(moment)
            )
        if "nc" in person:
            steps.new_contacts.append(person["nc"])
        steps.new_phones += person.get("np", [])
    for field_id, cells in before.get("x", {}).items():
        steps.custom.setdefault(customer_id, {})[int(field_id)] = [_read_cell(one) for one in cells]
    if "s" in before:
        steps.supporters[customer_id] = before["s"]
    return Undone.RESTORED


def _bring_back(
    row: Mapping[str, Any],
    before: Mapping[str, Any],
    stored: Mapping[int, RowMapping],
    at: dict[int, datetime | None],
    steps: Steps,
) -> Undone:
    back = [
        (one, datetime.fromisoformat(moment))
        for one, moment in before["d"]
        if one in stored and stored[one]["deleted_at"] == row["at"] and at[one] == row["at"]
    ]
    for one, moment in back:
        at[one] = moment
        steps.customers[one] = {"deleted_at": None, "updated_at": moment}
    ids = {one for one, _ in back}
    steps.linked += [
        (contact_id, {"company_id": company_id})
        for contact_id, company_id in before.get("l", ())
        if company_id in ids
    ]
    return Undone.RESTORED if back else Undone.SKIPPED


async def _load(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, RowMapping]:
    rows = await connection.execute(
        select(customers.c.id, customers.c.updated_at, customers.c.deleted_at)
        .where(among_keys(customers.c.id, connection.dialect.name))
        .order_by(customers.c.id)
        .with_for_update(of=customers),
        {KEYS: sorted(ids)},
    )
    return {row["id"]: row for row in rows.mappings()}


async def _find_used(connection: AsyncConnection, ids: set[int]) -> set[int]:
    """Those of the customers that something was hung on since, such as a note or a call."""
    if not ids:
        return set()
    found = await connection.execute(_select_used(connection.dialect.name), {KEYS: sorted(ids)})
    return set(found.scalars())


@cache
def _select_used(dialect: str) -> CompoundSelect[int]:
    places = []
    for table, column in HANGING.values():
        hangs = select(column).where(among_keys(column, dialect))
        if table is appointments:  # one that was made by itself, and left so, is nobody's work
            hangs = hangs.where(or_(table.c.created_by.is_not(None), table.c.version > 1))
        places.append(hangs)
    return union(*places)


async def _write(connection: AsyncConnection, steps: Steps, now: datetime) -> None:
    kept = {one: values for one, values in steps.customers.items() if one not in steps.removed}
    await update_rows(connection, customers, kept.items())
    await update_rows(connection, contacts, [*steps.contacts.items(), *steps.linked])
    await replace_custom(connection, list(steps.custom.items()))
    await replace_supporters(connection, list(steps.supporters.items()))
    if steps.new_phones:
        await connection.execute(delete(phones).where(phones.c.id.in_(steps.new_phones)))
    if steps.new_contacts:
        await connection.execute(
            update(contacts)
            .where(contacts.c.id.in_(steps.new_contacts))
            .values(deleted_at=now, updated_at=now, is_primary=False)
        )
    if steps.removed:
        await _remove(connection, steps.removed, now)


async def _remove(connection: AsyncConnection, removed: Mapping[int, bool], now: datetime) -> None:
    for coded in (True, False):
        ids = sorted(one for one, code in removed.items() if code is coded)
        if ids:
            await connection.execute(
                _delete_customers(connection.dialect.name, coded=coded), {KEYS: ids, "now": now}
            )
    await unlink_contacts(connection, removed)


@cache
def _delete_customers(dialect: str, *, coded: bool) -> Update:
    """As the button does it. One statement: each touches every index of the row."""
    now = bindparam("now", type_=customers.c.deleted_at.type)
    values: dict[str, Any] = {
        "deleted_at": now,
        "updated_at": now,
        "version": customers.c.version + 1,
    }
    if coded:  # free again for the corrected file: codes are unique among deleted ones too
        values["code"] = (
            func.substr(customers.c.code, 1, 19)
            .op("||")("~")
            .op("||")(cast(customers.c.id, String))
        )
    return update(customers).where(among_keys(customers.c.id, dialect)).values(values)


async def _log(
    connection: AsyncConnection,
    rows: Sequence[Mapping[str, Any]],
    results: Mapping[int, Undone],
    user_id: int,
    source: str,
    now: datetime,
) -> None:
    lines = [
        (
            row["customer_id"],
            now,
            user_id,
            UNDONE,
            {"import": [f"{source} · {row['number']}", None]},
        )
        for row in rows
        if results[row["id"]] is not Undone.SKIPPED
    ]
    await insert_many(connection, customer_log, LOG, lines)


def _is_new(before: Mapping[str, Any]) -> bool:
    return "u" not in before and "d" not in before


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - any column's
    return date.fromisoformat(value) if name in DAYS and value else value


def _read_cell(kept: Sequence[Any]) -> Cell:
    text, number, day, option_id = kept
    return Cell(text, number, date.fromisoformat(day) if day else None, option_id)
