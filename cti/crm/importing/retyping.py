"""Cells that are typed anew in the preview: the row is looked at again at once."""

from typing import Any

import orjson

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
from cti.crm.importing.taking import Parts, find_dnc, find_range
from cti.crm.importing.understanding import understand_row
from cti.crm.importing.views import make_counts, make_row
from cti.db import Unit
from cti.schema import import_rows


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
        cells = _retype(row, orjson.loads(found["cells"]), change)
        context = await load_context(
            connection, caller, row, self._region, self._parts.find_today()
        )
        plan = understand_row(context, number, cells)
        flag_dnc([plan], find_dnc(self._parts.dnc, context, [plan]))
        work = await self._try(unit, context, import_id, plan)
        values = {
            "cells": orjson.dumps(cells).decode(),
            "result": work.result,
            "flags": int(plan.flags),
            "problems": encode_problems(plan.problems),
            "identity": next(iter(plan.identities), None),
            "customer_id": work.customer_id,
        }
        await update_rows(connection, import_rows, [(found["id"], values)])
        first, last = find_range(row)
        counts = await store.count_results(connection, import_id, first, last)
        await store.update_import(connection, import_id, {"counts": counts})
        changed: dict[str, Any] = {**found, **values}
        return ImportRowChanged(
            row=make_row(changed, len(row["columns"])), counts=make_counts(counts)
        )

    async def _try(self, unit: Unit, context: Context, import_id: int, plan: Plan) -> Work:
        now = self._parts.clock()
        if context.purpose == "delete":
            works = await delete_batch(unit, context, [plan], Seen(), now, dry=True, source="")
            return works[0]
        seen = Seen()
        for identity in plan.identities:
            first = await store.find_same(unit.connection, import_id, identity, plan.number)
            if first is not None:
                seen.identities[identity] = first
        works = await import_batch(
            unit, self._parts.check, context, [plan], seen, now, sending=None, source=""
        )
        return works[0]


def _retype(row: store.Row, cells: list[str], change: RowChange) -> list[str]:
    index = {column["letter"]: at for at, column in enumerate(row["columns"])}
    typed = cells + [""] * (len(index) - len(cells))
    for one in change.cells:
        if one.letter not in index:
            raise ImportMappingError(why="unknown_column", letter=one.letter)
        typed[index[one.letter]] = one.value
    return typed
