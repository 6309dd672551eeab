"""Files as they really come, and files that mean harm: a clear error, and the server lives."""

import io
import unicodedata

import openpyxl
import pytest
from aiohttp import FormData
from import_world import ImportWorld, codes

TCVN3 = "Tªn,§iÖn tho¹i\nNguyÔn V¨n An,1\nTrÇn ThÞ B×nh,2\nC«ng ty Minh §øc,3\n"


async def test_a_font_that_is_no_unicode_is_refused_with_a_word(world: ImportWorld) -> None:
    refused = await world.upload("lead", TCVN3.encode("latin-1"), status=400)
    assert (refused["code"], refused["params"]) == ("import.font", {"font": "TCVN3"})
    assert not list((world.folder / "imports").glob("up_*"))


@pytest.mark.parametrize(
    ("second", "code"), [("hai.csv", "file.several"), (None, "body.malformed")]
)
async def test_what_comes_after_the_file_is_not_left_aside(
    world: ImportWorld, second: str | None, code: str
) -> None:
    await world.ask("lead", "GET", "/session", status=200)
    form = FormData()
    form.add_field("file", "Tên khách hàng\nMột\n".encode(), filename="một.csv")
    form.add_field("file" if second else "purpose", "delete", filename=second)
    response = await world.browsers["lead"].ask("POST", "/api/v1/imports", data=form)
    refused = await response.json()
    assert (response.status, refused["code"]) == (400, code)
    assert not list((world.folder / "imports").glob("up_*"))


async def test_a_page_that_is_called_a_workbook_is_refused_with_a_word(world: ImportWorld) -> None:
    page = "\ufeff <HTML><table><tr><td>Tên</td></tr><tr><td>An</td></tr></table></HTML>"
    refused = await world.upload("lead", page.encode(), status=400, name="khach.xls")
    assert (refused["code"], refused["params"]) == ("file.unreadable", {"why": "web_page"})


def with_formulas_and_merged_cells() -> bytes:
    """Excel keeps a formula's value beside it; openpyxl writes none, so a cell of each kind."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DANH SÁCH KHÁCH HÀNG THÁNG 11"])
    sheet.append([])
    sheet.append(["Tên khách hàng", "Người liên hệ", "SĐT", "Ngày sinh"])
    sheet.append(["Công ty Gộp Ô", "An", 912880001, 33239])
    sheet.append([None, "Bình", "0912 880 002", "5/9/1992"])
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("A1:D1")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.requirement("R083")
async def test_headers_below_a_title_merged_cells_and_what_excel_did_to_numbers(
    world: ImportWorld,
) -> None:
    made = await world.upload("lead", with_formulas_and_merged_cells())
    assert made["header_row"] == 3
    assert [one["field"] for one in made["columns"]] == [
        "name", "contact.name", "contact.phones", "birthday"
    ]  # fmt: skip
    await world.do("lead", made["id"], "start")
    one, two = await world.rows("lead", made["id"])
    assert (one["cells"][0], two["cells"][0]) == ("Công ty Gộp Ô", "Công ty Gộp Ô")
    assert codes(one, "mend") == ["phone.lost_zero", "import.date_serial"]
    assert one["problems"][0]["params"] == {"from": "912880001", "to": "0912 880 001"}
    found = await world.customer(one["customer_id"])
    assert (found["birthday"], found["contacts"][0]["phones"][0]["e164"]) == (
        "1991-01-01", "+84912880001"
    )  # fmt: skip
    assert (await world.customer(two["customer_id"]))["birthday"] == "1992-09-05"


@pytest.mark.requirement("R088", "R089")
async def test_a_table_with_room_above_and_beside_it_has_the_numbers_that_excel_shows(
    world: ImportWorld,
) -> None:
    book = openpyxl.Workbook()
    for at, row in enumerate((["Tên khách hàng", "SĐT"], ["Lệch Một", ""], ["Lệch Hai", ""]), 4):
        for column, value in enumerate(row, 3):
            book.worksheets[0].cell(at, column, value)
    content = io.BytesIO()
    book.save(content)
    made = await world.upload("lead", content.getvalue())
    assert made["header_row"] == 4
    named = {one["letter"]: one["field"] for one in made["columns"] if one["field"]}
    assert named == {"C": "name", "D": "contact.phones"}
    await world.change("lead", made["id"], first_row=6, last_row=6)
    await world.do("lead", made["id"], "start")
    (row,) = await world.rows("lead", made["id"])
    assert (row["number"], row["cells"][2]) == (6, "Lệch Hai")


@pytest.mark.requirement("R094", "R095")
async def test_a_cell_that_is_an_error_or_a_day_to_come_keeps_its_row_out(
    world: ImportWorld,
) -> None:
    """A formula that failed is not blank: who is there keeps what it would have put."""
    headers: list[object] = ["Mã khách hàng", "Tên khách hàng", "Mã số thuế", "Ngày sinh"]
    await world.take_in("lead", [headers, ["OE-1", "Có sẵn", "0102030405", ""]])
    book = openpyxl.Workbook()
    for row in (
        headers,
        ["OE-1", "Có sẵn", "#N/A", ""],
        ["OE-2", "#REF!", "1", ""],
        ["OE-3", "Mai sau", "", "01/01/2999"],
        ["OE-4", "Đúng", 101248141, "5/9/1992"],
    ):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    made = await world.upload("lead", content.getvalue())
    await world.change("lead", made["id"], key=["code"])
    checked = await world.do("lead", made["id"], "check")
    ended = await world.do("lead", made["id"], "start")
    assert checked["counts"]["invalid"] == ended["counts"]["invalid"] == 3
    found = await world.rows("lead", made["id"])
    told = [[(one["letter"], one["code"]) for one in row["problems"]] for row in found]
    assert told == [
        [("C", "import.cell_error")],
        [("B", "import.cell_error")],
        [("D", "customer.birthday_ahead")],
        [("C", "import.tax_lost_zero")],
    ]
    assert ((await world.find("OE-4")) or {})["tax_code"] == "0101248141"
    assert found[0]["problems"][0]["params"] == {"value": "#N/A"}
    assert found[0]["cells"][2] == "#N/A"
    assert ((await world.find("OE-1")) or {})["tax_code"] == "0102030405"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
async def test_csv_in_whatever_encoding_keeps_its_diacritics(
    world: ImportWorld, encoding: str
) -> None:
    text = "customerName;phone\nNguyễn Thị Hồng Nhung;0912890001\n"
    content = text.encode(encoding) if encoding != "cp1258" else encode_1258(text)
    made = await world.upload("lead", content, name="khach.csv")
    assert made["columns"][0]["samples"] == ["Nguyễn Thị Hồng Nhung"]


async def test_more_numbers_than_a_contact_has_are_told_of(world: ImportWorld) -> None:
    many = "; ".join(f"09126600{at:02}" for at in range(23))
    _, found = await world.take_in("lead", [["customerName", "phone"], ["Nhiều số", many]])
    assert codes(found[0], "warning") == ["import.phones_left"]
    assert found[0]["problems"][-1]["params"] == {"count": 3}
    assert len((await world.customer(found[0]["customer_id"]))["contacts"][0]["phones"]) == 20


async def test_one_broken_letter_does_not_make_others_of_all_the_rest(world: ImportWorld) -> None:
    text = "Mã KH;Tên khách hàng\nBR-1;Nguyễn Thị Ước Đặng\nBR-2;Trần Bé".encode()[:-1]
    made = await world.upload("lead", text, name="cut.csv")
    checked = await world.do("lead", made["id"], "check")
    whole, cut = await world.rows("lead", made["id"])
    assert (whole["cells"][1], whole["problems"]) == ("Nguyễn Thị Ước Đặng", [])
    assert (cut["cells"][1], codes(cut)) == ("Trần B\ufffd", ["import.text_damaged"])
    assert checked["counts"]["warned"] == 1


def encode_1258(text: str) -> bytes:
    """As Windows does: the tone is a sign of its own, behind its letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    made = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in tones)
        rest = "".join(part for part in parts if part not in tones)
        made += unicodedata.normalize("NFC", rest) + tone
    return made.encode("cp1258")


async def test_hostile_cells_are_text_and_the_rest_of_the_file_goes_on(world: ImportWorld) -> None:
    evil = '=HYPERLINK("http://x","a")'
    rows: list[list[object]] = [
        ["customerCode", "customerName", "phone"],
        ["HO-1", "'); DROP TABLE customers;-- <script>alert(1)</script>", "0912900001"],
        ["HO-2", "N" * 200, "0912900002"],
        ["HO-3", "N" * 301, "0912900003"],
        ["HO-4", "abc\u202edef\u0007\u200b", "0912900004"],
        ["HO-5", evil, "0912900005"],
        ["", "", evil],
    ]
    content = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([str(cell).replace("\u0007", "") for cell in row])
    for line in book.worksheets[0].iter_rows():
        for cell in line:
            cell.data_type = "s"
    book.save(content)
    ended, found = await world.take_in("lead", content.getvalue())  # type: ignore[arg-type]
    assert [row["result"] for row in found] == ["new", "new", "invalid", "new", "new", "invalid"]
    assert found[2]["problems"][0]["params"] == {"limit": 300}
    assert codes(found[3]) == ["import.text_cleaned"]
    names = [(await world.find(f"HO-{at}") or {}).get("name") for at in (1, 2, 4, 5)]
    assert names == [rows[1][1], "N" * 200, "abcdef", evil]
    browser = world.browsers["lead"]
    answer = await browser.ask("GET", f"/api/v1/imports/{ended['id']}/failed")
    failed = await answer.read()
    again = await world.upload("lead", failed)  # nothing has to be chosen anew
    assert [(one["field"], one["origin"]) for one in again["columns"]] == [
        ("code", "remembered"), ("name", "remembered"), ("contact.phones", "remembered"),
        (None, None), (None, None),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(failed))
    cells = list(book.worksheets[0].iter_rows(values_only=False))
    assert [cell.value for cell in cells[0]] == [
        "customerCode", "customerName", "phone", "Hàng", "Lí do"
    ]  # fmt: skip
    assert cells[1][4].value == "B: Dài hơn 300 kí tự"
    assert (cells[2][2].value, cells[2][2].data_type) == (evil, "s")
