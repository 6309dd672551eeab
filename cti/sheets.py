"""Reads the rows of a CSV, TXT or XLSX file as text, whatever wrote it. No I/O beside the bytes.

A workbook may claim a billion cells and take all memory there is: what somebody sent is read in a
process of its own only, see cti.sheet_reading. What can be told beforehand is refused before it is
unfolded.
"""

import csv
import io
import zipfile
from codecs import BOM_UTF8
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cti.errors import InvalidError
from cti.sheet_errors import Errors, find_errors
from cti.text import DAMAGED

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO, FREE_OF_RATIO = 250, 20 * 1024 * 1024
"""Spreadsheets shrink to a tenth or a thirtieth; what shrinks to less is made to hurt."""

MAX_COLUMNS = 200
MOST_MERGED = 10_000
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<table", b"<?xml")
"""What programs in the web call a workbook that is a page: Excel opens it, rows it has none."""

UTF8 = "utf-8-sig"
ENCODINGS = (UTF8, "cp1258", "latin-1")
"""Excel on a Vietnamese Windows saves CSV in code page 1258; latin-1 accepts what is left."""

MOST_BROKEN = 0.25
"""Of the letters that are no ASCII: of another encoding's nearly all are broken as UTF-8."""

MIDNIGHT = time()
DELIMITERS = ",;\t|"
SAMPLE = 8192


class UnreadableSheetError(InvalidError):
    """The file is no table that can be read.

    Params: why (broken, encrypted, web_page, too_large, too_slow, empty, no_numbers).
    """

    code = "file.unreadable"


Row = tuple[int, list[str]]
"""Its number in the file, from 1, and its cells."""


class Table(NamedTuple):
    """The names of a workbook's sheets, the rows of one that hold something, and which it is."""

    names: list[str]  # a text file has none
    rows: Iterator[Row]
    sheet: int


def open_table(data: bytes, sheet: int | None = None, columns: int | None = MAX_COLUMNS) -> Table:
    """A sheet of a file; None: the first that holds something, of those shown before the hidden.

    At most `columns` cells of a row, None: all. The kind is told from the content, not from the
    file's name. Raises UnreadableSheetError, also while rows are read.
    """
    if not data.strip():
        raise UnreadableSheetError(why="empty")
    if data.startswith(WORKBOOKS):
        names, rows, at = _open_workbook(data, sheet)
    else:
        if data[:SAMPLE].removeprefix(BOM_UTF8).lstrip().lower().startswith(MARKUP):
            raise UnreadableSheetError(why="web_page")
        names, rows, at = [], enumerate(read_text(data, columns), start=1), 0
    filled = (row for row in rows if any(row[1]))
    if columns is None:
        return Table(names, filled, at)
    return Table(names, ((number, cells[:columns]) for number, cells in filled), at)


def _open_workbook(data: bytes, at: int | None) -> Table:
    check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        chosen, sheet = (
            _find_filled(workbook) if at is None else (at, workbook.get_sheet_by_index(at))
        )
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise explain_refusal(data, error) from error
    rows = _show_rows(sheet, find_errors(data, chosen))
    return Table(workbook.sheet_names, _fill_merged(sheet, rows), chosen)


def _find_filled(workbook: CalamineWorkbook) -> tuple[int, CalamineSheet]:
    """The first sheet that holds something: covers are often charts, or nothing at all.

    To open a sheet reads it whole: what is found is not opened twice.
    """
    known = workbook.sheets_metadata
    order = sorted(range(len(known)), key=lambda at: known[at].visible != SheetVisibleEnum.Visible)
    for at in order:
        if known[at].typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(at)
        if sheet.start is not None:
            return at, sheet
    return 0, workbook.get_sheet_by_index(0)


def _show_rows(sheet: CalamineSheet, errors: Errors) -> Iterator[Row]:
    """The rows as text; an error stands in its cell as the spreadsheet shows it: #N/A."""
    if sheet.start is None:
        return
    error = next(errors, None)
    # Blank rows above the data are given, blank columns left of it are not: B would be A.
    before = [""] * min(sheet.start[1], MAX_COLUMNS + 1)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell.strip() if type(cell) is str else show_cell(cell) for cell in row]
        if before:
            cells[:0] = before
        while error is not None and error[0] <= number:
            if error[0] == number and error[1] < len(cells):
                cells[error[1]] = error[2]
            error = next(errors, None)
        yield number, cells


def _fill_merged(sheet: CalamineSheet, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; a value that several merged cells share stands in each of them."""
    begins: dict[int, list[tuple[int, int, int]]] = {}
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        begins.setdefault(top, []).append((bottom, left, min(right, MAX_COLUMNS)))
    if not begins:
        yield from rows
        return
    active: list[tuple[int, int, int, str]] = []
    for number, cells in rows:
        at = number - 1
        for bottom, left, right in begins.get(at, ()):
            if left < len(cells) and cells[left]:
                active.append((bottom, left, right, cells[left]))
        active = [one for one in active if one[0] >= at]
        for _, left, right, value in active:
            for column in range(left, min(right + 1, len(cells))):
                cells[column] = value
        yield number, cells


def check_archive(data: bytes) -> None:
    """Refuse a zip that says of itself that it would unfold to more than it may.

    Raises UnreadableSheetError.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableSheetError(why="broken") from error
    if unpacked > MAX_UNPACKED or unpacked > max(FREE_OF_RATIO, MAX_RATIO * len(data)):
        raise UnreadableSheetError(why="too_large")


def explain_refusal(data: bytes, error: Exception) -> UnreadableSheetError:
    """Why a workbook can't be read: Office puts an encrypted one into an old container."""
    hidden = "EncryptedPackage".encode("utf-16-le") in data
    why = "encrypted" if hidden or "password" in str(error).lower() else "broken"
    return UnreadableSheetError(why=why)


def show_cell(cell: object) -> str:
    """A cell as text: whole numbers without their point, days as DD/MM/YYYY."""
    if isinstance(cell, str):
        return cell.strip()
    # Excel keeps numbers as floats: 987654321.0 was typed without its point.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() != MIDNIGHT:
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()


def read_text(data: bytes, columns: int | None = None) -> Iterator[list[str]]:
    """The rows of a CSV or TXT file, blank ones too, so many columns of them.

    Raises UnreadableSheetError.
    """
    text = _decode(data)
    if "\0" in text:
        raise UnreadableSheetError(why="broken")
    try:
        for row in _read_lines(io.StringIO(text, newline=""), find_delimiter(text[:SAMPLE])):
            yield [cell.strip() for cell in row[:columns]]
    except csv.Error as error:
        raise UnreadableSheetError(why="broken") from error


def find_delimiter(sample: str) -> str:
    """What cuts most of the rows alike: the others may stand in names and lists of numbers."""
    whole = sample.rpartition("\n")[0] or sample

    def count_alike(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=count_alike)


def _read_lines(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of some lines. A quote that is not closed where a cell ends is a sign like others.

    It would make one cell of all the lines behind it.
    """
    taken: list[str] = []
    again: deque[str] = deque()

    def feed() -> Iterator[str]:
        while line := again.popleft() if again else next(lines, ""):
            taken.append(line)
            yield line

    while True:
        try:
            for row in csv.reader(feed(), delimiter=delimiter, strict=True):
                yield row
                taken.clear()
        except csv.Error:
            yield from csv.reader(taken[:1], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            again.extendleft(reversed(taken[1:]))
            taken.clear()
        else:
            return


def _mend_utf8(data: bytes) -> str | None:
    """UTF-8 with a few letters broken, such as the last of a file that was cut; None: another.

    Taken for another encoding, every letter with a mark would be another.
    """
    text = data.decode(UTF8, errors="replace")
    broken = text.count(DAMAGED)
    marked = sum(not char.isascii() for char in text)
    return text if broken <= MOST_BROKEN * marked else None


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == UTF8 and (text := _mend_utf8(data)) is not None:
                return text
    raise UnreadableSheetError(why="broken")  # latin-1 decodes all bytes; kept for the type
