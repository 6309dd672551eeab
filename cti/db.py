"""The engine, and the two units of work: `read()` and `write()`. Nothing else commits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, ExceptionContext, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from cti.checkpoints import LOG_PAGES, Checkpoints
from cti.sqlite import DRIVER

log = logging.getLogger(__name__)

BeforeCommit = Callable[[AsyncConnection], Awaitable[None]]
BEFORE_COMMIT: ContextVar[BeforeCommit | None] = ContextVar("before_commit", default=None)
"""What every write unit of this context does last, in its transaction; if it raises, none commits.

For what must be true exactly when the work is: see cti.api.idempotency."""

PATIENCE_S = 5.0
"""For what is in use when the database is closed: a cancelled task waits for its statement."""

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # a killed process loses nothing; only a power cut may
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-32768",  # of each connection; what it misses, the system has
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA wal_autocheckpoint={LOG_PAGES}",
)

POSTGRES_SETTINGS = {
    # Lists are asked for a page: to compile their plans takes longer than to run them.
    "jit": "off",
    # What is new in the indexes of letters every search looks through, until it is merged in: the
    # usual 4 MB of it made a search dearer by 10 ms an index, this much by 2.
    "gin_pending_list_limit": "512kB",
}


class Unit:
    """One write transaction, and what is to be told once it is committed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._callbacks: list[Callable[[], None]] = []

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run `callback` when the transaction has committed, never when it has not."""
        self._callbacks.append(callback)

    def tell(self) -> None:
        """Run the callbacks in order; one that fails does not stop the next."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception:
                log.exception("after-commit callback failed")


class Database:
    """A database of one of the two kinds the server supports."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # The connection used last comes first: what it prepared and what it keeps of the tables
        # serves again, and one that was needed once does not fill a cache of its own.
        options: dict[str, Any] = {"pool_use_lifo": True}
        if self.is_sqlite:
            # Readers run beside the one writer in WAL mode.
            parsed = parsed.set(drivername=DRIVER)
            options |= {"poolclass": AsyncAdaptedQueuePool, "pool_size": 8, "max_overflow": 24}
            # Transactions begin and end in `write` alone, so that no connection comes back to the
            # pool inside one: nothing to set, roll back or reset around a read.
            options |= {
                "isolation_level": "AUTOCOMMIT",
                "skip_autocommit_rollback": True,
                "pool_reset_on_return": None,
            }
        else:
            options |= {"pool_size": 10, "max_overflow": 10}
            options["connect_args"] = {"server_settings": POSTGRES_SETTINGS}
        self.engine: AsyncEngine = create_async_engine(parsed, **options)
        self._readers = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._write_lock = asyncio.Lock()
        self._closed = False
        self._in_use, self._idle = 0, asyncio.Event()
        self._idle.set()
        self._checkpoints: Checkpoints | None = None
        if self.is_sqlite and parsed.database not in (None, "", ":memory:"):
            self._checkpoints = Checkpoints(Path(str(parsed.database)))
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _set_pragmas)
            event.listen(self.engine.sync_engine, "handle_error", _keep_connection)
        else:
            event.listen(self.engine.sync_engine, "checkout", _refuse_closed)

    @property
    def dialect(self) -> Dialect:
        """The SQL dialect, for the few statements that differ."""
        return self.engine.dialect

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading: each statement sees the newest committed state."""
        async with self._connect(self._readers) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Unit]:
        """A write transaction: committed at the end, rolled back if the body raises.

        SQLite has one writer: the lock queues ours in order, and BEGIN IMMEDIATE takes the
        database's own lock before the first read, so that a read-then-write never works on a
        stale state (40 concurrent ones ended at 2 without it).
        """
        if not self.is_sqlite:
            async with self._connect(self.engine) as connection:
                transaction = await connection.begin()
                unit = Unit(connection)
                try:
                    yield unit
                    await _finish_work(connection)
                except BaseException:
                    with suppress(DBAPIError):  # the server is gone: why comes from the body
                        await _to_the_end(transaction.rollback())
                    raise
                await _finish(transaction.commit(), unit)
            return
        async with self._write_lock, self._connect(self._readers) as connection:
            unit = Unit(connection)
            try:
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield unit
                await _finish_work(connection)
            except BaseException:
                with suppress(OperationalError):  # it was BEGIN that failed
                    await _to_the_end(connection.exec_driver_sql("ROLLBACK"))
                raise
            await _finish(connection.exec_driver_sql("COMMIT"), unit)
        if self._checkpoints is not None:
            self._checkpoints.note()

    async def close(self) -> None:
        """Close every connection; one that is in use as soon as it is not, which is waited for.

        Not for ever: a task that holds on to its own has it closed when it lets go. One on its
        way back into a pool that is disposed of already would stay open, with nobody to close it.
        """
        self._closed = True
        if self._checkpoints is not None:
            await self._checkpoints.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._idle.wait()
        await self.engine.dispose()

    @asynccontextmanager
    async def _connect(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """A connection from the pool. Cancelled while it is opened or given back, none is lost."""
        connection = engine.connect()
        self._in_use += 1
        self._idle.clear()
        try:
            await _to_the_end(connection.start())
            yield connection
        finally:
            await self._give_back(connection)

    async def _give_back(self, connection: AsyncConnection) -> None:
        try:
            if connection.sync_connection is not None:  # it was opened
                if self._closed and not connection.invalidated:
                    # Its pool is given up, and would forget it with its thread or its socket open.
                    connection.sync_connection.detach()
                await _to_the_end(connection.close())
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._idle.set()


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own type
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401 - a driver's own type
    """The server went away meanwhile: the pool makes new connections instead of all it has.

    The driver hears of it by itself. To ask before each use, as pool_pre_ping does, takes three
    round trips.
    """
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _keep_connection(context: ExceptionContext) -> None:
    # A cancelled task's statement is ended by the driver's thread in any case. Dropping the
    # connection, as for a server that went away, would leave its lock on the file behind.
    if isinstance(context.original_exception, asyncio.CancelledError):
        context.is_disconnect = False


async def _finish_work(connection: AsyncConnection) -> None:
    if (last := BEFORE_COMMIT.get()) is not None:
        await last(connection)


async def _finish(commit: Awaitable[object], unit: Unit) -> None:
    """Commit and tell, both or neither.

    What is kept in memory (DNC lists, counters) would miss a commit that nobody was told of.
    """

    async def commit_and_tell() -> None:
        await commit
        unit.tell()

    await _to_the_end(commit_and_tell())


async def _to_the_end(work: Awaitable[object]) -> None:
    """Await `work` whole: who is cancelled meanwhile is so afterwards."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):  # once more, by who is in a hurry
                await asyncio.wait([task])
        raise
