"""Starting an Asterisk, and ending exactly the one that was started."""

import asyncio
import contextlib
import os
import signal
from pathlib import Path

from cti.pbx.info import Process

ENDS_WITHIN = 8.0  # seconds; then it is killed


def start_process(name: str, command: list[str], output: Path) -> Process:
    """Start `command` in a session of its own, so that Ctrl-C in a terminal does not reach it.

    Spawned without `subprocess`, whose objects complain when a child outlives them: ours does.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(output), flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    return Process(name=name, pid=pid, started=read_start(pid) or 0)


def read_start(pid: int) -> int | None:
    """When the process began (clock ticks since boot); None when it is gone or a zombie."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2]
    except OSError:
        return None
    fields = after_name.split()
    return None if fields[0] in "ZX" else int(fields[19])


def is_alive(process: Process) -> bool:
    """Whether this very process still runs (its number may have gone to another one since)."""
    return read_start(process.pid) == process.started


async def end_process(process: Process, *, patience: float = ENDS_WITHIN) -> None:
    """Ask it to end, insist after `patience` seconds; return when it is gone."""
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if not is_alive(process):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, sign)
        deadline = loop.time() + patience
        while is_alive(process) and loop.time() < deadline:  # noqa: ASYNC110  (it is not our child)
            await asyncio.sleep(0.02)
    _reap(process)


def _reap(process: Process) -> None:
    """If it was our own child after all, leave no zombie."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
