"""Leaves the rows of an uploaded file in a file beside it, by cti.sheet_reading's process.

Rows are read once and then taken a few hundred at a time; a restart takes them up from there. The
rows' file is frames of [[number, [cell, …]], …].
"""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cti.crm.importing.errors import ImportEmptyError, ImportFontError, ImportTooLargeError
from cti.crm.importing.fonts import recognise_font
from cti.frames import write_frame
from cti.sheets import Row, open_table

MAX_ROWS = 200_000
MAX_COLUMNS = 200
LONGEST_CELL = 10_000
FIRST = "first"
HEAD = 50
LONGEST_OF_HEAD = 400
"""Letters of its cells: enough to be known by, and fifty rows of the longest would be 100 MB."""

LOOKED_AT = 2000
FRAME_ROWS = 400
FRAME_CELLS = 20_000


def read_file(upload: str, target: str, sheet: str) -> dict[str, Any]:
    """`write_rows` as another process is asked for it; no sheet is the word `first`."""
    return write_rows(Path(upload), Path(target), None if sheet == FIRST else int(sheet))


def write_rows(upload: Path, target: Path, sheet: int | None) -> dict[str, Any]:
    """Leave the rows of a sheet in `target`; what there is to know of the file.

    None is the first that holds something. `sheets` are the names, `sheet` which it is, `head` the
    first rows, `last_row` a number, `columns` how many. After an error `target` is as it was.
    Raises UnreadableSheetError, ImportTooLargeError, ImportFontError, ImportEmptyError.
    """
    table = open_table(upload.read_bytes(), sheet, columns=None)
    rows = _keep_filled(table.rows)
    first = list(islice(rows, LOOKED_AT))
    if not first:
        raise ImportEmptyError
    head = [row for row, _ in first]
    if font := recognise_font(cell for _, cells in head for cell in cells):
        raise ImportFontError(font=font)
    last_row = columns = 0
    fresh = target.with_suffix(".new")
    with fresh.open("wb") as file:
        for frame in _cut(chain(first, rows)):
            last_row = frame[-1][0]
            columns = max(columns, *(len(cells) for _, cells in frame))
            write_frame(file, frame)
    fresh.replace(target)
    shown = [(number, [cell[:LONGEST_OF_HEAD] for cell in cells]) for number, cells in head[:HEAD]]
    return {
        "sheets": table.names,
        "sheet": table.sheet,
        "head": shown,
        "last_row": last_row,
        "columns": columns,
    }


def _keep_filled(rows: Iterator[Row]) -> Iterator[tuple[Row, int]]:
    """Those with something in them, and how many letters that is."""
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
        letters = sum(map(len, cells))
        if letters > LONGEST_CELL:
            cells = [cell[: LONGEST_CELL + 1] for cell in cells]
            letters = sum(map(len, cells))
        yield (number, cells), letters


def _cut(rows: Iterator[tuple[Row, int]]) -> Iterator[list[Row]]:
    frame: list[Row] = []
    cells = 0
    for row, letters in rows:
        frame.append(row)
        cells += len(row[1]) + letters // 20
        if len(frame) == FRAME_ROWS or cells > FRAME_CELLS:
            yield frame
            frame, cells = [], 0
    if frame:
        yield frame
