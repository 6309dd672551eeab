"""Merging two customers field by field, and undoing it (R126, and the page of duplicates)."""

from collections.abc import Mapping

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import contact_store
from cti.crm import store as customer_store
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.keys import Candidate, make_keys
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.editing import lock_customer, tell
from cti.crm.errors import CustomerNotFoundError, NotAssignableError, VersionConflictError
from cti.crm.fields.model import Cell, CustomField
from cti.crm.fields.store import find_cells, find_fields
from cti.crm.merging import store
from cti.crm.merging.applying import apply_merge, take_columns
from cti.crm.merging.errors import MergeSameError
from cti.crm.merging.plan import Choice, Side, choose, pick
from cti.crm.merging.shapes import (
    MergeForm,
    MergeLine,
    MergeList,
    MergeResult,
)
from cti.crm.merging.telling import tell_choices
from cti.crm.reading import Reading
from cti.crm.shapes import CompanyRef
from cti.crm.store import make_owner
from cti.db import Database, Unit

CUSTOM = "custom."


class Merging:
    """Makes one customer of two; the one that goes is deleted, and its snapshot kept."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        reading: Reading,
        check: DuplicateCheck,
        region: str,
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._reading = reading
        self._check = check
        self._region = region

    async def merge(self, caller: Caller, kept_id: int, form: MergeForm) -> MergeResult:
        """Merge, or say what a merge would do.

        Raises MergeSameError, CustomerNotFoundError, NotEditableError, VersionConflictError,
        MergeFieldError, NotAssignableError.
        """
        async with self._db.write() as unit:
            kept, gone = await self._lock(unit, caller, kept_id, form)
            own = {f"{CUSTOM}{one.key}": one for one in await find_fields(unit.connection)}
            cells = await find_cells(unit.connection, [kept_id, form.gone_id])
            choices = choose(
                pick(dict(**kept)) | _pick_custom(own, cells[kept_id]),
                pick(dict(**gone)) | _pick_custom(own, cells[form.gone_id]),
                _keep_owner(kept, gone, form.choose),
            )
            told = await tell_choices(unit.connection, caller, choices, own)
            ids = {
                name: await store.find_ids(unit.connection, name, form.gone_id)
                for name in store.MOVING
            }
            before = await customer_store.find_supporters(unit.connection, kept_id)
            helpers = await customer_store.find_supporters(unit.connection, form.gone_id)
            added = sorted({one.id for one in helpers} - {one.id for one in before})
            warnings = await self._compare(unit, caller, kept, gone, choices)
            merge_id = None
            if not form.dry_run:
                moved = {**ids, "supporters": added}
                merge_id = await apply_merge(
                    unit, caller, self._clock(), kept, gone, choices, own, moved, told
                )
                tell(unit, self._bus, kept_id)
                tell(unit, self._bus, form.gone_id)
        counts = {name: len(of_kind) for name, of_kind in ids.items()}
        return MergeResult(
            merge_id=merge_id,
            fields=told,
            moved={**counts, "supporters": len(added)},
            warnings=warnings,
            customer=None if form.dry_run else await self._reading.get_changed(caller, kept_id),
        )

    async def find_merges(self, caller: Caller, customer_id: int) -> MergeList:
        """What was merged into a customer, the newest first. Raises CustomerNotFoundError."""
        async with self._db.read() as connection:
            if await customer_store.find_customer(connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            rows = await store.find_merges(connection, caller, customer_id)
        return MergeList(
            rows=[
                MergeLine(
                    id=row["id"],
                    at=row["at"],
                    by=make_owner(row),
                    kept=CompanyRef(id=row["kept_id"], name=row["kept_name"]),
                    gone=CompanyRef(id=row["gone_id"], name=row["gone_name"]),
                    undone_at=row["undone_at"],
                )
                for row in rows
            ]
        )

    async def _lock(
        self, unit: Unit, caller: Caller, kept_id: int, form: MergeForm
    ) -> tuple[RowMapping, RowMapping]:
        """Both rows, in the order of their ids: two merges the other way round can't block."""
        if kept_id == form.gone_id:
            raise MergeSameError(id=kept_id)
        rows = {
            one: await lock_customer(unit, caller, one) for one in sorted({kept_id, form.gone_id})
        }
        kept, gone = rows[kept_id], rows[form.gone_id]
        if (kept["version"], gone["version"]) != (form.version, form.gone_version):
            raise VersionConflictError(id=kept_id)
        return kept, gone

    async def _compare(
        self,
        unit: Unit,
        caller: Caller,
        kept: RowMapping,
        gone: RowMapping,
        choices: list[Choice],
    ) -> list[DuplicateMatch]:
        """Third ones that the result is like (R126).

        They never block: of three that are the same, two have to be merged first.
        """
        merged = dict(**kept) | take_columns(choices)
        people = [
            *(await contact_store.find_contacts(unit.connection, kept["id"])),
            *(await contact_store.find_contacts(unit.connection, gone["id"])),
        ]
        phones = await contact_store.find_phones(unit.connection, [one["id"] for one in people])
        names = ("name", "fax", "tax_code", "office_address", "description", "birthday")
        candidate = Candidate(
            **{name: merged[name] for name in names},
            emails=(merged["email"], *(one["email"] for one in people)),
            phones=tuple(row["e164"] for of_one in phones.values() for row in of_one),
        )
        keys = {0: make_keys(candidate, self._region)}
        matches = await self._check.check_batch(unit, caller, keys, {0: kept["id"]})
        return [one for one in matches.get(0, []) if one.customer_id not in (gone["id"], None)]


def _keep_owner(
    kept: RowMapping, gone: RowMapping, wanted: Mapping[str, Side]
) -> Mapping[str, Side]:
    """The kept one stays its owner's when the caller may not give it away (R032)."""
    if kept["can_assign"] or kept["owner_id"] == gone["owner_id"]:
        return wanted
    if wanted.get("owner") == "gone":
        raise NotAssignableError(id=kept["id"])
    return {**wanted, "owner": "kept"}


def _pick_custom(
    own: Mapping[str, CustomField], cells: Mapping[int, list[Cell]]
) -> dict[str, object]:
    return {key: tuple(cells.get(one.id, [])) for key, one in own.items()}
