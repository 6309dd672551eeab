"""Files that are given out: what Excel and other programs read of them."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cti import sheet_writing
from cti.sheet_writing import guard_text, write_sheet

ROW = ('=HYPERLINK("x")', "0912345678", 12.5, date(2026, 3, 2), None)


def test_a_workbook_keeps_leading_zeros_numbers_and_days_and_has_no_formula(tmp_path: Path):
    path = tmp_path / "out.xlsx"
    moment = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    write_sheet(path, "xlsx", ["a", "b", "c", "d", "e", "f"], [(*ROW, moment)], "Khách hàng")
    sheet = load_workbook(path)["Khách hàng"]
    cells = sheet[2]
    assert [cell.value for cell in cells[:4]] == [*ROW[:3], datetime(2026, 3, 2)]  # noqa: DTZ001
    assert cells[0].data_type == "s"
    assert cells[0].quotePrefix
    assert cells[5].value == datetime(2026, 3, 2, 7, 30)  # noqa: DTZ001 - Excel knows no zones


def test_a_csv_is_read_as_utf_8_by_excel_and_holds_no_formula(tmp_path: Path):
    path = tmp_path / "out.csv"
    write_sheet(path, "csv", ["Tên", "Số", "c", "d", "e"], [ROW], "")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header[0] == "Tên"
    assert row == ['\'=HYPERLINK("x")', "0912345678", "12.5", "02/03/2026", ""]


@given(st.text())
def test_no_guarded_text_begins_like_a_formula(text: str):
    assert not guard_text(text).startswith(sheet_writing.DANGEROUS)
    assert guard_text(text).removeprefix("'") == text.removeprefix("'")


def test_more_rows_than_a_sheet_holds_go_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sheet_writing, "MOST_ROWS", 3)
    path = tmp_path / "long.xlsx"
    write_sheet(path, "xlsx", ["n"], [(n,) for n in range(5)], "Rows")
    book = load_workbook(path)
    assert book.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [
        ["n", 0, 1],
        ["n", 2, 3],
        ["n", 4],
    ]
