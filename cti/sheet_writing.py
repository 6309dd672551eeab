"""Writes XLSX and CSV files of any length, row by row, in little memory. No I/O beside the file.

Blocking: call it in a thread. Text never becomes a formula when somebody opens the file (CWE-1236):
in a workbook it is stored as text, in CSV it gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | datetime | None
"""A cell. Telephone numbers and codes are text, so that no leading zero is lost."""

SheetFormat = Literal["xlsx", "csv"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {".xlsx": XLSX, ".csv": "text/csv; charset=utf-8"}
"""Said outright: not every machine's own table has them."""

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
"""Excel's own bounds; rows beyond go on a further sheet."""

DANGEROUS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the start of a formula, full-width forms too."""

WIDTH, DAY, MOMENT = 18, "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def guard_text(text: str) -> str:
    """The text as it may stand in a CSV cell: never a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


class SheetWriter(Protocol):
    """A file that rows are written to; leaving the `with` block completes it."""

    def write_row(self, row: Sequence[Value]) -> None:
        """Add a row below the last."""

    def __enter__(self) -> Self:
        """The writer itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the file."""


def open_sheet(path: Path, form: SheetFormat, header: Sequence[str], title: str) -> SheetWriter:
    """A new file whose first row is the header. `title` names the sheet."""
    if form == "csv":
        return CsvWriter(path, header)
    return WorkbookWriter(path, header, title)


def write_sheet(
    path: Path,
    form: SheetFormat,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    title: str,
) -> None:
    """A whole file at once."""
    with open_sheet(path, form, header, title) as writer:
        for row in rows:
            writer.write_row(row)


class CsvWriter:
    """UTF-8 with the mark at its start by which Excel knows that it is."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self.write_row(header)

    def write_row(self, row: Sequence[Value]) -> None:
        """Add a row below the last."""
        self._csv.writerow([_show(value) for value in row])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


class WorkbookWriter:
    """A workbook; rows that are written are on the disk, not in memory."""

    def __init__(self, path: Path, header: Sequence[str], title: str) -> None:
        # Strings in place: a table of shared ones would be kept in memory until the end.
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._header, self._title = header, title
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._day = self._book.add_format({"num_format": DAY})
        self._moment = self._book.add_format({"num_format": MOMENT})
        self._sheets = 0
        self._sheet, self._at = self._add_sheet(), 1

    def write_row(self, row: Sequence[Value]) -> None:
        """Add a row below the last, on a further sheet if this one is full."""
        if self._at == MOST_ROWS:
            self._sheet, self._at = self._add_sheet(), 1
        for column, value in enumerate(row):
            self._write(column, value)
        self._at += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def _add_sheet(self) -> Worksheet:
        self._sheets += 1
        name = self._title if self._sheets == 1 else f"{self._title} {self._sheets}"
        sheet: Worksheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(self._header) - 1), WIDTH)
        for column, text in enumerate(self._header):
            sheet.write_string(0, column, text[:LONGEST_CELL], self._bold)
        return sheet

    def _write(self, column: int, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            # Editing such a cell would make a formula of it; the prefix keeps it text.
            style = self._quoted if value.startswith(DANGEROUS) else None
            self._sheet.write_string(self._at, column, value[:LONGEST_CELL], style)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(self._at, column, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._at, column, value, self._day)
        else:
            self._sheet.write_number(self._at, column, value)


def _show(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return guard_text(value) if isinstance(value, str) else str(value)
