"""Writing in the order in which it is told, the next rows being put together meanwhile.

The database works on a table's rows about as long as Python does on the next table's: each waited
for the other.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.importing.bulk import Row, convert_rows, send_rows
from cti.crm.importing.rows import Values, update_rows

PATIENCE_S = 5.0


class Sending:
    """The statements of one transaction: one is under way at most, the last one told."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._under_way: asyncio.Task[None] | None = None

    async def insert(
        self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Insert rows that have these columns, in their order; comes back when they are sent."""
        if not rows:
            return
        values, sent = convert_rows(self.connection.dialect, table, columns, rows), asyncio.Event()
        await self.settle()
        inserting = send_rows(self.connection, table, columns, _note_end(values, sent))
        self._under_way = asyncio.create_task(inserting)
        self._under_way.add_done_callback(lambda _: sent.set())
        await sent.wait()

    async def update(self, table: Table, rows: Iterable[tuple[int, Values]]) -> None:
        """Set columns of rows by their ids: see update_rows. Comes back when it is sent."""
        if not (given := list(rows)):
            return
        await self.settle()
        updating = update_rows(self.connection, table, given)
        self._under_way = asyncio.create_task(updating)
        await asyncio.sleep(0)

    async def settle(self) -> None:
        """Wait for what is under way: to be done before the connection is used in other ways.

        Raises what that raised: DBAPIError.
        """
        task, self._under_way = self._under_way, None
        if task is not None:
            await task

    async def end(self) -> None:
        """Nothing is under way any more, and nothing is raised: something else was already.

        It is waited for rather than cut off: a COPY that is cancelled leaves its connection busy
        with that when the rollback comes.
        """
        task, self._under_way = self._under_way, None
        if task is not None:
            await asyncio.wait({task}, timeout=PATIENCE_S)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def send_ahead(connection: AsyncConnection) -> AsyncIterator[Sending]:
    """Within, statements go through what it gives; at the end all are through."""
    sending = Sending(connection)
    try:
        yield sending
        await sending.settle()
    finally:
        await sending.end()


def _note_end(rows: Iterable[Row], sent: asyncio.Event) -> Iterator[Row]:
    yield from rows
    sent.set()
