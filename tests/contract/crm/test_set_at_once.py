"""What is set by several at the same moment, before it was ever set: nobody meets a fault."""

import asyncio

from call_centre import Staff

from cti.crm.fields.errors import FieldLabelTakenError
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.service import Directory
from cti.crm.settings_store import read_setting, write_setting
from cti.crm.views.shapes import Choices
from cti.db import Database

TIMES = range(8)


async def test_choices_settings_and_fields_that_come_at_once(
    db: Database, directory: Directory, staff: Staff
) -> None:
    async def set_it(value: int) -> None:
        async with db.write() as unit:
            await write_setting(unit.connection, "probe", value)

    choices = [Choices(page_size=100) if at % 2 else Choices(columns=["code"]) for at in TIMES]
    await asyncio.gather(
        *(directory.views.choose(staff.linh, "customers", one) for one in choices),
        *(set_it(at) for at in TIMES),
    )
    kept = (await directory.views.list(staff.linh, "customers")).choices
    assert (kept.columns, kept.page_size, kept.default_view) == (["code"], 100, None)
    async with db.read() as connection:
        assert await read_setting(connection, "probe") in TIMES
    form = CustomFieldForm(label="Trùng nhãn", kind="text")
    adding = (directory.fields.add(staff.admin, form) for _ in TIMES)
    results = await asyncio.gather(*adding, return_exceptions=True)
    refused = [one for one in results if isinstance(one, BaseException)]
    assert len(refused) == len(TIMES) - 1
    assert {type(one) for one in refused} == {FieldLabelTakenError}
