"""From rows of a file to plans, with everything about a row that the row alone tells. Pure."""

from collections.abc import Sequence

from cti.crm.importing.context import Context
from cti.crm.importing.plan import Plan, plan_row
from cti.crm.importing.row_keys import find_key_values, make_identities, make_row_keys

Rows = Sequence[tuple[int, Sequence[str]]]
"""Numbers, as the spreadsheet has them, and cells."""


def understand_rows(context: Context, rows: Rows) -> list[Plan]:
    """One plan per row, by which it is known to be the same as another."""
    return [understand_row(context, number, cells) for number, cells in rows]


def understand_row(context: Context, number: int, cells: Sequence[str]) -> Plan:
    """What the row wants, what is wrong with it, what it is matched by and compared by."""
    plan = plan_row(context, number, cells)
    if context.purpose == "upsert" and not plan.has_error:
        plan.values = find_key_values(context, plan)
        plan.identities = make_identities(plan.values)
        plan.keys = make_row_keys(context, plan)
    return plan
