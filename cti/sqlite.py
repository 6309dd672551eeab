"""SQLAlchemy's aiosqlite dialect with one trip to the driver's thread a statement, not four.

The stock cursor crosses to the connection's thread to be made, to execute, to fetch and to close.
Each crossing wakes two threads and waits for the loop; on a busy machine that was most of what a
statement cost. Here one function does all four in the thread, and brings the rows back.
"""

from collections import deque
from collections.abc import Callable, Sequence
from sqlite3 import Connection, Cursor, Error
from types import ModuleType
from typing import Any, NamedTuple

from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_only

DRIVER = "sqlite+cti"


class Finished(NamedTuple):
    """What is left of a cursor that has done its work."""

    description: Any
    rowcount: int
    lastrowid: Any
    rows: Sequence[Any]
    arraysize: int = 1


UNUSED = Finished(None, -1, None, ())


def _run(connection: Connection, execute: Callable[[Cursor], object]) -> Finished:
    cursor = connection.cursor()
    try:
        execute(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        # With RETURNING, sqlite3 counts rows once they are fetched.
        return Finished(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that exists in the driver's thread only while a statement runs."""

    __slots__ = ()

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection  # noqa: SLF001 - as the base class does
        self._cursor = UNUSED  # type: ignore[assignment]  # it has what the base class reads
        self._rows = deque()
        self._soft_closed_memoized = {}  # type: ignore[assignment]  # nothing to remember

    async def _async_soft_close(self) -> None:
        """It is closed already."""

    def close(self) -> None:
        """Forget the rows."""
        self._rows.clear()

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:  # noqa: ANN401 - DBAPI
        values = () if parameters is None else parameters
        return await self._work(lambda cursor: cursor.execute(operation, values))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:  # noqa: ANN401 - DBAPI
        return await self._work(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    async def _work(self, execute: Callable[[Cursor], object]) -> None:
        driver: Any = self._connection
        async with self._adapt_connection._execute_mutex:  # noqa: SLF001 - as the base class does
            finished: Finished = await driver._execute(_run, driver._conn, execute)  # noqa: SLF001 - aiosqlite's own way into its thread
        self._cursor = finished  # type: ignore[assignment]  # as in __init__
        self._rows = deque(finished.rows)


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """The adapter that makes such cursors."""

    __slots__ = ()
    _cursor_cls = OneTripCursor


class OneTripDbapi(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite, adapted with the connection above."""

    def connect(self, *arg: Any, **kw: Any) -> OneTripConnection:  # noqa: ANN401 - DBAPI
        """Open a connection; its thread dies with the process."""
        connection = self.aiosqlite.connect(*arg, **kw)
        connection._thread.daemon = True  # noqa: SLF001 - aiosqlite offers no other way
        return OneTripConnection(self, await_only(connection))


class OneTripDialect(SQLiteDialect_aiosqlite):
    """`sqlite+cti://`; everything else is aiosqlite's dialect."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> AsyncAdapt_aiosqlite_dbapi:
        """The adapted driver."""
        modules: list[ModuleType] = [__import__("aiosqlite"), __import__("sqlite3")]
        return OneTripDbapi(*modules)


async def work_in_thread(connection: AsyncConnection, work: Callable[[Connection], object]) -> None:
    """Do several things with the driver's own connection in one trip to its thread.

    Raises DBAPIError, as statements do.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        await driver._execute(work, driver._conn)  # noqa: SLF001 - as above
    except Error as error:
        raise DBAPIError.instance(None, None, error, Error) from error


registry.register("sqlite.cti", __name__, "OneTripDialect")
