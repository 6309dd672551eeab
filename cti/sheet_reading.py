"""Reads files from outside in a process of its own, bounded in memory and time.

    python -m cti.sheet_reading cti.compliance.digest:read_file <seconds> <argument> …

What a spreadsheet may claim of itself (a billion cells, a tree of formulas) costs this process its
life, not the server's. Imports, DNC files and campaigns' files of numbers are all read here; each
brings a function that makes of the rows what it needs, and leaves in files what is long.
"""

import asyncio
import logging
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import orjson

from cti.errors import DomainError
from cti.sheets import UnreadableSheetError

log = logging.getLogger(__name__)

MEMORY: Final = 2 * 1024**3
SECONDS: Final = 90
WAIT: Final = 2
"""Seconds by the clock for one of the processor: others may want it as well."""

LAST_WORDS_S: Final = 5
LAST_WORDS: Final = 500
FIRST_TO_GO: Final = "1000"
"""Is memory short in the whole machine, the kernel ends this process, not the server."""

Answer = dict[str, Any]
Reader = Callable[..., Answer]
"""A module's own function, of strings; what it answers can be written as JSON."""


async def read_apart(
    reader: Reader,
    *arguments: object,
    errors: Iterable[type[DomainError]] = (),
    seconds: int = SECONDS,
) -> Answer:
    """What `reader` answers of `arguments`, called in a process of its own.

    `seconds` of processor time are the bound. Raises UnreadableSheetError, also when the process
    took more than it may, and those of `errors` that the reader raised.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cti.sheet_reading",
        f"{reader.__module__}:{reader.__name__}", str(seconds), *map(str, arguments),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds * WAIT):
            said, complaint = await process.communicate()
    except TimeoutError as error:
        raise UnreadableSheetError(why="too_slow") from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if not said:
        log.warning(
            "sheet.reader_died",
            extra={
                "returncode": process.returncode,
                "said": complaint[-LAST_WORDS:].decode(errors="replace"),
            },
        )
        slow = process.returncode == -signal.SIGXCPU
        raise UnreadableSheetError(why="too_slow" if slow else "too_large")
    answer: Answer = orjson.loads(said)
    if failed := answer.get("error"):
        known: dict[str, type[DomainError]] = {UnreadableSheetError.code: UnreadableSheetError}
        known |= {one.code: one for one in errors}
        raise known[failed["code"]](**failed["params"])
    return answer


def call_reader(name: str, arguments: list[str]) -> Answer:
    """The process itself, once it is bounded: what the reader answers, or its error."""
    module, _, function = name.partition(":")
    reader: Reader = getattr(import_module(module), function)
    try:
        return reader(*arguments)
    except DomainError as error:
        return {"error": {"code": error.code, "params": error.params}}
    except MemoryError:
        return {"error": {"code": UnreadableSheetError.code, "params": {"why": "too_large"}}}


def set_bounds(seconds: int) -> None:
    """Bound this process; the operating system ends it where it goes beyond."""
    bound_memory()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + LAST_WORDS_S))


def bound_memory() -> None:
    """Bound what this process takes beside the server."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # not on every system
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")


if __name__ == "__main__":
    set_bounds(int(sys.argv[2]))
    sys.stdout.buffer.write(orjson.dumps(call_reader(sys.argv[1], sys.argv[3:])))
