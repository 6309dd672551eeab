"""Reads the rows of a CSV, TXT or XLSX file as text, whatever wrote it. No I/O beside the bytes.

Blocking: call it in a thread. Bounded: a file that would unfold to more than it may is refused
before it is unfolded.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from cti.errors import InvalidError

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO, FREE_OF_RATIO = 250, 20 * 1024 * 1024
"""Spreadsheets shrink to a tenth or a thirtieth; what shrinks to less is made to hurt."""

MAX_COLUMNS = 200
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
ENCODINGS = ("utf-8-sig", "cp1258", "latin-1")
"""Excel on a Vietnamese Windows saves CSV in code page 1258; latin-1 accepts what is left."""


class UnreadableSheetError(InvalidError):
    """The file is no table that can be read. Params: why (broken, encrypted, too_large, empty)."""

    code = "file.unreadable"


def read_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something: its number in the file, from 1, and its cells as text.

    The kind is told from the content, not from the file's name. Raises UnreadableSheetError.
    """
    if not data.strip():
        raise UnreadableSheetError(why="empty")
    rows = _read_workbook(data) if data.startswith(WORKBOOKS) else read_text(data)
    for number, cells in enumerate(rows, start=1):
        if any(cells):
            yield number, cells


def _read_workbook(data: bytes) -> Iterator[list[str]]:
    check_archive(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise explain_refusal(data, error) from error
    if sheet.start is None:
        return
    for _ in range(sheet.start[0]):  # blank rows above the data count as rows
        yield []
    for row in sheet.iter_rows():
        yield [show_cell(cell) for cell in islice(row, MAX_COLUMNS)]


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
    """A cell as text: whole numbers without their point, dates as YYYY-MM-DD."""
    # Excel keeps numbers as floats: 987654321.0 was typed without its point.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removesuffix(" 00:00:00")


def read_text(data: bytes, columns: int = MAX_COLUMNS) -> Iterator[list[str]]:
    """The rows of a CSV or TXT file, blank ones too, so many columns of them.

    Raises UnreadableSheetError.
    """
    text = _decode(data)
    if "\0" in text:
        raise UnreadableSheetError(why="broken")
    sample = text[:4096]
    delimiter = max(",;\t|", key=sample.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row[:columns]]
    except csv.Error as error:
        raise UnreadableSheetError(why="broken") from error


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSheetError(why="broken")  # latin-1 decodes all bytes; kept for the type
