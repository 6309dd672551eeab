import io
from datetime import date, datetime

import openpyxl
import pytest

from cti.dialer.number_file import Columns, Entry, find_columns, read_entries
from cti.sheets import UnreadableSheetError, open_table


def read(data: bytes) -> list[Entry]:
    rows = list(open_table(data)[1])
    columns = find_columns(rows)
    assert columns is not None
    return list(read_entries(rows, columns))


def make_workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Họ tên,Số điện thoại\nNguyễn Lan,0912345678\n", "utf-8"),
        ("Họ tên,Số điện thoại\nNguyễn Lan,0912345678\n", "utf-8-sig"),
        ("Họ tên;Số điện thoại\r\nNguyễn Lan;0912345678\r\n", "utf-16"),
        ("SĐT\tTên\n0912345678\tNguyễn Lan\n", "utf-8"),
        ("phone|name\n0912345678|Nguyễn Lan\n", "utf-8"),
    ],
)
def test_headers_are_found_in_vietnamese_and_english_whatever_saved_the_file(
    text: str, encoding: str
):
    assert read(text.encode(encoding)) == [Entry(2, "Nguyễn Lan", "0912345678")]


def test_without_a_header_the_column_that_looks_like_numbers_is_taken():
    assert read(b"An,0912345678\nBinh,0912345679\n") == [
        Entry(1, "An", "0912345678"),
        Entry(2, "Binh", "0912345679"),
    ]


def test_a_plain_list_of_numbers_is_enough():
    assert [entry.typed for entry in read(b"0912345678\n0912345679\n\n")] == [
        "0912345678",
        "0912345679",
    ]


@pytest.mark.requirement("R083")
def test_a_workbook_that_has_lost_its_zeros_still_gives_every_row():
    data = make_workbook([["Tên", "Điện thoại"], ["Lan", 912345678], ["An", "0912 345 679"]])
    assert read(data) == [Entry(2, "Lan", "912345678"), Entry(3, "An", "0912 345 679")]


def test_two_numbers_in_one_cell_are_two_entries():
    assert [entry.typed for entry in read(b"phone\n0912345678 / 0987654321\n")] == [
        "0912345678",
        "0987654321",
    ]


def test_row_numbers_are_the_files_own():
    assert [entry.row for entry in read(b"phone\n\n\n0912345678\n")] == [4]


def test_a_file_without_numbers_has_no_column():
    assert find_columns(list(open_table(b"name,city\nLan,Hue\n")[1])) is None


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "empty"), (b"  \n ", "empty"), (b"PK\x03\x04nonsense", "broken"), (b"a\0b", "broken")],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, why: str):
    with pytest.raises(UnreadableSheetError) as caught:
        list(open_table(data)[1])
    assert caught.value.params == {"why": why}


def test_the_name_beside_the_number_is_found_in_a_headless_pair():
    rows = list(open_table(b"0912345678,Lan\n")[1])
    assert find_columns(rows) == Columns(phone=0, name=1, header=False)


def test_other_signs_in_names_and_lists_of_numbers_do_not_cut_the_rows():
    text = 'Tên,SĐT\n"A; B; C; D",0912345678; 0912345679\nE,0912345670; 0912345671; 0912345672\n'
    assert [cells for _, cells in open_table(text.encode()).rows] == [
        ["Tên", "SĐT"],
        ["A; B; C; D", "0912345678; 0912345679"],
        ["E", "0912345670; 0912345671; 0912345672"],
    ]


@pytest.mark.parametrize("behind", [1, 40_000])  # one grows beyond what a cell may be
@pytest.mark.parametrize("end", [b"", b'"C\nD",2\n"E\n"F",3\n'])
def test_a_quote_that_nothing_closes_swallows_no_rows(behind: int, end: bytes):
    data = b'name,phone\n"A,0912345678\n' + b"B,1\n" * behind + end
    rows = [cells for _, cells in open_table(data).rows]
    assert rows[:2] == [["name", "phone"], ['"A', "0912345678"]]
    assert rows[2:] == [["B", "1"]] * behind + ([["C\nD", "2"], ['"E'], ["F", "3"]] if end else [])


def test_days_of_a_workbook_are_written_as_they_are_here():
    cells = [datetime(1990, 5, 7), datetime(1990, 5, 7, 13, 5), date(1990, 5, 7), " 7/5/90 ", 5.0]  # noqa: DTZ001 - as a spreadsheet has them
    assert [row for _, row in open_table(make_workbook([cells])).rows] == [
        ["07/05/1990", "07/05/1990 13:05:00", "07/05/1990", "7/5/90", "5"]
    ]
