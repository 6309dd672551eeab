"""Filters of saved views follow a value of a pick list to the one that takes its place."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.catalogues.names import find_field_id
from cti.crm.fields.model import STANDARD
from cti.schema import custom_fields, saved_views


async def hand_on(connection: AsyncConnection, catalogue: str, value_id: int, heir: int) -> None:
    """Have every view that filters by a value filter by its heir instead."""
    field = await _find_field(connection, catalogue)
    rows = await connection.execute(select(saved_views.c.id, saved_views.c.query))
    for view_id, query in rows.all():
        filters = [_hand_on(one, field, value_id, heir) for one in query.get("filters", [])]
        if filters != query.get("filters", []):
            await connection.execute(
                update(saved_views)
                .where(saved_views.c.id == view_id)
                .values(query={**query, "filters": filters}, version=saved_views.c.version + 1)
            )


async def _find_field(connection: AsyncConnection, catalogue: str) -> str | None:
    field_id = find_field_id(catalogue)
    if field_id is None:
        return next((one.key for one in STANDARD if one.catalogue == catalogue), None)
    found = await connection.execute(
        select(custom_fields.c.key).where(custom_fields.c.id == field_id)
    )
    key: str | None = found.scalar_one_or_none()
    return key and f"custom.{key}"


def _hand_on(one: dict[str, Any], field: str | None, value_id: int, heir: int) -> dict[str, Any]:
    picks = one.get("any")
    if one.get("field") != field or not picks or value_id not in picks:
        return one
    return {**one, "any": list(dict.fromkeys(heir if pick == value_id else pick for pick in picks))}
