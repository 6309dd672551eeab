"""Use cases on the fields of the directory: what there is, what must be filled, one's own."""

from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy.exc import IntegrityError

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.catalogues.names import make_label_key, name_options
from cti.crm.catalogues.shapes import CatalogueValue
from cti.crm.catalogues.store import clean_label, find_values, insert_values
from cti.crm.fields import store
from cti.crm.fields.errors import (
    FieldLabelTakenError,
    FieldNotFoundError,
    FieldUnknownError,
    FieldValueError,
    RequiredConflictError,
)
from cti.crm.fields.model import BY_KEY, STANDARD, CustomField, FieldKind, Standard, make_key
from cti.crm.fields.shapes import (
    CustomFieldChange,
    CustomFieldForm,
    FieldList,
    FieldView,
    RequiredFields,
)
from cti.crm.settings_store import write_setting
from cti.db import Database, Unit

FILTERS: dict[FieldKind, Literal["text", "range", "any"]] = {
    FieldKind.TEXT: "text",
    FieldKind.NUMBER: "range",
    FieldKind.DATE: "range",
    FieldKind.TIME: "range",
    FieldKind.CHOICE: "any",
    FieldKind.CHOICES: "any",
    FieldKind.USER: "any",
    FieldKind.PHONES: "text",
}
"""Kind of field → how lists are filtered by it."""


class Fields:
    """Reads the list of fields for everybody, changes it for admins."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def list(self) -> FieldList:
        """Every field, the standard ones first."""
        async with self._db.read() as connection:
            required = await store.find_required(connection)
            options = await find_values(connection)
            own = await store.find_fields(connection)
        rows = [_view_standard(one, required, options) for one in STANDARD]
        return FieldList(rows=[*rows, *(_view_custom(one) for one in own)])

    async def add(self, caller: Caller, form: CustomFieldForm) -> FieldView:
        """Add a field of one's own (R330, R331). Raises FieldLabelTakenError, FieldValueError."""
        kind = FieldKind(form.kind)
        label = clean_label(form.label)
        if form.options and kind not in store.CHOOSING:
            raise FieldValueError(field=label, label=label, why="no_options", options=[])
        async with self._db.write() as unit:
            connection = unit.connection
            await self._check_label(unit, label, None)
            key = make_key(label, await store.find_keys(connection))
            try:
                field_id = await store.insert_field(
                    connection, key, label, kind.value, required=form.required
                )
            except IntegrityError as error:  # PostgreSQL: somebody added it meanwhile
                raise FieldLabelTakenError(label=label) from error
            await insert_values(connection, name_options(field_id), form.options)
            await self._record(unit, caller, "added", field_id, form.model_dump())
            own = {one.id: one for one in await store.find_fields(connection)}
        return _view_custom(own[field_id])

    async def change(self, caller: Caller, field_id: int, change: CustomFieldChange) -> FieldView:
        """Rename, require or move a field. Raises FieldNotFoundError, FieldLabelTakenError."""
        async with self._db.write() as unit:
            connection = unit.connection
            await self._find(unit, field_id)
            if change.label is not None:
                label = clean_label(change.label)
                await self._check_label(unit, label, field_id)
                await store.update_field(connection, field_id, {"label": label})
            if change.required is not None:
                await store.update_field(connection, field_id, {"required": change.required})
            if change.position is not None:
                await _move(unit, field_id, change.position)
            detail = change.model_dump(exclude_none=True)
            await self._record(unit, caller, "changed", field_id, detail)
            own = {one.id: one for one in await store.find_fields(connection)}
        return _view_custom(own[field_id])

    async def delete(self, caller: Caller, field_id: int) -> None:
        """Take a field off every form. What was filled in stays stored.

        Raises FieldNotFoundError.
        """
        async with self._db.write() as unit:
            found = await self._find(unit, field_id)
            await store.update_field(unit.connection, field_id, {"deleted_at": self._clock()})
            await self._record(unit, caller, "deleted", field_id, {"label": found.label})

    async def require(self, caller: Caller, form: RequiredFields) -> FieldList:
        """Say which standard fields must be filled (R027).

        Raises FieldUnknownError, and RequiredConflictError when they are not as `was` says.
        """
        unfit = [key for key in form.keys if key not in BY_KEY or not BY_KEY[key].can_require]
        if unfit:
            raise FieldUnknownError(keys=unfit)
        keys = sorted(set(form.keys))
        async with self._db.write() as unit:
            now = await store.find_required(unit.connection, lock=True)
            if form.was is not None and set(form.was) != now:
                raise RequiredConflictError(keys=sorted(now))
            await write_setting(unit.connection, store.REQUIRED, keys)
            await record_audit(
                unit.connection, caller, "field.required", None, {"keys": keys}, at=self._clock()
            )
        return await self.list()

    async def _find(self, unit: Unit, field_id: int) -> CustomField:
        for one in await store.find_fields(unit.connection):
            if one.id == field_id:
                return one
        raise FieldNotFoundError(id=field_id)

    async def _check_label(self, unit: Unit, label: str, field_id: int | None) -> None:
        for one in await store.find_fields(unit.connection):
            if one.id != field_id and make_label_key(one.label) == make_label_key(label):
                raise FieldLabelTakenError(label=label)

    async def _record(
        self, unit: Unit, caller: Caller, what: str, field_id: int, detail: Mapping[str, object]
    ) -> None:
        await record_audit(
            unit.connection,
            caller,
            f"field.{what}",
            f"field/{field_id}",
            detail,
            at=self._clock(),
        )


async def _move(unit: Unit, field_id: int, position: int) -> None:
    order = [one.id for one in await store.find_fields(unit.connection) if one.id != field_id]
    order.insert(position, field_id)
    for at, one in enumerate(order):
        await store.update_field(unit.connection, one, {"position": at})


def _view_standard(
    one: Standard, required: frozenset[str], options: Mapping[str, Sequence[CatalogueValue]]
) -> FieldView:
    return FieldView(
        key=one.key,
        of=one.of,
        kind=one.kind.value,
        label=None,
        required=one.key in required,
        can_require=one.can_require,
        can_edit=one.can_edit,
        only=one.only,
        filter="any" if one.key == "referrer" else FILTERS[one.kind],
        catalogue=one.catalogue,
        options=[*options.get(one.catalogue or "", [])],
        custom_id=None,
    )


def _view_custom(one: CustomField) -> FieldView:
    return FieldView(
        key=f"custom.{one.key}",
        of="customer",
        kind=one.kind.value,
        label=one.label,
        required=one.required,
        can_require=True,
        can_edit=True,
        only=None,
        filter=FILTERS[one.kind],
        catalogue=name_options(one.id) if one.kind in store.CHOOSING else None,
        options=[CatalogueValue(id=key, label=label) for key, label in one.options.items()],
        custom_id=one.id,
    )
