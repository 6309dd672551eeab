"""Doing a merge: what is chosen, what moves, and the snapshot to undo it by."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.crm import contact_store
from cti.crm import store as customer_store
from cti.crm.fields.model import Cell, CustomField
from cti.crm.fields.store import save_cells
from cti.crm.merging import store
from cti.crm.merging.plan import GROUPS, Choice, pack
from cti.crm.merging.shapes import MergedField
from cti.crm.rules import note_referrers
from cti.db import Unit


async def apply_merge(
    unit: Unit,
    caller: Caller,
    now: datetime,
    kept: RowMapping,
    gone: RowMapping,
    choices: list[Choice],
    own: Mapping[str, CustomField],
    moved: dict[str, list[Any]],
    told: list[MergedField],
) -> int:
    """Give the kept one what was chosen and all that the other has; the merge's id.

    `moved` is what `store.find_ids` found of each kind, and the supporters that come over.
    """
    connection = unit.connection
    after = take_columns(choices)
    before = {name: kept[name] for name in after}
    stars = await contact_store.find_contacts(connection, gone["id"])
    snapshot: dict[str, Any] = {
        "before": pack(before),
        "after": pack(after),
        "custom": await _take_custom(unit, kept["id"], choices, own),
        "moved": moved,
        "star": stars[0]["id"] if stars else None,
    }
    moved["referred"] = [one for one in moved["referred"] if one != kept["id"]]
    for name in store.MOVING:
        await store.move(connection, name, moved[name], gone["id"], kept["id"])
    # Nobody brought themselves.
    if after.get("referrer_customer_id", kept["referrer_customer_id"]) in (
        kept["id"],
        gone["id"],
    ):
        after["referrer_customer_id"] = None
        snapshot["before"]["referrer_customer_id"] = kept["referrer_customer_id"]
        snapshot["after"]["referrer_customer_id"] = None
    await store.add_supporters(connection, kept["id"], moved["supporters"])
    if not await _has_star(unit, kept["id"]) and snapshot["star"]:
        await contact_store.update_contact(connection, snapshot["star"], {"is_primary": True})
    merge_id = await store.insert_merge(
        connection,
        {
            "kept_id": kept["id"],
            "gone_id": gone["id"],
            "user_id": caller.user_id,
            "at": now,
            "snapshot": snapshot,
        },
    )
    await customer_store.update_customer(
        connection,
        kept["id"],
        after | {"updated_at": now, "version": kept["version"] + 1},
    )
    await customer_store.update_customer(
        connection,
        gone["id"],
        {"deleted_at": now, "updated_at": now, "version": gone["version"] + 1},
    )
    detail: dict[str, list[object]] = {"merged": [gone["name"], kept["name"]]}
    detail |= {one.field: [one.kept, one.gone] for one in told if one.taken == "gone"}
    if "referrer" in detail:
        name = "referrer_customer_id"
        detail |= note_referrers(kept[name], gone[name])
    detail["merge_id"] = [None, merge_id]
    await customer_store.append_log(
        connection, kept["id"], caller.user_id, now, "customer.merged", detail
    )
    return merge_id


def take_columns(choices: list[Choice]) -> dict[str, Any]:
    """The columns of the kept one that get the other's values."""
    taken: dict[str, Any] = {}
    for one in choices:
        if one.taken == "gone" and one.field in GROUPS and isinstance(one.gone, tuple):
            taken |= dict(zip(GROUPS[one.field], one.gone, strict=True))
    return taken


async def _take_custom(
    unit: Unit, kept_id: int, choices: list[Choice], own: Mapping[str, CustomField]
) -> dict[str, object]:
    """Give the kept one the other's values of fields of one's own; what was there before."""
    before: dict[str, object] = {}
    for one in choices:
        if one.taken == "gone" and one.field in own:
            field = own[one.field]
            pair = [list(side) for side in (one.kept, one.gone) if isinstance(side, tuple)]
            await save_cells(unit.connection, kept_id, field.id, pair[1])
            before[str(field.id)] = {
                "key": one.field,
                "before": [pack_cell(cell) for cell in pair[0]],
                "after": [pack_cell(cell) for cell in pair[1]],
            }
    return before


def pack_cell(cell: Cell) -> dict[str, object]:
    """A cell as JSON holds it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(cell).items()
    }


async def _has_star(unit: Unit, customer_id: int) -> bool:
    people = await contact_store.find_contacts(unit.connection, customer_id)
    return any(one["is_primary"] for one in people)
