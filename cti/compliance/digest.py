"""Reads a DNC file in a process of its own: `python -m cti.compliance.digest FILE FOLDER REGION`.

A million numbers take seconds of pure computing, and a hostile file may want all memory there is:
neither may touch the server. The process has a memory limit of its own and leaves bitmaps behind.
"""

import asyncio
import json
import logging
import resource
import sys
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final

from pyroaring import BitMap64

from cti.compliance.errors import FileUnreadableError
from cti.compliance.number_rows import LOOKED_AT, Line, find_columns, read_lines
from cti.errors import InvalidError
from cti.sheets import read_rows

log = logging.getLogger(__name__)

MAX_MEMORY: Final = 2 * 1024**3
DEADLINE_S: Final = 600
MAX_PROBLEMS: Final = 200
MAPS: Final = ("voice", "sms", "no_voice", "no_sms")


@dataclass(slots=True)
class Digest:
    """What a file says in the end: of several lines for one number the last one counts."""

    voice: BitMap64 = field(default_factory=BitMap64)  # barred for calls
    sms: BitMap64 = field(default_factory=BitMap64)
    no_voice: BitMap64 = field(default_factory=BitMap64)  # said to be free of the bar again
    no_sms: BitMap64 = field(default_factory=BitMap64)
    has_commands: bool = False
    invalid: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def named(self) -> BitMap64:
        """Every number of the file."""
        return self.voice | self.sms | self.no_voice | self.no_sms

    def take(self, line: Line) -> None:
        """Apply one line."""
        if line.number is None:
            self.invalid += 1
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append((line.row, line.typed[:64]))
            return
        for wanted, barred, free in (
            (line.voice, self.voice, self.no_voice),
            (line.sms, self.sms, self.no_sms),
        ):
            if wanted:
                joined, left = (barred, free) if line.joins else (free, barred)
                joined.add(line.number)
                left.discard(line.number)


def digest_bytes(data: bytes, region: str = "VN") -> Digest:
    """Read a CSV, TXT or XLSX file. Raises InvalidError with code `file.unreadable`."""
    rows = read_rows(data)
    sample = list(islice(rows, LOOKED_AT))
    columns = find_columns(sample, region)
    if columns is None:
        raise FileUnreadableError(why="no_numbers")
    digest = Digest(has_commands=columns.command is not None)
    for line in read_lines(chain(sample, rows), columns, region):
        digest.take(line)
    return digest


async def digest_file(path: Path, folder: Path, region: str) -> Digest:
    """Read `path` in another process; `folder` is an empty one for its results.

    Raises FileUnreadableError, also when the process ran out of memory or time.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "cti.compliance.digest", str(path), str(folder), region),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(process.wait(), DEADLINE_S)
    except TimeoutError as error:
        raise FileUnreadableError(why="too_slow") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _load(folder, process.returncode)


def _load(folder: Path, returncode: int | None) -> Digest:
    report_file = folder / "report.json"
    if returncode != 0 or not report_file.exists():
        log.warning("dnc file broke its reader", extra={"returncode": returncode})
        raise FileUnreadableError(why="too_large")
    report = json.loads(report_file.read_text(encoding="utf-8"))
    if why := report.get("why"):
        raise FileUnreadableError(why=why)
    maps = {name: BitMap64.deserialize((folder / name).read_bytes()) for name in MAPS}
    return Digest(
        **maps,
        has_commands=report["has_commands"],
        invalid=report["invalid"],
        problems=[(row, value) for row, value in report["problems"]],
    )


def _save(folder: Path, digest: Digest) -> None:
    for name in MAPS:
        (folder / name).write_bytes(getattr(digest, name).serialize())
    report = {
        "has_commands": digest.has_commands,
        "invalid": digest.invalid,
        "problems": digest.problems,
    }
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


def main(file: str, folder: str, region: str) -> None:
    """The process itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    target = Path(folder)
    try:
        _save(target, digest_bytes(Path(file).read_bytes(), region))
    except InvalidError as error:
        why = {"why": str(error.params.get("why", "broken"))}
        (target / "report.json").write_text(json.dumps(why), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
