"""SQLite's log is brought over into the file beside the writers, not by one of them at its commit.

SQLite has whoever commits the thousandth page copy them all and wait for the disk. Of an import
that was most of what its commits took, and everybody who waited to write waited for it. A passive
checkpoint holds up neither readers nor writers. If this falls behind, SQLite's own way is still
there, from `LOG_PAGES` on.
"""

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

LOG_PAGES: Final = 64_000
"""256 MB of log, after which a commit does it itself, and the log begins anew: while one writer
follows another it does not otherwise. With a quarter of that, it was a third of what the commits of
an import took."""

MANY_PAGES: Final = 1000
SOON_S, LATER_S = 1.0, 4.0
"""The pause before a checkpoint: the shorter, the more there was to do at the last one. A page that
was written several times meanwhile is brought over once."""


class Checkpoints:
    """Makes them while there is something to bring over, in a thread with its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_written = False
        self._pause_s = SOON_S
        self._pages = 0  # of the log at the last checkpoint; it begins anew when all are over

    def note(self) -> None:
        """Something was committed."""
        self._is_written = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="checkpoints")

    async def close(self) -> None:
        """Stop; the last connection that closes brings over the rest."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        if self._connection is not None:
            self._connection.close()

    async def _run(self) -> None:
        while self._is_written:
            await asyncio.sleep(self._pause_s)
            self._is_written = False
            # Whoever cancels waits for the thread: the connection is closed behind it.
            work = asyncio.ensure_future(asyncio.to_thread(self._checkpoint))
            try:
                pages = await asyncio.shield(work)
            except asyncio.CancelledError:
                await asyncio.wait([work])
                raise
            except sqlite3.Error:  # a disk that is full: commits say so themselves
                log.exception("checkpoint failed")
                pages = 0
            self._pause_s = SOON_S if pages >= MANY_PAGES else min(2 * self._pause_s, LATER_S)

    def _checkpoint(self) -> int:
        """How many pages were written since the last one."""
        if self._connection is None:
            self._connection = sqlite3.connect(
                self._path, check_same_thread=False, isolation_level=None
            )
        _, pages, _ = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        before, self._pages = self._pages, int(pages)
        return self._pages - before if self._pages >= before else self._pages
