"""Starting an Asterisk, and ending exactly the one that was started."""

import asyncio
import contextlib
import os
import signal
import subprocess
from pathlib import Path

from cti.pbx.info import Process

ENDS_WITHIN = 8.0  # seconds; then it is killed


def start_process(name: str, command: list[str], output: Path) -> Process:
    """Start `command` in a session of its own, so that Ctrl-C in a terminal does not reach it."""
    with output.open("ab") as stream:
        child = subprocess.Popen(  # noqa: S603  (made from checked settings, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    return Process(name=name, pid=child.pid, started=read_start(child.pid) or 0)


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


async def end_process(process: Process) -> None:
    """Ask it to end, insist after `ENDS_WITHIN` seconds; return when it is gone."""
    for sign, patience in ((signal.SIGTERM, ENDS_WITHIN), (signal.SIGKILL, ENDS_WITHIN)):
        if not is_alive(process):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, sign)
        deadline = asyncio.get_running_loop().time() + patience
        while is_alive(process) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
    with contextlib.suppress(ChildProcessError, OSError):
        os.waitpid(process.pid, os.WNOHANG)  # it may be ours, then it leaves no zombie
