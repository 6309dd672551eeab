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
MAX_COLUMNS = 200
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
    rows = (
        _read_workbook(data) if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else _read_text(data)
    )
    for number, cells in enumerate(rows, start=1):
        if any(cells):
            yield number, cells


def _read_workbook(data: bytes) -> Iterator[list[str]]:
    if data.startswith(b"PK"):
        _check_archive(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        why = "encrypted" if "password" in str(error).lower() else "broken"
        raise UnreadableSheetError(why=why) from error
    if sheet.start is None:
        return
    for _ in range(sheet.start[0]):  # blank rows above the data count as rows
        yield []
    for row in sheet.iter_rows():
        yield [_show(cell) for cell in islice(row, MAX_COLUMNS)]


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableSheetError(why="broken") from error
    if unpacked > MAX_UNPACKED:
        raise UnreadableSheetError(why="too_large")


def _show(cell: object) -> str:
    # Excel keeps numbers as floats: 987654321.0 was typed without its point.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _read_text(data: bytes) -> Iterator[list[str]]:
    text = _decode(data)
    if "\0" in text:
        raise UnreadableSheetError(why="broken")
    sample = text[:4096]
    delimiter = max(",;\t|", key=sample.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row[:MAX_COLUMNS]]
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
