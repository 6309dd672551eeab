"""Workbooks that mean harm, as small as they can be."""

import io
import struct
import zipfile
from functools import cache

import xlsxwriter

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR_CELLS = f"""{HEAD}<worksheet {SPACE}><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"""


def make_workbook(rows: list[list[object]]) -> bytes:
    """An honest one."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return content.getvalue()


def replace_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with another part."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return made.getvalue()


def replace_sheet(workbook: bytes, content: bytes) -> bytes:
    """The same workbook with another first sheet."""
    return replace_part(workbook, "xl/worksheets/sheet1.xml", content)


SMALL = make_workbook([["customerName", "phone"], ["A", "0912345678"]])


@cache
def claim_a_billion_cells() -> bytes:
    """Two cells, as far from one another as they can be."""
    return replace_sheet(SMALL, FAR_CELLS.encode())


@cache
def repeat_one_long_text() -> bytes:
    """A megabyte of text, and four thousand cells that all show it."""
    strings = f"{HEAD}<sst {SPACE}><si><t>{'0912345678 ' * 100_000}</t></si></sst>"
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 4001)
    )
    sheet = f"{HEAD}<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>"
    made = replace_part(SMALL, "xl/sharedStrings.xml", strings.encode())
    return replace_sheet(made, sheet.encode())


@cache
def unfold_beyond_measure() -> bytes:
    """Sixty megabytes of blanks in sixty kilobytes."""
    return replace_sheet(SMALL, b" " * 60_000_000)


@cache
def lie_about_the_length() -> bytes:
    """Five megabytes that the archive says are ten bytes."""
    lied = bytearray(replace_sheet(SMALL, FAR_CELLS.encode() + b" " * 5_000_000))
    at = lied.rfind(b"PK\x01\x02")
    struct.pack_into("<I", lied, at + 24, 10)
    return bytes(lied)
