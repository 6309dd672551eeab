"""The lookup's own connection to a SQLite file, asked on the event loop itself.

One number is five pages of the file that are nearly always in memory: 0.02 ms. The way through
the driver's thread takes two changes of thread, each of which waits for the interpreter on a busy
server: 0.2 ms at best, 3 ms at worst. So this one statement, and no other, blocks the loop.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, event
from sqlalchemy.dialects import sqlite

from cti.db import Database


class FileReader:
    """Runs one statement on a SQLite file; the answer is the newest committed state."""

    def __init__(self, db: Database, statement: Select[Any]) -> None:
        self._path = db.engine.url.database or ""
        self._names = [column.name for column in statement.selected_columns]
        self._compiled = statement.compile(dialect=sqlite.dialect())
        self._connection: sqlite3.Connection | None = None
        event.listen(db.engine.sync_engine, "engine_disposed", self._close)

    def read(self, **values: object) -> list[Mapping[str, Any]]:
        """The rows. Raises sqlite3.OperationalError when the file is locked just now."""
        if self._connection is None:
            self._connection = self._open()
        given = self._compiled.construct_params(values)
        ordered = [given[name] for name in self._compiled.positiontup or ()]
        rows = self._connection.execute(self._compiled.string, ordered).fetchall()
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def _open(self) -> sqlite3.Connection:
        # Nobody waits to read a WAL file, but while it is recovered: then the pool's turn comes.
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA cache_size=-32768")
        return connection

    def _close(self, _engine: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
