"""Makes bitmaps of a DNC file, by cti.sheet_reading's process.

A million numbers take seconds of pure computing: they are no business of the server's own.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from pyroaring import BitMap64

from cti.compliance.number_rows import LOOKED_AT, Line, find_columns, read_lines
from cti.sheet_reading import read_apart
from cti.sheets import UnreadableSheetError, open_table

SECONDS: Final = 300
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


async def digest_file(path: Path, folder: Path, region: str) -> Digest:
    """Read `path` in another process; `folder` is an empty one for its results.

    Raises UnreadableSheetError, also when the process ran out of memory or time.
    """
    report = await read_apart(read_file, path, folder, region, seconds=SECONDS)
    return await asyncio.to_thread(_load, folder, report)


def read_file(path: str, folder: str, region: str) -> dict[str, Any]:
    """Read a CSV, TXT or XLSX file, and leave its bitmaps in `folder`: the process's own work.

    Raises UnreadableSheetError.
    """
    digest = digest_bytes(Path(path).read_bytes(), region)
    for name in MAPS:
        Path(folder, name).write_bytes(getattr(digest, name).serialize())
    return {
        "has_commands": digest.has_commands,
        "invalid": digest.invalid,
        "problems": digest.problems,
    }


def digest_bytes(data: bytes, region: str = "VN") -> Digest:
    """What the rows of a file say. Raises UnreadableSheetError."""
    rows = open_table(data).rows
    sample = list(islice(rows, LOOKED_AT))
    columns = find_columns(sample, region)
    if columns is None:
        raise UnreadableSheetError(why="no_numbers")
    digest = Digest(has_commands=columns.command is not None)
    for line in read_lines(chain(sample, rows), columns, region):
        digest.take(line)
    return digest


def _load(folder: Path, report: dict[str, Any]) -> Digest:
    maps = {name: BitMap64.deserialize((folder / name).read_bytes()) for name in MAPS}
    return Digest(
        **maps,
        has_commands=report["has_commands"],
        invalid=report["invalid"],
        problems=[(row, value) for row, value in report["problems"]],
    )
