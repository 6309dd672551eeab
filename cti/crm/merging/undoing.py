"""Undoing a merge: both customers as they were, but for what was changed since."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store
from cti.crm import store as customer_store
from cti.crm.editing import lock_customer, tell
from cti.crm.errors import CustomerNotFoundError
from cti.crm.fields.model import Cell
from cti.crm.fields.store import find_cells, save_cells
from cti.crm.merging import store
from cti.crm.merging.applying import pack_cell
from cti.crm.merging.errors import MergeNotFoundError, MergeUndoneError
from cti.crm.merging.plan import pack, unpack
from cti.crm.merging.shapes import UndoResult
from cti.crm.reading import Reading
from cti.db import Database, Unit
from cti.schema import customer_merges


class MergeUndoing:
    """Takes a merge back by its snapshot."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, reading: Reading) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading

    async def undo(self, caller: Caller, merge_id: int) -> UndoResult:
        """Restore the customer that went, and give it back what came from it.

        Raises MergeNotFoundError, NotEditableError, MergeUndoneError.
        """
        now = self._clock()
        async with self._db.write() as unit:
            merge = await store.find_merge(unit.connection, merge_id)
            if merge is None:
                raise MergeNotFoundError(id=merge_id)
            kept, gone = await self._lock(unit, caller, merge)
            snapshot: dict[str, Any] = merge["snapshot"]
            await self._give_back(unit, kept["id"], gone["id"], snapshot)
            columns, left = _restore_columns(kept, snapshot)
            left += await _restore_custom(unit, kept["id"], snapshot["custom"])
            version = kept["version"] + 1
            await customer_store.update_customer(
                unit.connection, kept["id"], columns | {"updated_at": now, "version": version}
            )
            version = gone["version"] + 1
            alive = {"deleted_at": None, "updated_at": now, "version": version}
            await customer_store.update_customer(unit.connection, gone["id"], alive)
            await unit.connection.execute(
                customer_merges.update()
                .where(customer_merges.c.id == merge_id)
                .values(undone_at=now)
            )
            for one in (kept, gone):
                detail = {"merged": [gone["name"], None], "merge_id": [merge_id, None]}
                await customer_store.append_log(
                    unit.connection, one["id"], caller.user_id, now, "customer.unmerged", detail
                )
                tell(unit, self._bus, one["id"], is_back=one is gone)
        return UndoResult(
            kept=await self._reading.get_changed(caller, kept["id"]),
            restored=await self._reading.get_changed(caller, gone["id"]),
            left=left,
        )

    async def _lock(
        self, unit: Unit, caller: Caller, merge: RowMapping
    ) -> tuple[RowMapping, RowMapping]:
        try:
            kept = await lock_customer(unit, caller, merge["kept_id"])
        except CustomerNotFoundError as error:
            raise MergeNotFoundError(id=merge["id"]) from error
        gone = await store.find_deleted(unit.connection, merge["gone_id"])
        if merge["undone_at"] is not None or gone is None:
            raise MergeUndoneError(id=merge["id"])
        return kept, gone

    async def _give_back(
        self, unit: Unit, kept_id: int, gone_id: int, snapshot: Mapping[str, Any]
    ) -> None:
        connection = unit.connection
        for name in store.MOVING:
            # What was kept of an earlier merge knows nothing of a kind that came since.
            await store.move(connection, name, snapshot["moved"].get(name, []), kept_id, gone_id)
        await store.move_followers(connection, snapshot["moved"], kept_id, gone_id)
        await store.remove_supporters(connection, kept_id, snapshot["moved"]["supporters"])
        for customer_id, wanted in ((gone_id, snapshot["star"]), (kept_id, None)):
            people = await contact_store.find_contacts(connection, customer_id)
            if people and not any(one["is_primary"] for one in people):
                ids = [one["id"] for one in people]
                star = next((one for one in ids if one == wanted), ids[0])
                await contact_store.update_contact(connection, star, {"is_primary": True})


def _restore_columns(
    kept: RowMapping, snapshot: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """What goes back, and what somebody changed since and so stays."""
    now = pack(dict(**kept))
    back = {
        name: value
        for name, value in snapshot["before"].items()
        if _same(now[name], snapshot["after"][name])
    }
    left = [name for name in snapshot["before"] if name not in back and not name.endswith("_key")]
    return unpack(back), left


def _same(one: object, other: object) -> bool:
    """Times as texts may differ in how their zone is written."""
    if isinstance(one, str) and isinstance(other, str) and one != other:
        try:
            return datetime.fromisoformat(one) == datetime.fromisoformat(other)
        except (ValueError, TypeError):
            return False
    return one == other


async def _restore_custom(
    unit: Unit, kept_id: int, custom: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    cells = (await find_cells(unit.connection, [kept_id]))[kept_id] if custom else {}
    left: list[str] = []
    for field_id, one in custom.items():
        there = [pack_cell(cell) for cell in cells.get(int(field_id), [])]
        if there == one["after"]:
            before = [_unpack_cell(cell) for cell in one["before"]]
            await save_cells(unit.connection, kept_id, int(field_id), before)
        else:
            left.append(one["key"])
    return left


def _unpack_cell(packed: Mapping[str, Any]) -> Cell:
    day = packed["day"]
    return Cell(
        text=packed["text"],
        number=packed["number"],
        day=None if day is None else date.fromisoformat(day),
        option_id=packed["option_id"],
    )
