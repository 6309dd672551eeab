"""read() and write(): what commits, what does not, and what is told when."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from cti.db import Database
from cti.schema import teams


async def names(db: Database) -> list[str]:
    async with db.read() as connection:
        return list((await connection.execute(select(teams.c.name))).scalars())


async def test_what_is_written_is_there_and_told_after_the_commit(db: Database) -> None:
    told: list[str] = []
    async with db.write() as unit:
        await unit.connection.execute(insert(teams).values(name="Bắc"))
        unit.after_commit(lambda: told.append("first"))
        unit.after_commit(lambda: told.append("second"))
        assert told == []
    assert told == ["first", "second"]
    assert await names(db) == ["Bắc"]


async def test_connections_that_the_server_closed_are_not_given_out_again(
    postgres_url: str,
) -> None:
    """A restart of PostgreSQL between two requests is nothing that the second one notices."""
    db = Database(postgres_url)
    try:
        async with db.read() as one, db.read() as two, db.write() as unit:
            mine = [one, two, unit.connection]
            pids = [(await c.execute(select(func.pg_backend_pid()))).scalar_one() for c in mine]
        raw = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
        ended = "SELECT bool_and(pg_terminate_backend(pid, 5000)) FROM unnest($1::int[]) AS pid"
        assert await raw.fetchval(ended, pids)  # it waits until they are gone
        await raw.close()
        async with db.read() as connection:
            fresh = (await connection.execute(select(func.pg_backend_pid()))).scalar_one()
        assert fresh not in pids
    finally:
        await db.close()


@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
async def test_what_fails_leaves_nothing_and_tells_nobody(
    db: Database, error: type[BaseException]
) -> None:
    told: list[str] = []

    async def write_and_fail() -> None:
        async with db.write() as unit:
            await unit.connection.execute(insert(teams).values(name="Bắc"))
            unit.after_commit(lambda: told.append("never"))
            raise error

    with pytest.raises(error):
        await write_and_fail()
    assert await names(db) == []
    assert told == []
    async with db.write() as unit:
        await unit.connection.execute(insert(teams).values(name="Nam"))
    assert await names(db) == ["Nam"]


async def test_a_refused_statement_undoes_the_whole_unit(db: Database) -> None:
    async def add(*new: str) -> None:
        async with db.write() as unit:
            for name in new:
                await unit.connection.execute(insert(teams).values(name=name))

    await add("Bắc")
    with pytest.raises(IntegrityError):
        await add("Nam", "Bắc")
    assert await names(db) == ["Bắc"]


async def test_a_callback_that_fails_does_not_stop_the_next(db: Database) -> None:
    told: list[str] = []

    def fail() -> None:
        raise ValueError

    async with db.write() as unit:
        unit.after_commit(fail)
        unit.after_commit(lambda: told.append("told"))
    assert told == ["told"]


async def test_many_who_read_and_then_write_lose_nothing(db: Database) -> None:
    """Forty at once ended at two when SQLite's transactions began at the first write."""
    async with db.write() as unit:
        await unit.connection.execute(insert(teams).values(id=1, name="0"))

    async def add_one() -> None:
        async with db.write() as unit:
            query = select(teams.c.name).where(teams.c.id == 1).with_for_update()
            now = int((await unit.connection.execute(query)).scalar_one())
            await asyncio.sleep(0)
            await unit.connection.execute(
                update(teams).where(teams.c.id == 1).values(name=str(now + 1))
            )

    await asyncio.gather(*(add_one() for _ in range(40)))
    assert await names(db) == ["40"]


async def test_readers_go_on_beside_a_writer_and_see_what_was_committed(db: Database) -> None:
    async with db.write() as unit:
        await unit.connection.execute(insert(teams).values(name="Bắc"))
        async with asyncio.timeout(2):
            assert await names(db) == []
    assert await names(db) == ["Bắc"]


async def test_a_task_cancelled_at_any_moment_has_written_and_told_or_neither(
    db: Database,
) -> None:
    told: list[str] = []

    async def write(name: str) -> None:
        async with db.write() as unit:
            await unit.connection.execute(insert(teams).values(name=name))
            unit.after_commit(lambda: told.append(name))

    for number in range(120):
        task = asyncio.create_task(write(f"team {number}"))
        await asyncio.sleep(number % 40 * 0.001)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert sorted(await names(db)) == sorted(told)
    assert told  # some were in time
    await write("last")  # nothing was left locked
    assert told[-1] == "last"


async def test_what_is_in_use_while_the_database_is_closed_is_closed_after_it(db: Database) -> None:
    """Whether its task ends by itself, is cancelled, or is so twice while it still opens."""
    drivers: list[Any] = []
    event.listen(
        db.engine.sync_engine, "connect", lambda opened, _: drivers.append(opened.driver_connection)
    )
    started, leave = asyncio.Semaphore(0), asyncio.Event()

    async def work(unit: AbstractAsyncContextManager[object]) -> None:
        async with unit:
            started.release()
            await leave.wait()

    tasks = [asyncio.create_task(work(unit)) for unit in (db.read(), db.read(), db.write())]
    for _ in tasks:
        await started.acquire()
    hurried = asyncio.create_task(work(db.read()))
    for _ in range(2):
        await asyncio.sleep(0)
        hurried.cancel()
    asking = asyncio.create_task(ask_at_length(db))
    await asyncio.sleep(0.05)
    asking.cancel()  # its connection is on the way back when the others are closed
    await asyncio.sleep(0)
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0.05)
    assert not closing.done()
    tasks[0].cancel()
    leave.set()
    await closing
    assert len(drivers) >= 3
    assert [one for one in drivers if is_open(one)] == []
    await asyncio.gather(*tasks, asking, hurried, return_exceptions=True)
    assert hurried.cancelled()
    assert asking.cancelled()


AT_LENGTH = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
    " SELECT count(*) FROM n"
)


async def ask_at_length(db: Database) -> None:
    async with db.read() as connection:
        await connection.execute(AT_LENGTH)


def is_open(driver: Any) -> bool:  # noqa: ANN401 - of either kind
    if hasattr(driver, "is_closed"):
        return not driver.is_closed()
    return driver._connection is not None
