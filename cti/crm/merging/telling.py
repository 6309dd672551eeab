"""The fields in which two customers differ, in the words of the history."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm.catalogues.names import CUSTOMER_COLUMNS
from cti.crm.catalogues.store import find_labels
from cti.crm.fields.model import CustomField, tell_cells
from cti.crm.merging.plan import GROUPS, Choice
from cti.crm.merging.shapes import MergedField
from cti.crm.profile import tell_referrer
from cti.schema import users


async def tell_choices(
    connection: AsyncConnection,
    caller: Caller,
    choices: Sequence[Choice],
    own: Mapping[str, CustomField],
) -> list[MergedField]:
    """Each choice with labels and names instead of ids."""
    return [
        MergedField(
            field=one.field,
            kept=await _tell(connection, caller, one.field, one.kept, own),
            gone=await _tell(connection, caller, one.field, one.gone, own),
            taken=one.taken,
        )
        for one in choices
    ]


async def _tell(
    connection: AsyncConnection,
    caller: Caller,
    field: str,
    value: object,
    own: Mapping[str, CustomField],
) -> object:
    parts = list(value) if isinstance(value, tuple) else []
    if field in own:
        return tell_cells(own[field], parts)
    first = parts[0]
    if field == "referrer":
        columns = dict(zip(GROUPS[field], parts, strict=True))
        return await tell_referrer(connection, caller, columns)
    if first is None:
        return None
    if f"{field}_id" in CUSTOMER_COLUMNS:
        return (await find_labels(connection, [first])).get(first)
    if field == "owner":
        row = await connection.execute(select(users.c.name).where(users.c.id == first))
        return row.scalar_one()
    return first.isoformat() if hasattr(first, "isoformat") else first
