"""Use cases on pick lists. Each is a change by itself, saved at once (R333)."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.catalogues import store
from cti.crm.catalogues.errors import ValueInUseError, ValueUnknownError
from cti.crm.catalogues.names import MARKS, Catalogue
from cti.crm.catalogues.shapes import (
    Catalogues,
    CatalogueView,
    ListedValue,
    ValueChange,
    ValueForm,
)
from cti.crm.views.heirs import hand_on
from cti.db import Database, Unit


class CatalogueRegister:
    """Reads pick lists for everybody, changes them for admins."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def list(self) -> Catalogues:
        """Every pick list, those of the fields of one's own too."""
        async with self._db.read() as connection:
            found = await store.find_values(connection)
        names = [*Catalogue, *sorted(found.keys() - set(Catalogue))]
        return Catalogues(
            rows=[CatalogueView(name=name, values=found.get(name, [])) for name in names]
        )

    async def add(self, caller: Caller, catalogue: str, form: ValueForm) -> ListedValue:
        """Add a value at the end.

        Raises CatalogueNotFoundError, LabelTakenError, ValueMarkError.
        """
        async with self._db.write() as unit:
            await store.check_catalogue(unit.connection, catalogue)
            (value_id,) = await store.insert_values(unit.connection, catalogue, [form.label])
            marked = {mark: getattr(form, mark) for mark in MARKS}
            if said := {mark: True for mark, value in marked.items() if value}:
                await store.mark_value(unit.connection, catalogue, value_id, said)
            label = store.clean_label(form.label)
            await self._record(unit, caller, "added", catalogue, {"label": label, **said})
        return ListedValue(id=value_id, label=label, **marked)

    async def change(self, caller: Caller, value_id: int, change: ValueChange) -> CatalogueView:
        """Rename, mark or move a value; the whole list as it is then.

        Raises ValueNotFoundError, LabelTakenError, ValueMarkError.
        """
        async with self._db.write() as unit:
            connection = unit.connection
            catalogue, before = await store.find_catalogue_of(connection, value_id, lock=True)
            if change.label is not None:
                await store.rename_value(connection, value_id, change.label)
            if marks := change.model_dump(include=set(MARKS), exclude_none=True):
                await store.mark_value(connection, catalogue, value_id, marks)
            if change.position is not None:
                await store.move_value(connection, catalogue, value_id, change.position)
            detail = {"label": before, **change.model_dump(exclude_none=True, exclude={"label"})}
            detail |= {"renamed": change.label} if change.label else {}
            await self._record(unit, caller, "changed", catalogue, detail)
            found = await store.find_values(connection, [catalogue])
        return CatalogueView(name=catalogue, values=found[catalogue])

    async def delete(self, caller: Caller, value_id: int, replace_with: int | None = None) -> None:
        """Remove a value; the records that have it get `replace_with`.

        Raises ValueInUseError with their number when there are some and no replacement is named,
        ValueUnknownError for a replacement of another list, ValueNotFoundError.
        """
        try:
            async with self._db.write() as unit:
                await self._delete(unit, caller, value_id, replace_with)
        except IntegrityError as error:  # PostgreSQL: somebody chose the value meanwhile
            async with self._db.read() as connection:
                catalogue, label = await store.find_catalogue_of(connection, value_id)
                count = await store.count_uses(connection, catalogue, value_id)
            raise ValueInUseError(count=count, label=label) from error

    async def _delete(
        self, unit: Unit, caller: Caller, value_id: int, replace_with: int | None
    ) -> None:
        connection = unit.connection
        catalogue, label = await store.find_catalogue_of(connection, value_id)
        if replace_with is not None:
            if replace_with == value_id:
                raise ValueUnknownError(catalogue=catalogue, id=replace_with)
            await store.check_values(connection, {replace_with: catalogue})
        count = await store.count_uses(connection, catalogue, value_id)
        if count and replace_with is None:
            raise ValueInUseError(count=count, label=label)
        await store.replace_uses(connection, catalogue, value_id, replace_with)
        if replace_with is not None:
            await hand_on(connection, catalogue, value_id, replace_with)
        await store.delete_value(connection, value_id)
        detail = {"label": label, "replaced_by": replace_with, "count": count}
        await self._record(unit, caller, "deleted", catalogue, detail)

    async def _record(
        self, unit: Unit, caller: Caller, what: str, catalogue: str, detail: Mapping[str, object]
    ) -> None:
        await record_audit(
            unit.connection,
            caller,
            f"catalogue.{what}",
            f"catalogue/{catalogue}",
            detail,
            at=self._clock(),
        )
