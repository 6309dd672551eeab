"""Errors of a workbook's cells are seen where they stand, which its reader takes for blank."""

import io
import zipfile
from collections.abc import Iterable

import openpyxl
import pytest
import xlsxwriter

from cti.sheet_errors import find_errors
from cti.sheets import open_table


def make_book(rows: int, errors: Iterable[tuple[int, int, str]]) -> bytes:
    """As Excel keeps a formula that failed, on the second sheet, blank rows above."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Bìa")
        page = book.add_worksheet("Khách & bạn")
        for number in range(3, rows):
            page.write_row(
                number - 1, 1, [f"KH{number}", "văn bản dài để mỗi hàng thêm chữ" * 3, 7]
            )
        for number, column, error in errors:
            page.write_formula(number - 1, column, "=VLOOKUP(1,A:B,2)", None, error)
    return content.getvalue()


def test_each_error_stands_in_its_cell_however_far_down() -> None:
    errors = [(3, 1, "#N/A"), (4, 30, "#REF!"), (2999, 2, "#DIV/0!"), (9000, 0, "#NAME?")]
    book = make_book(9000, errors)
    assert list(find_errors(book, 1)) == errors
    assert list(find_errors(book, 0)) == []
    rows = dict(open_table(book, columns=None).rows)
    assert rows[3][:2] == ["", "#N/A"]
    assert rows[4][30] == "#REF!"
    assert (rows[2999][1:4], rows[2998][1]) == (["KH2999", "#DIV/0!", "7"], "KH2998")
    assert rows[9000][:2] == ["#NAME?", ""]


def test_a_formula_that_nobody_counted_is_an_error_one_of_an_empty_text_is_not() -> None:
    book = openpyxl.Workbook()
    for row in (["An", "=B2", "=1/0"], ["=A1", None, "c"], ["", '=IF(A1="","x","")', 3]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)  # leaves the counting to Excel
    never = [(1, 1, "#ERROR!"), (1, 2, "#ERROR!"), (2, 0, "#ERROR!"), (3, 1, "#ERROR!")]
    assert list(find_errors(content.getvalue(), 0)) == never
    rows = dict(open_table(content.getvalue(), columns=None).rows)
    assert rows[1] == ["An", "#ERROR!", "#ERROR!"]
    counted = io.BytesIO()
    with xlsxwriter.Workbook(counted) as excel:
        page = excel.add_worksheet()
        page.write_formula(0, 0, '=""', None, "EMPTY")
        page.write_formula(0, 1, "=1+1", None, 2)
        page.write_formula(0, 2, "=NA()", None, "#N/A")
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(counted) as packed:
        kept = {name: packed.read(name) for name in packed.namelist()}
    assert b't="str"><f>""</f><v>EMPTY</v>' in kept[part]
    kept[part] = kept[part].replace(b"EMPTY", b"")
    as_excel_keeps_it = io.BytesIO()
    with zipfile.ZipFile(as_excel_keeps_it, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content_of_it in kept.items():
            packed.writestr(name, content_of_it)
    assert list(find_errors(as_excel_keeps_it.getvalue(), 0)) == [(1, 2, "#N/A")]


def test_a_table_that_begins_further_down_and_to_the_right_keeps_its_rows_and_letters() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(2, 1, ["Tên", "SĐT"])
        page.merge_range(4, 1, 5, 1, "An")
        page.write_formula(5, 2, "=NA()", None, "#N/A")
    rows = list(open_table(content.getvalue()).rows)
    assert rows == [(3, ["", "Tên", "SĐT"]), (5, ["", "An", ""]), (6, ["", "An", "#N/A"])]


def test_an_error_in_merged_cells_stands_in_each() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["#VALUE!", "a"], [None, "b"], ["c", "#NULL!"]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    content = io.BytesIO()
    book.save(content)
    rows = [cells for _, cells in open_table(content.getvalue()).rows]
    assert rows == [["#VALUE!", "a"], ["#VALUE!", "b"], ["c", "#NULL!"]]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (b"<c r='B2' t='e'><v>#NUM!</v></c>", [(2, 1, "#NUM!")]),
        (b'<c t="e" s="1" r="AA2"><f>1/0</f><v> #DIV/0!</v></c>', [(2, 26, "#DIV/0!")]),
        (b'<c r="A2" t="e"/><c r="B2"><v>1</v></c>', []),
        (b'<c r="A2" t="e"><v></v></c>', [(2, 0, "#ERROR!")]),
        (b'<c r="A2" t="str"><v>t="e"</v></c><c r="B2" t="e"><v>#N/A</v></c>', [(2, 1, "#N/A")]),
    ],
)
def test_whatever_program_wrote_it(cells: bytes, found: list[tuple[int, int, str]]) -> None:
    book, made = zipfile.ZipFile(io.BytesIO(make_book(5, []))), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # not packed
        for name in book.namelist():
            content = book.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content = b'<x><sheetData><row r="2">' + cells + b"</row></sheetData></x>"
            archive.writestr(name, content)
    assert list(find_errors(made.getvalue(), 1)) == found


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"name;phone\n#N/A;1\n"])
def test_what_is_no_workbook_has_none(data: bytes) -> None:
    assert list(find_errors(data, 0)) == []
