"""Reads a campaign's file of numbers, by cti.sheet_reading's process; leaves whom to call."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from cti.dialer.errors import NoNumbersError
from cti.dialer.number_file import LOOKED_AT, Entry, find_columns, read_entries
from cti.frames import read_frames, write_frame
from cti.phones import parse
from cti.sheet_reading import read_apart
from cti.sheets import open_table

SHOWN_PROBLEMS = 200
LONGEST_TYPED = 64
FRAME = 2000


class Wanted(NamedTuple):
    """Somebody to call."""

    e164: str
    typed: str
    name: str | None


class NumberFile(NamedTuple):
    """What became of a file; `wanted` has each number once, some at a time, once. Blocking."""

    wanted: Iterator[list[Wanted]]
    rejected: int
    problems: list[tuple[int, str]]  # row and value of the first that are no numbers
    mended: int


async def read_numbers(upload: Path, folder: Path) -> NumberFile:
    """What a CSV, TXT or XLSX file says; `folder` keeps it while it is taken.

    Raises UnreadableSheetError, NoNumbersError.
    """
    target = folder / "wanted"
    answer = await read_apart(read_file, upload, target, errors=(NoNumbersError,))
    frames = ([Wanted(*one) for one in frame] for frame in read_frames(target))
    problems = [(row, value) for row, value in answer["problems"]]
    return NumberFile(frames, answer["rejected"], problems, answer["mended"])


def read_file(upload: str, target: str) -> dict[str, Any]:
    """The process's own work. Raises UnreadableSheetError, NoNumbersError."""
    rows = open_table(Path(upload).read_bytes()).rows
    head = list(islice(rows, LOOKED_AT + 1))
    columns = find_columns(head)
    if columns is None:
        raise NoNumbersError
    wanted: dict[str, Wanted] = {}
    told: dict[str, Any] = {"rejected": 0, "problems": [], "mended": 0}
    _sort_out(read_entries(chain(head, rows), columns), wanted, told)
    with Path(target).open("wb") as file:
        people = iter(wanted.values())
        while frame := list(islice(people, FRAME)):
            write_frame(file, [tuple(one) for one in frame])
    return told


def _sort_out(entries: Iterable[Entry], wanted: dict[str, Wanted], told: dict[str, Any]) -> None:
    for entry in entries:
        number = parse(entry.typed)
        if number.e164 is None or not number.callable:
            told["rejected"] += 1
            if len(told["problems"]) < SHOWN_PROBLEMS:
                told["problems"].append((entry.row, entry.typed[:LONGEST_TYPED]))
            continue
        told["mended"] += number.mended is not None
        wanted.setdefault(number.e164, Wanted(number.e164, entry.typed[:LONGEST_TYPED], entry.name))
