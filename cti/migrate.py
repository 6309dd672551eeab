"""Bring a database to the schema of this release. Alembic, driven from code.

A new migration is drafted from what cti.schema says and the database lacks:

    python -c "import asyncio; from cti.migrate import draft; asyncio.run(draft(URL, 'why'))"
"""

import warnings
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SAWarning, SQLAlchemyError

from cti.db import Database
from cti.errors import ConflictError, InvalidError, UnavailableError

ADVISORY_LOCK = 0x637469  # any number, always the same: "cti"
LOCK_TRIES = 12  # of the five seconds that SQLite waits by itself
SQLITE, POSTGRESQL = DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
SQLITE_HEADER = b"SQLite format 3\0"
URL_MEND = f"set CTI_DATABASE_URL to {SQLITE}:///<file> or {POSTGRESQL}://user:secret@host/name"
SCRIPTS = Path(__file__).parent / "migrations"


class DatabaseUrlError(InvalidError):
    """CTI_DATABASE_URL is no address of a database the server supports."""

    code = "database.url"


class DatabaseUnreachableError(UnavailableError):
    """The database does not answer, or refuses the login."""

    code = "database.unreachable"


class DatabaseNewerError(ConflictError):
    """The database was migrated by a later release."""

    code = "database.newer"


class DatabaseForeignError(ConflictError):
    """The database has tables, but they were not made by this server's migrations."""

    code = "database.foreign"


class MigrationFailedError(ConflictError):
    """A migration was refused by the database; nothing was changed."""

    code = "database.migration_failed"


async def migrate(url: str) -> str:
    """Upgrade the database to the newest schema; returns its revision.

    All or nothing, and safe to run from several starters at once: the second waits, then finds
    nothing to do. Raises the errors above; each carries `mend`, what to do about it.
    """
    db = open_database(url)
    if db.is_sqlite:
        event.listen(db.engine.sync_engine, "connect", _leave_references)
    try:
        await _reach(db, url)
        return await _upgrade_patiently(db)
    except SQLAlchemyError as error:
        mend = "nothing was changed; report this with the log"
        raise MigrationFailedError(url=_hide(url), why=_why(error), mend=mend) from error
    finally:
        await db.close()


def open_database(url: str) -> Database:
    """The database at `url`, its folder made when it is a file. Raises DatabaseUrlError."""
    try:
        parsed = make_url(url)
        if parsed.drivername not in DRIVERS:
            raise DatabaseUrlError(scheme=parsed.drivername, mend=URL_MEND)
        if parsed.drivername == SQLITE and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return Database(url)
    except ArgumentError as error:
        raise DatabaseUrlError(scheme="", mend=URL_MEND) from error
    except OSError as error:
        raise _unreachable(url, error) from error


async def read_revision(db: Database) -> str | None:
    """The revision the database is at; None when it was never migrated."""
    async with db.read() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


def newest_revision() -> str:
    """The revision this release wants."""
    head = _scripts().get_current_head()
    assert head is not None  # noqa: S101 - the package carries at least one migration
    return head


async def _reach(db: Database, url: str) -> None:
    try:
        if db.is_sqlite:
            _check_header(make_url(url).database)
        async with db.read() as connection:
            await connection.execute(text("SELECT 1"))
    except (OSError, TimeoutError, SQLAlchemyError) as error:
        raise _unreachable(url, error) from error


def _leave_references(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own type
    """SQLite can't add AUTOINCREMENT to a table: it is dropped and made anew.

    With foreign keys on, that deletes what refers to its rows; within a transaction they can't be
    switched off any more. No migration relies on them.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _check_header(path: str | None) -> None:
    """SQLite finds out at the first statement, when a connection is open already."""
    if path and Path(path).is_file():
        with Path(path).open("rb") as file:
            if (start := file.read(len(SQLITE_HEADER))) and start != SQLITE_HEADER:
                message = "the file is no SQLite database"
                raise OSError(message)


async def _upgrade_patiently(db: Database) -> str:
    for _ in range(LOCK_TRIES):
        try:
            return await _upgrade(db)
        except OperationalError as error:
            if "locked" not in str(error.orig):  # SQLite: another starter is at it
                raise
    raise DatabaseUnreachableError(mend="another program keeps the database locked; end it")


async def _upgrade(db: Database) -> str:
    async with db.write() as unit:
        if not db.is_sqlite:  # there, BEGIN IMMEDIATE is the lock
            await unit.connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK}
            )
        return await unit.connection.run_sync(_upgrade_locked)


def _upgrade_locked(connection: Connection) -> str:
    current = MigrationContext.configure(connection).get_current_revision()
    newest = newest_revision()
    if current is None:
        if tables := inspect(connection).get_table_names():
            raise DatabaseForeignError(
                tables=sorted(tables)[:5], mend="give the server an empty database of its own"
            )
    elif current not in {script.revision for script in _scripts().walk_revisions()}:
        raise DatabaseNewerError(
            revision=current,
            wanted=newest,
            mend="start the release that made it, or restore the backup taken before it",
        )
    if current != newest:
        command.upgrade(_config(connection), "head")
    return newest


async def draft(url: str, why: str) -> None:
    """Write a new migration file from the difference between cti.schema and the database."""
    number = len(tuple(_scripts().walk_revisions())) + 1
    db = open_database(url)
    with warnings.catch_warnings():
        # SQLite's indexes of expressions can't be read back: search has one (migration 0008).
        warnings.filterwarnings("ignore", "Skipped unsupported reflection", SAWarning)
        async with db.write() as unit:
            await unit.connection.run_sync(
                lambda sync: command.revision(
                    _config(sync, batch=number > 1), why, autogenerate=True, rev_id=f"{number:04}"
                )
            )
    await db.close()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _config(connection: Connection, *, batch: bool = True) -> Config:
    config = Config(attributes={"connection": connection, "batch": batch})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _unreachable(url: str, error: Exception) -> DatabaseUnreachableError:
    mend = "check CTI_DATABASE_URL, that the database runs, and that its user may log in"
    if make_url(url).drivername == SQLITE:
        mend = "check CTI_DATA_DIR and CTI_DATABASE_URL: the folder and file must be writable"
    return DatabaseUnreachableError(url=_hide(url), why=_why(error), mend=mend)


def _hide(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _why(error: Exception) -> str:
    """What the driver says, on one line."""
    return str(getattr(error, "orig", None) or error).splitlines()[0][:300]
