"""Putting back what a bulk edit or assignment found: each value that nobody has changed since.

A value that somebody changed after the job stays, and so does one whose former value is no more:
a pick list's that was deleted, a user that is gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_visible, customers_within
from cti.crm.bulk.action import Outcome, append_logs
from cti.crm.bulk.assigning import find_supporters
from cti.crm.bulk.choosing import or_nobodys
from cti.crm.bulk.errors import ChangedSinceError
from cti.crm.bulk.memory import Change, pack_cells, take_changes, unpack_cells
from cti.crm.bulk.telling import tell_changes
from cti.crm.catalogues.names import CUSTOMER_COLUMNS
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.fields.store import find_cells, find_fields
from cti.crm.importing.rows import update_rows
from cti.crm.importing.writing import replace_custom, replace_supporters
from cti.crm.rules import Diff
from cti.db import Unit
from cti.schema import catalogue_values, customers, users

UNDONE = "customer.bulk_undone"


class BulkUndo:
    """Takes back an edit or an assignment."""

    def __init__(self, job_id: int, right: Right) -> None:
        self.right = right
        self._job_id = job_id

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers; a line in the history of each that changed."""
        del at
        connection, outcome = unit.connection, Outcome()
        kept = await take_changes(connection, self._job_id, ids)
        rows = await self._lock(connection, caller, ids)
        mine = self._sort_out(rows, kept, ids, outcome)
        now_there = await _look(connection, [row["id"] for row in mine], kept)
        there = await _find_there(connection, [kept[row["id"]] for row in mine])
        back: dict[int, Change] = {}
        for row in mine:
            change, left = _compare(row, kept[row["id"]], now_there, there)
            if left:
                name = row["name"] if row["visible"] else None
                outcome.refuse(row["id"], name, ChangedSinceError(fields=left))
            if change:
                back[row["id"]] = change
            elif not left:
                outcome.unchanged += 1
        await _write(connection, back, now)
        await _log(connection, caller, back, now)
        outcome.changed = list(back)
        outcome.given = _count_owners(back)
        return outcome

    async def _lock(
        self, connection: AsyncConnection, caller: Caller, ids: Sequence[int]
    ) -> Sequence[RowMapping]:
        allowed = customers_within(caller, self.right)
        if self.right is Right.CUSTOMERS_ASSIGN:
            allowed = or_nobodys(allowed)
        rows = await connection.execute(
            select(
                customers,
                func.coalesce(allowed, false()).label("allowed"),
                func.coalesce(customers_visible(caller), false()).label("visible"),
            )
            .where(customers.c.id.in_(ids), customers.c.deleted_at.is_(None))
            .order_by(customers.c.id)
            .with_for_update(of=customers)
        )
        return rows.mappings().all()

    def _sort_out(
        self,
        rows: Sequence[RowMapping],
        kept: Mapping[int, Change],
        ids: Sequence[int],
        outcome: Outcome,
    ) -> list[RowMapping]:
        """Those that the caller may change, or gave away with this job and nobody moved since."""
        mine = []
        gone = set(ids) - {row["id"] for row in rows}
        for row in rows:
            owner = kept.get(row["id"], {}).get("c", {}).get("owner_id")
            if row["allowed"] or (owner is not None and owner[1] == row["owner_id"]):
                mine.append(row)
            elif row["visible"]:
                outcome.refuse(row["id"], row["name"], NotEditableError())
            else:
                gone.add(row["id"])
        for one in sorted(gone):
            outcome.refuse(one, None, CustomerNotFoundError())
        return [row for row in mine if row["id"] in kept]


class _There:
    """The values that can still be put back."""

    def __init__(self, values: set[int], people: set[int], fields: set[int]) -> None:
        self.values, self.people, self.fields = values, people, fields

    def has_column(self, name: str, value: object) -> bool:
        if value is None:
            return True
        if name == "owner_id":
            return value in self.people
        return name not in CUSTOMER_COLUMNS or value in self.values

    def has_cells(self, field_id: str, packed: Iterable[Sequence[Any]]) -> bool:
        options = {option_id for *_, option_id in packed if option_id is not None}
        return int(field_id) in self.fields and options <= self.values


class _Now:
    """What the customers have beside their columns."""

    def __init__(self, cells: Mapping[int, Any], supporters: Mapping[int, Any]) -> None:
        self.cells, self.supporters = cells, supporters


async def _look(
    connection: AsyncConnection, ids: Sequence[int], kept: Mapping[int, Change]
) -> _Now:
    with_cells = [one for one in ids if "x" in kept[one]]
    with_supporters = [one for one in ids if "s" in kept[one]]
    cells = await find_cells(connection, with_cells)
    supporters = await find_supporters(connection, with_supporters) if with_supporters else {}
    return _Now(cells, supporters)


async def _find_there(connection: AsyncConnection, changes: Sequence[Change]) -> _There:
    people: set[int] = set()
    values: set[int] = set()
    for change in changes:
        people |= set(change.get("s", [[]])[0])
        for name, (before, _) in change.get("c", {}).items():
            if name == "owner_id" and before is not None:
                people.add(before)
            elif name in CUSTOMER_COLUMNS and before is not None:
                values.add(before)
        for before, _ in change.get("x", {}).values():
            values |= {option_id for *_, option_id in before if option_id is not None}
    found = await connection.execute(
        select(catalogue_values.c.id).where(catalogue_values.c.id.in_(sorted(values)))
    )
    left = set(found.scalars())
    found = await connection.execute(select(users.c.id).where(users.c.id.in_(sorted(people))))
    fields = {one.id for one in await find_fields(connection)}
    return _There(left, set(found.scalars()), fields)


def _compare(row: RowMapping, kept: Change, now: _Now, there: _There) -> tuple[Change, list[str]]:
    """What goes back, as [now, then], and the names of what stays."""
    back: Change = {}
    left: list[str] = []
    for name, (before, after) in kept.get("c", {}).items():
        if row[name] == before:
            continue
        if row[name] == after and there.has_column(name, before):
            back.setdefault("c", {})[name] = [after, before]
        else:
            left.append(name.removesuffix("_id"))
    for field_id, (before, after) in kept.get("x", {}).items():
        cells = pack_cells(now.cells[row["id"]].get(int(field_id), []))
        if cells == before:
            continue
        if cells == after and there.has_cells(field_id, before):
            back.setdefault("x", {})[field_id] = [after, before]
        else:
            left.append("custom")
    if "s" in kept:
        before, after = (set(one) for one in kept["s"])
        current = set(now.supporters[row["id"]])
        if current == after and before <= there.people:
            back["s"] = [sorted(after), sorted(before)]
        elif current != before:
            left.append("supporters")
    return back, left


async def _write(connection: AsyncConnection, back: Mapping[int, Change], now: datetime) -> None:
    rows = [
        (one, {name: pair[1] for name, pair in change.get("c", {}).items()} | {"updated_at": now})
        for one, change in back.items()
    ]
    await update_rows(connection, customers, rows)
    custom = [
        (one, {int(key): unpack_cells(pair[1]) for key, pair in change["x"].items()})
        for one, change in back.items()
        if "x" in change
    ]
    await replace_custom(connection, custom)
    supporters = [(one, change["s"][1]) for one, change in back.items() if "s" in change]
    await replace_supporters(connection, supporters)


async def _log(
    connection: AsyncConnection, caller: Caller, back: Mapping[int, Change], now: datetime
) -> None:
    own = {one.id: one for one in await find_fields(connection)}
    told = await tell_changes(connection, back, own)
    names = await _name_people(connection, back.values())
    for customer_id, change in back.items():
        diff: Diff = told[customer_id]
        if pair := diff.pop("owner_id", None):
            diff["owner"] = [names.get(one) if isinstance(one, int) else None for one in pair]
        if "s" in change:
            diff["supporters"] = [sorted(names[one] for one in side) for side in change["s"]]
    await append_logs(connection, caller.user_id, now, UNDONE, told)


async def _name_people(connection: AsyncConnection, back: Iterable[Change]) -> dict[int, str]:
    ids: set[int] = set()
    for change in back:
        ids |= {one for one in change.get("c", {}).get("owner_id", ()) if one is not None}
        ids |= {one for side in change.get("s", ()) for one in side}
    rows = await connection.execute(select(users.c.id, users.c.name).where(users.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _count_owners(back: Mapping[int, Change]) -> dict[int, int]:
    """How many customers each user gets back."""
    given: dict[int, int] = {}
    for change in back.values():
        owner = change.get("c", {}).get("owner_id", (None, None))[1]
        if owner is not None:
            given[owner] = given.get(owner, 0) + 1
    return given
