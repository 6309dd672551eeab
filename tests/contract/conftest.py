"""The two databases, real ones: a SQLite file, and a throw-away PostgreSQL cluster."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from account_world import PASSWORD, AddUser, Clock
from argon2 import PasswordHasher
from postgres_cluster import Cluster, share_cluster
from postgres_pool import Pool, open_pool
from sqlalchemy import insert

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Caller, Role
from cti.accounts.service import Accounts
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.bus import Bus
from cti.db import Database
from cti.migrate import migrate
from cti.schema import teams
from cti.settings import Settings

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
def postgres_pool(postgres_cluster: Cluster) -> Iterator[Pool]:
    """Migrated databases of this test process, emptied after each test."""
    with open_pool(postgres_cluster) as pool:
        yield pool


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
    pool: Pool = request.getfixturevalue("postgres_pool")
    url = pool.take()
    yield url
    pool.give_back(url)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """The same, opened."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def accounts(db: Database, clock: Clock, bus: Bus, passwords: Passwords) -> Accounts:
    return Accounts(db, clock, Settings(session_hours=12), bus, passwords)


@pytest.fixture
def register(db: Database, clock: Clock, bus: Bus, passwords: Passwords) -> Users:
    return Users(db, clock, bus, passwords)


@pytest.fixture
def add_user(register: Users) -> AddUser:
    """Makes a user, and tells them as the caller they would be."""

    async def add(
        username: str,
        role: Role = Role.AGENT,
        extension: str | None = None,
        team_id: int | None = None,
    ) -> Caller:
        form = UserForm(
            username=username,
            name=username.title(),
            role=role,
            extension=extension,
            team_id=team_id,
            password=PASSWORD,
        )
        user = await register.create(None, form)
        return Caller(user.id, username, user.name, role, team_id, extension)

    return add


@pytest.fixture
async def team_ids(db: Database) -> list[int]:
    """Two teams."""
    async with db.write() as unit:
        rows = await unit.connection.execute(
            insert(teams).returning(teams.c.id), [{"name": "Bắc"}, {"name": "Nam"}]
        )
        return sorted(rows.scalars())
