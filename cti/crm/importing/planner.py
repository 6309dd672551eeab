"""Understands rows beside the server: `python -m cti.crm.importing.planner`.

To understand a row is nothing but computing, a third of what an import computes, and it would hold
up everybody's requests. A process of its own does it on another core, one batch ahead of the
writing. It is told the context once and then asked batch by batch, each a length and its bytes;
when the server goes away, its input ends and so does it.

A short file is not worth the start of a process: its rows are understood in a thread.
"""

import asyncio
import logging
import marshal
import pickle
import struct
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, BinaryIO, Final

from cti.collector import settle
from cti.crm.importing.context import Context
from cti.crm.importing.errors import ImportInterruptedError
from cti.crm.importing.plan import Plan
from cti.crm.importing.understanding import Rows, understand_rows
from cti.sheet_reading import bound_memory

log = logging.getLogger(__name__)

APART_FROM: Final = 2000
"""Rows. The start of the process takes about as long as to understand so many."""

LENGTH: Final = struct.Struct(">I")
PIPE_BYTES: Final = 1 << 20
TRIES: Final = 2
"""A process that was killed is started once more: it may not have been the rows' fault."""

Understand = Callable[[Rows], Coroutine[Any, Any, list[Plan]]]


@asynccontextmanager
async def open_planner(context: Context, rows: int) -> AsyncIterator[Understand]:
    """What understands the rows of an import of so many; closed at the end."""
    if rows < APART_FROM:
        yield lambda some: asyncio.to_thread(understand_rows, context, some)
        return
    planner = Planner(context)
    try:
        yield planner.understand
    finally:
        await planner.close()


class Planner:
    """The process, started with the first batch."""

    def __init__(self, context: Context) -> None:
        self._context = pickle.dumps(context, pickle.HIGHEST_PROTOCOL)
        self._process: asyncio.subprocess.Process | None = None
        self._asking = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    async def understand(self, rows: Rows) -> list[Plan]:
        """A plan per row, in the order of asking.

        Raises ImportInterruptedError when the process dies of these rows each time.
        """
        async with self._asking:
            for _ in range(TRIES):
                try:
                    return await self._ask(rows)
                except (ConnectionError, asyncio.IncompleteReadError):
                    log.warning("import.planner_died")
                await self.close()
        raise ImportInterruptedError(why="internal")

    async def close(self) -> None:
        """End the process. It may be started again."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    async def _ask(self, rows: Rows) -> list[Plan]:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "cti.crm.importing.planner",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=PIPE_BYTES,
            )  # fmt: skip
            await _send(self._process, self._context)
        await _send(self._process, marshal.dumps(list(rows)))
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        (length,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
        plans: list[Plan] = pickle.loads(await self._process.stdout.readexactly(length))  # noqa: S301 - of our own process
        return plans


async def _send(process: asyncio.subprocess.Process, said: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    process.stdin.write(LENGTH.pack(len(said)))
    process.stdin.write(said)
    await process.stdin.drain()


def _hear(file: BinaryIO) -> bytes:
    head = file.read(LENGTH.size)
    return file.read(LENGTH.unpack(head)[0]) if head else b""


def answer(asked: BinaryIO, answers: BinaryIO) -> None:
    """The process itself, until its input ends."""
    context: Context = pickle.loads(_hear(asked))  # noqa: S301 - of the server
    while said := _hear(asked):
        rows: Rows = marshal.loads(said)  # noqa: S302 - of the server
        plans = pickle.dumps(understand_rows(context, rows), pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(plans)) + plans)
        answers.flush()


if __name__ == "__main__":
    bound_memory()
    settle()
    answer(sys.stdin.buffer, sys.stdout.buffer)
