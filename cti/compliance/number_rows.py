"""What the rows of a DNC file say: numbers that join a list, and numbers that leave it. Pure.

Understood are bare lists of numbers and lists with a command beside each, in the words of the
national register (`DK DNC`, `DK DNC V`, `HUY DNC S`) or plain ones (add, remove, +, -).
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cti.phones import Number, parse, split_cell
from cti.text import fold

PHONE_HEADERS: Final = frozenset(
    {"so dien thoai", "dien thoai", "sdt", "so dt", "so thue bao", "thue bao", "di dong", "so"}
    | {"phone", "phone number", "mobile", "number", "msisdn", "tel"}
)
COMMAND_HEADERS: Final = frozenset(
    {"lenh", "cu phap", "thao tac", "hanh dong", "command", "action", "operation"}
)
FLAG_HEADERS: Final = frozenset({"loai", "dich vu", "kenh", "flag", "flags", "type", "channel"})

JOINING: Final = frozenset({"dk", "dang ky", "dang", "them", "add", "join", "+"})
LEAVING: Final = frozenset({"huy", "xoa", "go", "remove", "delete", "del", "leave", "-"})
VOICE: Final = frozenset({"v", "voice", "call", "calls", "goi"})
SMS: Final = frozenset({"s", "sms", "nhan", "tin"})
BOTH: Final = frozenset({"vs", "sv", "all"})
LOOKED_AT: Final = 20
"""Rows that decide which column holds what when no header says so."""

Row = tuple[int, list[str]]


class Columns(NamedTuple):
    """Where things stand in a row, from 0."""

    number: int
    command: int | None
    flags: int | None
    header: bool


class Line(NamedTuple):
    """One number of the file; `number` is E.164 without the +, None when it is garbage."""

    row: int
    typed: str
    number: int | None
    joins: bool
    voice: bool
    sms: bool


class Command(NamedTuple):
    """What is wanted of a number."""

    joins: bool
    voice: bool
    sms: bool


def find_columns(rows: list[Row], region: str = "VN") -> Columns | None:
    """Guess from headers, else from what the first rows look like; None without any number."""
    sample = rows[:LOOKED_AT]
    if not sample:
        return None
    header = [fold(cell) for cell in sample[0][1]]
    number = _position(header, PHONE_HEADERS)
    if number is not None:
        command, flags = _position(header, COMMAND_HEADERS), _position(header, FLAG_HEADERS)
        return Columns(number, command, flags, header=True)
    width = max(len(cells) for _, cells in sample)
    hits = [sum(_has_number(cells, i, region) for _, cells in sample) for i in range(width)]
    number = max(range(width), key=hits.__getitem__)
    if not hits[number]:
        return None
    command = next((i for i in range(width) if _has_command(sample, i)), None)
    return Columns(number, command, None, header=not _has_number(sample[0][1], number, region))


def read_lines(rows: Iterable[Row], columns: Columns, region: str = "VN") -> Iterator[Line]:
    """Every number of every row; a cell with two numbers gives two lines."""
    for position, (row, cells) in enumerate(rows):
        if columns.header and position == 0:
            continue
        command = _read_row_command(cells, columns)
        for number in _read_numbers(_cell(cells, columns.number), region):
            valid = number.callable and command is not None
            digits = int(number.e164[1:]) if number.e164 is not None and valid else None
            meant = command or Command(joins=True, voice=True, sms=True)
            yield Line(row, number.typed, digits, *meant)


def _read_numbers(cell: str, region: str) -> list[Number]:
    whole = parse(cell, region)
    if whole.callable:  # nearly every row of a file with millions
        return [whole]
    return [parse(typed, region) for typed in split_cell(cell, region)]


def read_command(text: str) -> Command | None:
    """`HUY DNC V` → leaves, for calls only. None when it is no command."""
    words = fold(text).split()
    if not words:
        return None
    joins = words[0] in JOINING
    if not joins and words[0] not in LEAVING:
        return None
    return Command(joins, *read_flags(words[1:]))


def read_flags(words: Iterable[str]) -> tuple[bool, bool]:
    """Whether calls and messages are meant; nothing said means both."""
    said = set(words)
    voice, sms = bool(said & VOICE), bool(said & SMS)
    if said & BOTH or not (voice or sms):
        return True, True
    return voice, sms


def _read_row_command(cells: list[str], columns: Columns) -> Command | None:
    command: Command | None = Command(joins=True, voice=True, sms=True)
    if columns.command is not None:
        command = read_command(_cell(cells, columns.command))
    if command is not None and columns.flags is not None:
        command = Command(command.joins, *read_flags(fold(_cell(cells, columns.flags)).split()))
    return command


def _position(header: list[str], names: frozenset[str]) -> int | None:
    return next((i for i, cell in enumerate(header) if cell in names), None)


def _cell(cells: list[str], position: int) -> str:
    return cells[position] if position < len(cells) else ""


def _has_number(cells: list[str], position: int, region: str) -> bool:
    found = split_cell(_cell(cells, position), region)
    return bool(found) and parse(found[0], region).callable


def _has_command(rows: list[Row], position: int) -> bool:
    return any(read_command(_cell(cells, position)) for _, cells in rows)
