"""Fields of many customers, changed at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within
from cti.crm.bulk.action import Outcome, append_logs, sort_out
from cti.crm.bulk.choosing import lock_chosen
from cti.crm.bulk.errors import NothingAskedError, OrganisationOnlyError
from cti.crm.bulk.memory import Change, pack_cells
from cti.crm.bulk.shapes import BulkFields
from cti.crm.bulk.telling import tell_changes
from cti.crm.fields.errors import FieldsRequiredError, FieldUnknownError
from cti.crm.fields.model import BY_KEY, Cell, CustomField, read_cells
from cti.crm.fields.store import check_customer, find_cells, find_fields
from cti.crm.profile import check_customer_values
from cti.crm.rules import Diff, diff
from cti.crm.values import take_fields
from cti.db import Unit
from cti.schema import custom_values, customers

COLUMNS = tuple(name for name in BulkFields.model_fields if name != "custom")
ONLY_ORGANISATIONS = {
    name
    for name in COLUMNS
    if (standard := BY_KEY[name.removesuffix("_id")]).only == "organisation" and standard.column
}


async def prepare_edit(connection: AsyncConnection, fields: BulkFields) -> "BulkEdit":
    """Check what was asked for, once for all customers.

    Raises NothingAskedError, ValueUnknownError, FieldUnknownError, FieldValueError,
    FieldsRequiredError for a field that may not be emptied.
    """
    values = take_fields(fields, COLUMNS)
    sent = fields.custom or {}
    if not values and not sent:
        raise NothingAskedError
    # An organisation's required fields are all that there are.
    await check_customer(connection, "organisation", values, only_sent=True)
    await check_customer_values(connection, values)
    own = {one.key: one for one in await find_fields(connection)}
    if unknown := sorted(sent.keys() - own.keys()):
        raise FieldUnknownError(keys=unknown)
    cells = [(own[key], read_cells(own[key], raw)) for key, raw in sent.items()]
    if missing := [f"custom.{one.key}" for one, read in cells if one.required and not read]:
        raise FieldsRequiredError(fields=missing)
    return BulkEdit(values, cells)


class BulkEdit:
    """Gives the same values to each customer."""

    right = Right.CUSTOMERS_BULK_EDIT

    def __init__(
        self, values: Mapping[str, Any], custom: Sequence[tuple[CustomField, list[Cell]]]
    ) -> None:
        self._values = dict(values)
        self._custom = custom
        self._of_organisations = any(values.get(name) is not None for name in ONLY_ORGANISATIONS)

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers; a line in the history of each that changed."""
        del at
        outcome = Outcome()
        rows = await lock_chosen(unit.connection, caller, ids, customers_within(caller, self.right))
        fit = self._sort_out(rows, ids, outcome)
        outcome.kept = await self._compare(unit.connection, fit)
        outcome.changed = list(outcome.kept)
        outcome.unchanged = len(fit) - len(outcome.changed)
        if outcome.changed:
            await self._store(unit.connection, outcome.changed, now)
            told = await self._tell(unit.connection, outcome.kept)
            await append_logs(unit.connection, caller.user_id, now, "customer.changed", told)
        return outcome

    def _sort_out(
        self, rows: Sequence[RowMapping], ids: Sequence[int], outcome: Outcome
    ) -> list[RowMapping]:
        fit = []
        for row in sort_out(rows, ids, outcome):
            if self._of_organisations and row["kind"] != "organisation":
                outcome.refuse(row["id"], row["name"], OrganisationOnlyError())
            else:
                fit.append(row)
        return fit

    async def _compare(
        self, connection: AsyncConnection, rows: Sequence[RowMapping]
    ) -> dict[int, Change]:
        """What changes of those that it changes at all."""
        own: dict[int, dict[int, list[Cell]]] = {}
        if self._custom:
            own = await find_cells(connection, [row["id"] for row in rows])
        kept: dict[int, Change] = {}
        for row in rows:
            change: Change = {}
            if columns := diff(dict(**row), self._values):
                change["c"] = columns
            if fields := self._compare_custom(own.get(row["id"], {})):
                change["x"] = fields
            if change:
                kept[row["id"]] = change
        return kept

    def _compare_custom(self, before: Mapping[int, list[Cell]]) -> dict[str, list[Any]]:
        pairs = {
            str(one.id): [pack_cells(before.get(one.id, [])), pack_cells(cells)]
            for one, cells in self._custom
        }
        return {field_id: pair for field_id, pair in pairs.items() if pair[0] != pair[1]}

    async def _tell(
        self, connection: AsyncConnection, kept: Mapping[int, Change]
    ) -> dict[int, Diff]:
        """What changes of each, as its history tells it."""
        own = {one.id: one for one, _ in self._custom}
        return await tell_changes(connection, kept, own)

    async def _store(self, connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
        await connection.execute(
            update(customers)
            .where(customers.c.id.in_(ids))
            .values(**self._values, updated_at=now, version=customers.c.version + 1)
        )
        for one, cells in self._custom:
            await connection.execute(
                delete(custom_values).where(
                    custom_values.c.customer_id.in_(ids), custom_values.c.field_id == one.id
                )
            )
            rows = [
                {
                    "customer_id": customer_id,
                    "field_id": one.id,
                    "text": cell.text,
                    "number": cell.number,
                    "day": cell.day,
                    "option_id": cell.option_id,
                }
                for customer_id in ids
                for cell in cells
            ]
            if rows:
                await connection.execute(insert(custom_values), rows)
