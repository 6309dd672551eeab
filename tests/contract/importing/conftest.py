"""One world per module and database."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from import_making import make_world
from import_world import ImportWorld
from postgres_pool import Pool


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ImportWorld]:
    folder = tmp_path_factory.mktemp("imports")
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "cti.sqlite3")
            url = f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"
        else:
            pool: Pool = request.getfixturevalue("postgres_pool")
            url = pool.take()
            stack.callback(pool.give_back, url)
        world = await make_world(url, folder, stack)
        yield world
