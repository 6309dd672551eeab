"""Who sits behind which extension, in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.messages import UserChanged
from cti.agents.people import PeopleBook
from cti.bus import Bus
from cti.db import Database
from cti.schema import users

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
async def linh(db: Database) -> int:
    async with db.write() as unit:
        made = await unit.connection.execute(
            sa.insert(users)
            .values(
                username="linh",
                name="Linh",
                role="agent",
                extension="101",
                password_hash="-",
                created_at=NOW,
            )
            .returning(users.c.id)
        )
        return int(made.scalar_one())


async def test_of_two_reloads_the_one_that_read_later_is_taken_in(
    db: Database, linh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = Bus()
    people = PeopleBook(db, bus)
    first_has_read, go_on = asyncio.Event(), asyncio.Event()
    read = db.read

    @asynccontextmanager
    async def read_and_dawdle() -> AsyncIterator[AsyncConnection]:
        async with read() as connection:
            yield connection
        if not first_has_read.is_set():
            first_has_read.set()
            await go_on.wait()

    monkeypatch.setattr(db, "read", read_and_dawdle)
    heard: list[None] = []
    people.on_changed(lambda: heard.append(None))
    bus.publish(UserChanged(linh))
    await first_has_read.wait()
    async with db.write() as unit:
        await unit.connection.execute(sa.update(users).values(extension="102"))
    bus.publish(UserChanged(linh))
    await asyncio.sleep(0.2)  # the second would be through by now
    go_on.set()
    async with asyncio.timeout(5):
        while len(heard) < 2:
            await asyncio.sleep(0.01)
    assert people.find_by_extension("101") is None
    assert people.find(linh) == people.find_by_extension("102")
