"""SQLite's log is brought over while it is written, and begins anew."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from cti import checkpoints
from cti.db import Database

BIG = "x" * 40_000  # ten pages
PATIENCE_S = 20.0


async def test_the_log_is_brought_over_beside_the_writers_and_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "SOON_S", 0.01)
    path = tmp_path / "cti.sqlite3"
    db = Database(f"sqlite+aiosqlite:///{path}")
    async with db.write() as unit:
        await unit.connection.exec_driver_sql("CREATE TABLE t (x TEXT)")
    log = path.with_name(path.name + "-wal")

    async def write(times: int) -> None:
        for _ in range(times):
            async with db.write() as unit:
                await unit.connection.exec_driver_sql("INSERT INTO t VALUES (?)", (BIG,))

    await write(60)
    async with asyncio.timeout(PATIENCE_S):
        while any(one.get_name() == "checkpoints" for one in asyncio.all_tasks()):
            await asyncio.sleep(0.01)
    size = log.stat().st_size
    assert path.stat().st_size > 60 * len(BIG)  # the file itself has grown
    await write(30)
    assert log.stat().st_size == size  # what was brought over is written over
    await db.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (90,)
