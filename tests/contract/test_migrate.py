"""The migrations make exactly the tables that cti.schema says, on both databases."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import SAWarning

from cti import migrate as migrate_module
from cti.db import Database
from cti.errors import DomainError
from cti.migrate import draft, migrate, newest_revision, read_revision
from cti.schema import metadata


def differences(connection: Connection) -> list[object]:
    # What search made for itself is not in the schema; see migration 0003.
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_server_default": True,
            "include_name": lambda name, *_: name is None or not name.startswith("search_"),
        },
    )
    with warnings.catch_warnings():
        # SQLite's indexes of expressions can't be read back: search has one (migration 0008).
        warnings.filterwarnings("ignore", "Skipped unsupported reflection", SAWarning)
        return list(compare_metadata(context, metadata))


async def test_a_migrated_database_is_what_the_schema_says(db: Database) -> None:
    async with db.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(partial_indexes) == DECLARED_PARTIAL_INDEXES


DECLARED_PARTIAL_INDEXES = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["postgresql"]["where"] is not None
}


def partial_indexes(connection: Connection) -> set[str]:
    """Alembic does not compare an index's condition, and ours are what keeps calls apart."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' "
        "AND indexdef LIKE '% WHERE %'"
    )
    return set(connection.execute(text(query)).scalars())


async def test_migrating_again_changes_nothing(db: Database, database_url: str) -> None:
    before = await read_revision(db)
    assert await migrate(database_url) == before == newest_revision()


async def test_two_starters_at_once_do_not_collide(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/cti.sqlite3"
    if database_kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    code = "import asyncio, sys; from cti.migrate import migrate; asyncio.run(migrate(sys.argv[1]))"
    starters = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, url, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        for _ in range(3)
    ]
    said = [(await starter.communicate())[1].decode() for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0], said
    db = Database(url)
    async with db.read() as connection:
        assert await connection.run_sync(differences) == []
    await db.close()


async def test_a_database_of_a_later_release_is_left_alone(db: Database, database_url: str) -> None:
    async with db.write() as unit:
        await unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    error = await refusal(database_url)
    assert error.code == "database.newer"
    assert error.params["revision"] == "9999"
    assert error.params["mend"]


async def test_a_database_of_somebody_else_is_left_alone(db: Database, database_url: str) -> None:
    async with db.write() as unit:
        await unit.connection.execute(text("DELETE FROM alembic_version"))
    error = await refusal(database_url)
    assert error.code == "database.foreign"
    assert error.params["mend"]


async def test_a_failed_migration_changes_nothing(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/cti.sqlite3"
    if database_kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    db = Database(url)
    async with db.write() as unit:  # in the way of the migration, and not seen as a table
        await unit.connection.execute(text("CREATE VIEW phones AS SELECT 1 AS id"))
    error = await refusal(url)
    assert error.code == "database.migration_failed"
    async with db.write() as unit:
        await unit.connection.execute(text("DROP VIEW phones"))
    await db.close()
    assert await migrate(url) == newest_revision()


async def test_a_wrong_login_says_so_without_the_secret(postgres_url: str) -> None:
    head, _, tail = postgres_url.partition("postgres:")
    error = await refusal(f"{head}postgres:s3cret@{tail.partition('@')[2]}")
    assert error.code == "database.unreachable"
    assert "password" in str(error.params["why"])
    assert "s3cret" not in str(error.params)


async def test_a_database_that_is_not_there_says_so(postgres_url: str) -> None:
    error = await refusal(postgres_url.rpartition("/")[0] + "/nowhere")
    assert error.code == "database.unreachable"
    assert "nowhere" in str(error.params["why"])


async def test_a_server_that_does_not_answer_says_so() -> None:
    error = await refusal("postgresql+asyncpg://cti:cti@127.0.0.1:1/cti")
    assert error.code == "database.unreachable"
    assert error.params["mend"]


async def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cti.sqlite3"
    path.write_bytes(b"this is a diary, not a database" * 100)
    error = await refusal(f"sqlite+aiosqlite:///{path}")
    assert error.code == "database.unreachable"
    assert path.read_bytes().startswith(b"this is a diary")


async def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    error = await refusal(f"sqlite+aiosqlite:///{tmp_path}/file/cti.sqlite3")
    assert error.code == "database.unreachable"


@pytest.mark.parametrize("url", ["mysql+aiomysql://a/b", "sqlite:///x", "postgres", ""])
async def test_an_address_of_another_kind_is_refused(url: str) -> None:
    error = await refusal(url)
    assert error.code == "database.url"
    assert error.params["mend"]


async def test_the_sqlite_template_is_a_whole_file(sqlite_template: Path, tmp_path: Path) -> None:
    """The other tests copy it: nothing may be left behind in the write-ahead log."""
    shutil.copy(sqlite_template, tmp_path / "copy.sqlite3")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()


async def refusal(url: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        await migrate(url)
    return caught.value


async def test_a_drafted_migration_holds_what_the_database_lacks(
    db: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate_module.SCRIPTS, scripts)
    monkeypatch.setattr(migrate_module, "SCRIPTS", scripts)
    async with db.write() as unit:
        await unit.connection.execute(text("DROP TABLE consents"))
    await draft(database_url, "add consents")
    number = len(list((migrate_module.SCRIPTS / "versions").glob("0*.py")))
    (drafted,) = (scripts / "versions").glob(f"{number:04}_*.py")
    words = drafted.read_text()
    compile(words, str(drafted), "exec")
    assert "consents" in words
    assert "UtcTime()" in words
    assert "from cti.schema.base import" in words
    assert await migrate(database_url) == f"{number:04}"
    async with db.read() as connection:
        assert await connection.run_sync(differences) == []
