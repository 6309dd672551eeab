"""Reads an uploaded file in a process of its own, and leaves its rows in a file beside it.

    python -m cti.crm.importing.sheet_file <upload> <rows> <sheet>

What a spreadsheet may claim of itself (a billion cells, a tree of formulas) costs this process its
life, not the server's: memory and processor time are bounded by the operating system. Rows are
read once and then taken a few hundred at a time; a restart takes them up from there.

The rows' file is a series of frames: four bytes of length, then JSON [[number, [cell, …]], …].
"""

import io
import resource
import struct
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cti.crm.importing.errors import ImportEmptyError, ImportFontError, ImportTooLargeError
from cti.crm.importing.fonts import recognise_font
from cti.errors import DomainError
from cti.sheets import (
    WORKBOOKS,
    UnreadableSheetError,
    check_archive,
    explain_refusal,
    read_text,
    show_cell,
)

MEMORY = 2 * 1024**3
SECONDS = 90
MAX_ROWS = 200_000
MAX_COLUMNS = 200
LONGEST_CELL = 10_000
HEAD = 50
LOOKED_AT = 2000
MOST_MERGED = 10_000
FRAME_ROWS = 400
FRAME_CELLS = 20_000
LENGTH = struct.Struct(">I")

Row = tuple[int, list[str]]


def read_frames(path: Path) -> Iterator[list[Row]]:
    """The rows that were left there, some hundred at a time. Blocking."""
    with path.open("rb") as file:
        while head := file.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            yield [(number, cells) for number, cells in orjson.loads(file.read(length))]


def write_rows(upload: Path, target: Path, sheet: int) -> dict[str, Any]:
    """Leave the rows of a sheet in `target`; what there is to know of the file.

    `sheets` are the names, `head` the first rows, `last_row` a number, `columns` how many.
    Raises UnreadableSheetError, ImportTooLargeError, ImportFontError, ImportEmptyError.
    """
    data = upload.read_bytes()
    if not data.strip():
        raise UnreadableSheetError(why="empty")
    if data.startswith(WORKBOOKS):
        names, numbered = _read_workbook(data, sheet)
    else:
        names, numbered = [], enumerate(read_text(data, MAX_COLUMNS + 1), start=1)
    del data
    rows = _keep_filled(numbered)
    head = list(islice(rows, LOOKED_AT))
    if not head:
        raise ImportEmptyError
    if font := recognise_font(cell for _, cells in head for cell in cells):
        raise ImportFontError(font=font)
    last_row = columns = 0
    with target.open("wb") as file:
        for frame in _cut(chain(head, rows)):
            last_row = frame[-1][0]
            columns = max(columns, *(len(cells) for _, cells in frame))
            written = orjson.dumps(frame)
            file.write(LENGTH.pack(len(written)) + written)
    return {"sheets": names, "head": head[:HEAD], "last_row": last_row, "columns": columns}


def _read_workbook(data: bytes, at: int) -> tuple[list[str], Iterator[Row]]:
    check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(at)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise explain_refusal(data, error) from error
    return workbook.sheet_names, _fill_merged(sheet)


def _fill_merged(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows; a value that several merged cells share stands in each of them."""
    if sheet.start is None:
        return
    first_row = sheet.start[0]
    begins: dict[int, list[tuple[int, int, int]]] = {}
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        begins.setdefault(top, []).append((bottom, left, min(right, MAX_COLUMNS)))
    active: list[tuple[int, int, int, str]] = []
    for at, row in enumerate(sheet.iter_rows(), start=first_row):
        cells = [show_cell(cell) for cell in row]
        for bottom, left, right in begins.get(at, ()):
            if left < len(cells) and cells[left]:
                active.append((bottom, left, right, cells[left]))
        active = [one for one in active if one[0] >= at]
        for _, left, right, value in active:
            for column in range(left, min(right + 1, len(cells))):
                cells[column] = value
        yield at + 1, cells


def _keep_filled(rows: Iterator[Row]) -> Iterator[Row]:
    count = 0
    for number, raw in rows:
        cells = raw
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if len(cells) > MAX_COLUMNS:
            raise ImportTooLargeError(what="columns", limit=MAX_COLUMNS)
        if count > MAX_ROWS:
            raise ImportTooLargeError(what="rows", limit=MAX_ROWS)
        yield number, [cell[: LONGEST_CELL + 1] for cell in cells]


def _cut(rows: Iterator[Row]) -> Iterator[list[Row]]:
    frame: list[Row] = []
    cells = 0
    for row in rows:
        frame.append(row)
        cells += len(row[1]) + sum(len(cell) for cell in row[1]) // 20
        if len(frame) == FRAME_ROWS or cells > FRAME_CELLS:
            yield frame
            frame, cells = [], 0
    if frame:
        yield frame


def main(arguments: list[str]) -> None:
    """Do it within bounds, and answer on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    upload, target, sheet = arguments
    try:
        answer = write_rows(Path(upload), Path(target), int(sheet))
    except DomainError as error:
        answer = {"error": {"code": error.code, "params": error.params}}
    except MemoryError:
        answer = {"error": {"code": UnreadableSheetError.code, "params": {"why": "too_large"}}}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
