import asyncio

import pytest
import sqlalchemy as sa

from cti.db import Database
from cti.schema import dispositions


def make(code: str) -> sa.Insert:
    return sa.insert(dispositions).values(code=code, label_vi=code, label_en=code, position=1)


async def write_slowly(db: Database, begun: asyncio.Event) -> None:
    async with db.write() as unit:
        await unit.connection.execute(make("half"))
        begun.set()
        for _ in range(10_000):
            await unit.connection.execute(sa.select(dispositions))


async def test_a_write_that_is_cancelled_says_so_leaves_nothing_and_holds_up_nobody(
    db: Database,
) -> None:
    for _ in range(5):
        begun = asyncio.Event()
        task = asyncio.create_task(write_slowly(db, begun))
        await begun.wait()
        await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(5), db.write() as unit:
        await unit.connection.execute(make("whole"))
    async with db.read() as connection:
        codes = (await connection.execute(sa.select(dispositions.c.code))).scalars()
    assert list(codes) == ["whole"]
