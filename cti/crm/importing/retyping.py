"""Cells that are typed anew in the preview: the row is looked at again at once."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm.importing import store
from cti.crm.importing.batch import flag_dnc, import_batch
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import Work
from cti.crm.importing.deleting import delete_batch
from cti.crm.importing.errors import ImportMappingError, ImportRowNotFoundError
from cti.crm.importing.loading import load_context
from cti.crm.importing.plan import Plan
from cti.crm.importing.problems import encode_problems
from cti.crm.importing.rows import update_rows
from cti.crm.importing.seen import Seen
from cti.crm.importing.shapes import ImportRowChanged, RowChange
from cti.crm.importing.state import Result
from cti.crm.importing.taking import Parts, find_dnc, find_range
from cti.crm.importing.understanding import understand_row
from cti.crm.importing.views import make_counts, make_row
from cti.db import Unit
from cti.schema import import_rows

MOST_ALIKE = 100
"""So many rows below are looked at again with one; what more there are, the run tells."""

MOST_COMPARED = 2_000
"""So many rows of a file a mended one is compared with; of a longer file, the run tells."""

REFUSED_FOR_ITSELF = frozenset({Result.INVALID, Result.DUPLICATE})

CHANGED = ("cells", "result", "flags", "problems", "identity", "customer_id")


class Retyping:
    """Changes rows of imports that have not begun."""

    def __init__(self, parts: Parts, region: str) -> None:
        self._parts = parts
        self._region = region

    async def change(
        self, unit: Unit, caller: Caller, row: store.Row, number: int, change: RowChange
    ) -> ImportRowChanged:
        """Store the cells, and what would become of the row now.

        Raises ImportRowNotFoundError, ImportMappingError.
        """
        connection, import_id = unit.connection, row["id"]
        found = await store.find_row(connection, import_id, number)
        if found is None:
            raise ImportRowNotFoundError(number=number)
        before = orjson.loads(found["cells"])
        cells = _retype(row, before, change)
        context = await load_context(
            connection, caller, row, self._region, self._parts.find_today()
        )
        found |= {"cells": orjson.dumps(cells).decode()}
        plan = understand_row(context, number, cells)
        first, last = find_range(row)
        # Rows below that repeat it or duplicate it, or that did.
        alike = {*plan.identities, found["identity"]} - {None}
        also = await store.find_alike(connection, import_id, alike, number, last, MOST_ALIKE)
        others = await _read_others(connection, context, row, number)
        keyed = [plan, understand_row(context, number, before)]
        also = _add_duplicates(also, others, keyed)
        plans = [plan, *(_understand(context, one) for one in also)]
        flag_dnc(plans, find_dnc(self._parts.dnc, context, plans))
        works = await self._try(unit, context, import_id, plans, _remember(others, plans))
        rows = [
            {**stored, **_describe(work)}
            for stored, work in zip([found, *also], works, strict=True)
        ]
        changed = [(one["id"], {name: one[name] for name in CHANGED}) for one in rows]
        await update_rows(connection, import_rows, changed)
        counts = await store.count_results(connection, import_id, first, last)
        await store.update_import(connection, import_id, {"counts": counts})
        shown = [make_row(one, len(row["columns"])) for one in rows]
        return ImportRowChanged(row=shown[0], also=shown[1:], counts=make_counts(counts))

    async def _try(
        self,
        unit: Unit,
        context: Context,
        import_id: int,
        plans: Sequence[Plan],
        seen: Seen,
    ) -> list[Work]:
        now = self._parts.clock()
        if context.purpose == "delete":
            return await delete_batch(unit, context, plans, seen, now, dry=True, source="")
        for identity in {one for plan in plans for one in plan.identities}:
            first = await store.find_same(unit.connection, import_id, identity, plans[0].number)
            if first is not None:
                seen.identities[identity] = first
        return await import_batch(
            unit, self._parts.check, context, plans, seen, now, sending=None, source=""
        )


Others = Sequence[tuple[store.Row, Plan]]
"""Rows of the same file, and what each says."""


async def _read_others(
    connection: AsyncConnection, context: Context, row: store.Row, number: int
) -> Others:
    """The rows of the file beside one, in its order; none of a long file."""
    first, last = find_range(row)
    if context.purpose == "delete" or not context.criteria:
        return []
    rows = await store.find_rows(
        connection, row["id"], first - 1, last, MOST_COMPARED + 1, import_rows.c.number != number
    )
    if len(rows) > MOST_COMPARED:
        return []
    return [(one, _understand(context, one)) for one in rows]


def _add_duplicates(
    also: Sequence[store.Row], others: Others, keyed: Sequence[Plan]
) -> list[store.Row]:
    """With them, the rows below that share a key of duplicates with what the row is or was."""
    number = keyed[0].number
    shared = [
        one
        for one, plan in others
        if plan.number > number and any(_share(plan, other) for other in keyed)
    ]
    found = {one["number"]: one for one in (*also, *shared)}
    return [found[at] for at in sorted(found)][:MOST_ALIKE]


def _share(one: Plan, other: Plan) -> bool:
    return any(not keys.isdisjoint(other.keys.get(name, ())) for name, keys in one.keys.items())


def _remember(others: Others, plans: Sequence[Plan]) -> Seen:
    """What the rows that are not looked at again have taken before."""
    seen = Seen()
    anew = {plan.number for plan in plans}
    for stored, plan in others:
        if plan.number in anew or stored["result"] in REFUSED_FOR_ITSELF:
            continue
        for criterion, keys in plan.keys.items():
            for key in keys:
                seen.keys[criterion].setdefault(hash(key), plan.number)
    return seen


def _understand(context: Context, stored: store.Row) -> Plan:
    return understand_row(context, stored["number"], orjson.loads(stored["cells"]))


def _describe(work: Work) -> dict[str, Any]:
    plan = work.plan
    return {
        "result": work.result,
        "flags": int(plan.flags),
        "problems": encode_problems(plan.problems),
        "identity": next(iter(plan.identities), None),
        "customer_id": work.customer_id,
    }


def _retype(row: store.Row, cells: list[str], change: RowChange) -> list[str]:
    index = {column["letter"]: at for at, column in enumerate(row["columns"])}
    typed = cells + [""] * (len(index) - len(cells))
    for one in change.cells:
        if one.letter not in index:
            raise ImportMappingError(why="unknown_column", letter=one.letter)
        typed[index[one.letter]] = one.value
    return typed
