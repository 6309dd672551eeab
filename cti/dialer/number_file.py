"""A file of numbers: which column holds them, and what each row says. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cti.phones import parse, split_cell
from cti.text import fold

PHONE_HEADERS = {
    "so dien thoai", "dien thoai", "sdt", "so dt", "di dong", "phone", "phone number", "mobile",
    "tel", "telephone", "number", "so",
}  # fmt: skip
NAME_HEADERS = {
    "ten", "ho ten", "ho va ten", "ten khach hang", "ten lien he", "khach hang", "name",
    "full name", "customername", "contactname", "customer", "contact",
}  # fmt: skip
LOOKED_AT = 20
"""Rows that decide which column holds the numbers when no header says so."""


class Entry(NamedTuple):
    """One number to call."""

    row: int
    name: str | None
    typed: str


class Columns(NamedTuple):
    """Where number and name stand, from 0, and whether the first row is a header."""

    phone: int
    name: int | None
    header: bool


def find_columns(rows: list[tuple[int, list[str]]]) -> Columns | None:
    """Guess from Vietnamese or English headers, else from what looks like numbers."""
    if not rows:
        return None
    header = [fold(cell) for cell in rows[0][1]]
    phone = next((i for i, cell in enumerate(header) if cell in PHONE_HEADERS), None)
    name = next((i for i, cell in enumerate(header) if cell in NAME_HEADERS), None)
    if phone is not None:
        return Columns(phone, name, header=True)
    width = max(len(cells) for _, cells in rows[:LOOKED_AT])
    hits = [
        sum(1 for _, cells in rows[:LOOKED_AT] if i < len(cells) and parse(cells[i]).e164)
        for i in range(width)
    ]
    best = max(range(width), key=hits.__getitem__)
    if not hits[best]:
        return None
    first = rows[0][1]
    is_header = best >= len(first) or parse(first[best]).e164 is None
    other = 1 - best if width == 2 else None  # noqa: PLR2004 - a file of name and number
    return Columns(best, name if name is not None else other, header=is_header)


def read_entries(rows: Iterable[tuple[int, list[str]]], columns: Columns) -> Iterator[Entry]:
    """Every number of every row; a cell with two numbers gives two entries."""
    for position, (row, cells) in enumerate(rows):
        if (columns.header and position == 0) or columns.phone >= len(cells):
            continue
        name = None
        if columns.name is not None and columns.name < len(cells):
            name = cells[columns.name][:300] or None
        for typed in split_cell(cells[columns.phone]):
            yield Entry(row, name, typed)
