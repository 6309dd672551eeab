"""The two databases, real ones: a SQLite file, and a throw-away PostgreSQL cluster."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from postgres_cluster import Cluster, share_cluster

from cti.db import Database
from cti.migrate import migrate

T = TypeVar("T")


def run(work: Coroutine[object, object, T]) -> T:
    """Do async work in a plain fixture: those can be asked for by name while a test runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgres_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster per test run; the workers of xdist share it."""
    base = tmp_path_factory.getbasetemp()
    with share_cluster(base.parent if base.name.startswith("popen-") else base) as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    name = run(postgres_cluster.create())
    yield postgres_cluster.url(name)
    run(postgres_cluster.drop(name))


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """A migrated database to copy: cheaper than a migration per test."""
    name = run(postgres_cluster.create())
    run(migrate(postgres_cluster.url(name)))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a SQLite file."""
    path = tmp_path_factory.mktemp("template") / "cti.sqlite3"
    run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that uses `db` runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """A migrated, empty database of the test's own, by its address."""
    if database_kind == "sqlite":
        path = tmp_path / "cti.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    name = run(cluster.create(request.getfixturevalue("postgres_template")))
    yield cluster.url(name)
    run(cluster.drop(name))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """The same, opened."""
    database = Database(database_url)
    yield database
    await database.close()
