import asyncio
import sqlite3

import pytest
from call_centre import Create, Staff
from sqlalchemy import text

from cti.crm.lookup.callers import MOST_MATCHES
from cti.crm.service import Directory
from cti.db import Database

NUMBER = "+84912345678"
PHONE = {"phones": [{"typed": "0912345678"}]}


async def test_a_caller_is_found_as_soon_as_the_write_is_committed(
    db: Database, create: Create, directory: Directory, staff: Staff
) -> None:
    assert await directory.lookup.match(NUMBER) == []
    await create(staff.linh, name="Lan", contact=PHONE)
    (match,) = await directory.lookup.match(NUMBER)
    assert (match.name, match.owner and match.owner.id) == ("Lan", staff.linh.user_id)
    async with db.write() as unit:
        await unit.connection.execute(text("UPDATE contacts SET name = 'Hoa'"))
        assert [one.name for one in await directory.lookup.match(NUMBER)] == ["Lan"]
    assert [one.name for one in await directory.lookup.match(NUMBER)] == ["Hoa"]


async def test_a_switchboards_number_gives_a_list_that_can_be_read(
    create: Create, directory: Directory, staff: Staff
) -> None:
    for at in range(MOST_MATCHES + 2):
        await create(staff.linh, name=f"Người {at}", contact=PHONE)
    assert len(await directory.lookup.match(NUMBER)) == MOST_MATCHES


async def test_callers_are_looked_up_at_once_and_after_the_database_was_closed(
    db: Database, create: Create, directory: Directory, staff: Staff
) -> None:
    await create(staff.linh, name="Lan", contact=PHONE)
    for _ in range(2):
        found = await asyncio.gather(*(directory.lookup.match(NUMBER) for _ in range(30)))
        assert {one.name for matches in found for one in matches} == {"Lan"}
        await db.close()


async def test_a_locked_file_is_waited_for(
    create: Create,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await create(staff.linh, name="Lan", contact=PHONE)
    if directory.lookup._file is not None:
        monkeypatch.setattr(directory.lookup._file, "_open", refuse)
    assert [one.name for one in await directory.lookup.match(NUMBER)] == ["Lan"]


def refuse() -> None:
    raise sqlite3.OperationalError("database is locked")
