"""What a job changed, in the words of a customer's history."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.bulk.memory import Change, unpack_cells
from cti.crm.catalogues.names import CUSTOMER_COLUMNS
from cti.crm.catalogues.store import find_labels
from cti.crm.fields.model import CustomField, tell_cells
from cti.crm.profile import show_changes
from cti.crm.rules import Diff


async def tell_changes(
    connection: AsyncConnection, changes: Mapping[int, Change], own: Mapping[int, CustomField]
) -> dict[int, Diff]:
    """Columns and fields of one's own, `own` by their ids; a field that is no more is left out."""
    labels = await find_labels(connection, _list_values(changes.values()))
    told: dict[int, Diff] = {}
    for customer_id, change in changes.items():
        told[customer_id] = show_changes(change.get("c", {}), labels)
        for field_id, pair in change.get("x", {}).items():
            if (one := own.get(int(field_id))) is not None:
                told[customer_id][f"custom.{one.key}"] = [
                    tell_cells(one, unpack_cells(cells)) for cells in pair
                ]
    return told


def _list_values(changes: Iterable[Change]) -> set[int]:
    return {
        value
        for change in changes
        for name, pair in change.get("c", {}).items()
        if name in CUSTOMER_COLUMNS
        for value in pair
        if isinstance(value, int)
    }
