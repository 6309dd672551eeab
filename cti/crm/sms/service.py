"""Use cases on templates of text messages (R140, R297): kept here, sent by nobody yet."""

from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller, Right
from cti.clock import Clock
from cti.crm.sms import store
from cti.crm.sms.errors import TemplateEmptyError, TemplateNotFoundError, TemplateVersionError
from cti.crm.sms.merging import NAMES, drop_fields, find_unknown
from cti.crm.sms.shapes import (
    MergeFields,
    MergeFieldView,
    SmsSizeView,
    Template,
    TemplateChange,
    TemplateForm,
    TemplatePage,
)
from cti.crm.sms.store import TemplateQuery
from cti.db import Database, Unit
from cti.messaging.sms_size import measure
from cti.shapes import read_person
from cti.text import clean, clean_line, make_key


class SmsTemplates:
    """Keeps templates. Everybody who sees customers reads them; a right is needed to write."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def find_page(self, caller: Caller, query: TemplateQuery) -> TemplatePage:
        """Those whose names have the words of `q`, with or without diacritics (R140).

        Raises CursorError.
        """
        async with self._db.read() as connection:
            rows, following = await store.find_page(connection, query)
            total = await store.count(connection, query)
        return TemplatePage(
            rows=[_make_view(caller, row) for row in rows], next=following, total=total
        )

    async def get(self, caller: Caller, template_id: int) -> Template:
        """One of them. Raises TemplateNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_one(connection, template_id)
        if row is None:
            raise TemplateNotFoundError(id=template_id)
        return _make_view(caller, row)

    async def create(self, caller: Caller, form: TemplateForm) -> Template:
        """Add one. Raises TemplateEmptyError, TemplateNameTakenError."""
        now = self._clock()
        values = _clean(form.model_dump())
        async with self._db.write() as unit:
            times = {"created_at": now, "updated_at": now, "user_id": caller.user_id}
            template_id = await store.insert_template(unit.connection, values | times)
            await self._record(unit, caller, "created", template_id, values["name"])
        return await self.get(caller, template_id)

    async def change(self, caller: Caller, template_id: int, change: TemplateChange) -> Template:
        """Change what is sent.

        Raises TemplateNotFoundError, TemplateVersionError, TemplateEmptyError,
        TemplateNameTakenError.
        """
        async with self._db.write() as unit:
            row = await _lock(unit, template_id)
            if change.version != row["version"]:
                current = _make_view(caller, row).model_dump(mode="json")
                raise TemplateVersionError(current=current)
            sent = change.model_dump(exclude_none=True, exclude={"version"})
            values = {name: new for name, new in _clean(sent).items() if new != row[name]}
            if values:
                newer = {"version": row["version"] + 1, "updated_at": self._clock()}
                values |= {**newer, "user_id": caller.user_id}
                await store.update_template(unit.connection, template_id, values)
                name = values.get("name", row["name"])
                await self._record(unit, caller, "changed", template_id, name)
        return await self.get(caller, template_id)

    async def delete(self, caller: Caller, template_id: int) -> None:
        """Remove one. Raises TemplateNotFoundError."""
        async with self._db.write() as unit:
            row = await _lock(unit, template_id)
            await store.delete_template(unit.connection, template_id)
            await self._record(unit, caller, "deleted", template_id, row["name"])

    def list_fields(self) -> MergeFields:
        """What can be filled in, and how it is written."""
        return MergeFields(
            rows=[
                MergeFieldView(
                    key=field.value,
                    of="customer" if field.value.startswith("customer.") else "contact",
                    name_vi=vietnamese,
                    name_en=english,
                )
                for field, (vietnamese, english) in NAMES.items()
            ]
        )

    async def _record(
        self, unit: Unit, caller: Caller, what: str, template_id: int, name: str
    ) -> None:
        await record_audit(
            unit.connection,
            caller,
            f"sms_template.{what}",
            f"sms_template/{template_id}",
            {"name": name},
            at=self._clock(),
        )


async def _lock(unit: Unit, template_id: int) -> RowMapping:
    row = await store.find_one(unit.connection, template_id, lock=True)
    if row is None:
        raise TemplateNotFoundError(id=template_id)
    return row


def _clean(sent: dict[str, Any]) -> dict[str, Any]:
    """Names and texts as they are stored. Raises TemplateEmptyError."""
    values: dict[str, Any] = {}
    if "name" in sent:
        name = clean_line(sent["name"])
        values |= {"name": name, "name_key": make_key(name)}
    if "body" in sent:
        values["body"] = clean(sent["body"])
    for field in ("name", "body"):
        if field in values and not values[field]:
            raise TemplateEmptyError(field=field)
    return values


def _make_view(caller: Caller, row: RowMapping) -> Template:
    plain = ("id", "version", "name", "body", "created_at", "updated_at")
    return Template(
        **{name: row[name] for name in plain},
        unknown=find_unknown(row["body"]),
        size=SmsSizeView.model_validate(measure(drop_fields(row["body"])), from_attributes=True),
        by=read_person(row, "user_id", "by"),
        can_edit=Right.MARKETING_SMS in caller.rights,
    )
