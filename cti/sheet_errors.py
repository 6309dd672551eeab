"""Which cells of an XLSX workbook hold an error, such as #N/A: its reader takes them for blank.

So it does with formulas that were never counted, of programs that leave that to Excel.

They are told from the sheet's own part of the archive, piece by piece beside the reader; of a sheet
without errors that costs little more than to unpack it again. Source: ECMA-376 part 1, 18.18.11
(a cell's type `e`) and 18.2.19 (sheets).
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

ERRORS = frozenset(
    {
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
        "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#ERROR!",
    }
)  # fmt: skip
"""What a spreadsheet shows where it has no value: Excel's, and Google's #ERROR!."""

UNNAMED = "#ERROR!"
PACKED = 1 << 15
LONGEST_ROW = 2 << 20
SMALL = 4 << 20
"""More than the list of sheets ever takes."""

SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
CELL = re.compile(
    rb"""<((?:\w+:)?)c\s(?=[^>]*?\bt=["']e["'])[^>]*?\br\s*=\s*["'](?P<at>[A-Z]{1,3})(?P<row>[0-9]+)["']"""
    rb"""[^>]*(?<!/)>.*?</\1c>""",
    re.DOTALL,
)
HINT = re.compile(rb"""t=["']e["']""")
FORMULA = b"<f"
UNCOUNTED = re.compile(
    rb"""<c\s(?![^>]*?\bt=["'](?!n["']))[^>]*?"""
    rb"""\br\s*=\s*["'](?P<at>[A-Z]{1,3})(?P<row>[0-9]+)["'][^>]*(?<!/)>\s*"""
    rb"""<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>""",
)
"""A formula whose program never counted it; one that makes an empty text has the type `str`."""

VALUE = re.compile(rb"<(?:\w+:)?v>\s*(#[^<\s]{1,20})")

Errors = Iterator[tuple[int, int, str]]
"""Row from 1, column from 0, and the error, in the order of the sheet."""


def find_errors(data: bytes, sheet: int) -> Errors:
    """Those of a sheet, by its place in the workbook. None of what is no XLSX."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (part := _find_part(archive, sheet)) is not None:
                yield from _read_errors(_unpack(data, archive.getinfo(part)))
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError):
        return  # whether the file can be read at all is its reader's to say


def _find_part(archive: zipfile.ZipFile, sheet: int) -> str | None:
    """The name of a sheet's part: the workbook lists its sheets by the ids of relations."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    listed = SHEET.findall(_read_small(archive, "xl/workbook.xml"))
    relations = RELATION.findall(_read_small(archive, "xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target") for one in map(_read_attributes, relations)}
    if sheet >= len(listed):
        return None
    target = targets.get(_read_attributes(listed[sheet]).get("id"))
    part = posixpath.normpath(posixpath.join("/xl", target or "")).lstrip("/")
    return part if part in names else None


def _read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(SMALL)


def _read_attributes(text: bytes) -> dict[str, str]:
    """By their names without the namespace: r:id is id."""
    found = ATTRIBUTE.findall(text)
    return {
        name.decode().rpartition(":")[2]: value.decode(errors="replace") for name, value in found
    }


def _unpack(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Without the checksums of `zipfile`, which would take as long again; the reader has them."""
    sizes = struct.unpack_from("<HH", data, part.header_offset + 26)  # of the name, and more
    start = part.header_offset + 30 + sum(sizes)
    packed = memoryview(data)[start : start + part.compress_size]
    pieces = (packed[at : at + PACKED] for at in range(0, len(packed), PACKED))
    if part.compress_type == zipfile.ZIP_STORED:
        yield from map(bytes, pieces)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        yield from map(unpacker.decompress, pieces)


def _read_errors(pieces: Iterator[bytes]) -> Errors:
    kept = b""
    for piece in pieces:
        text = kept + piece
        end = text.rfind(b"row>") + len(b"row>")  # a row is looked at whole
        if end < len(b"row>"):
            kept = text[-LONGEST_ROW:]
            continue
        kept = text[end:]
        found = list(CELL.finditer(text, 0, end)) if HINT.search(text) else []
        if FORMULA in text:
            found += UNCOUNTED.finditer(text, 0, end)
            found.sort(key=lambda one: one.start())
        for one in found:
            value = VALUE.search(one[0])
            name = value[1].decode() if value else UNNAMED
            yield int(one["row"]), _count_column(one["at"]), name


def _count_column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1
