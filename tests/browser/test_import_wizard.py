"""Customers from a file: columns, preview, a wrong cell mended, result, undo; deleted by file."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from centre import Centre, OpenPage, Stay
from openpyxl import Workbook, load_workbook
from playwright.async_api import Locator, Page, expect

DNC_NUMBERS = 150_000  # so many that one sees it go on
HEADER = ("Mã KH", "Tên khách hàng", "Người liên hệ", "Số điện thoại", "Nhóm khách hàng", "Xyz")


def write_file(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def counter(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name="Số dòng theo kết quả").get_by_role(
        "button", name=text, exact=True
    )


async def take_file(page: Page, path: Path) -> None:
    """As the user does it: the button, then the file."""
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Chọn tệp").click()
    await (await chooser.value).set_files(path)


async def choose(page: Page, label: str, option: str) -> None:
    await page.get_by_role("combobox", name=label, exact=True).click()
    await page.get_by_role("option", name=option, exact=True).click()


async def match_columns(page: Page) -> None:
    """The columns are guessed by header; one is chosen by its letter, one left out and in."""
    await expect(page.get_by_role("combobox", name="Mục của Số điện thoại")).to_have_value(
        "Số điện thoại của liên hệ"
    )
    await expect(page.get_by_text("tự đoán").first).to_be_visible()
    await page.get_by_role("button", name="Nhập Xyz").click()
    await page.get_by_role("option", name="Mô tả", exact=True).click()
    await expect(page.get_by_role("button", name="Không nhập Xyz")).to_be_visible()
    await page.get_by_role("button", name="Không nhập Người liên hệ").click()
    await expect(page.get_by_role("combobox", name="Mục của Người liên hệ")).to_have_value("")
    await choose(page, "Mục của Người liên hệ", "Tên liên hệ")
    await page.get_by_label("Đến hàng").fill("6")
    await page.get_by_label("Đến hàng").press("Enter")
    await expect(page.get_by_role("button", name="Xem trước")).to_be_enabled()
    await page.get_by_role("button", name="Xem trước").click()


async def mend_a_cell(page: Page) -> None:
    """Nothing is written yet; a number that Excel cut was mended, a wrong cell says why."""
    grid = page.get_by_role("grid", name="Số dòng")
    await expect(counter(page, "5 tất cả")).to_be_visible()
    await expect(counter(page, "2 lỗi")).to_be_visible()
    await expect(grid.get_by_role("gridcell").filter(has_text="912700002")).to_contain_text(
        "Thêm số 0 ở đầu"
    )
    await counter(page, "2 lỗi").click()
    await expect(page).to_have_url(re.compile("filter=invalid"))
    wrong = grid.get_by_role("gridcell").filter(has_text="Nhóm lạ")
    await expect(wrong).to_contain_text("chỉ nhận: Khách lẻ · Khách sỉ")
    await wrong.focus()
    await wrong.press("Enter")
    await page.get_by_role("textbox", name="Nhóm khách hàng").fill("Khách sỉ")
    await page.keyboard.press("Enter")
    await expect(counter(page, "1 lỗi")).to_be_visible()
    await expect(counter(page, "2 tạo mới")).to_be_visible()
    await expect(counter(page, "1 thay đổi")).to_be_visible()
    await expect(page.get_by_text("Bỏ qua: 1 dòng lỗi, 1 dòng trùng;")).to_be_visible()


async def look_at_result(page: Page) -> None:
    """Found in the history: a word for each row, reasons for those left out, and a file."""
    grid = page.get_by_role("grid", name="Số dòng")
    await page.get_by_role("link", name="khach.xlsx").first.click()
    await expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible()
    await expect(grid.get_by_text("Thay đổi", exact=True)).to_have_count(1)
    await expect(grid.get_by_text("Tạo mới", exact=True)).to_have_count(2)
    await grid.get_by_role("button", name="Lỗi (1)").click()
    about = page.get_by_role("dialog", name="Hàng 4")
    await expect(about).to_contain_text("Cần tên khách hàng hoặc tên liên hệ")
    await about.get_by_role("button", name="Đóng").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Tải 2 dòng bị bỏ qua").click()
    content = (await (await download.value).path()).read_bytes()
    failed = load_workbook(BytesIO(content)).active
    assert [row[0] for row in failed.values][1:] == ["NHAP-03", "NHAP-04"]


@pytest.mark.requirement(
    "R080", "R087", "R088", "R089", "R090", "R091", "R093", "R094", "R095", "R083", "R084"
)
async def test_a_file_is_matched_previewed_mended_imported_and_undone(
    centre: Centre, open_page: OpenPage, tmp_path: Path
):
    async with centre.api("quanly") as api:
        known = await api.post("customers", code="NHAP-01", name="Gốm sứ Chu Đậu")
    path = write_file(
        tmp_path / "khach.xlsx",
        HEADER,
        ("NHAP-01", "Gốm sứ Chu Đậu Hải Dương", "Vũ Văn Đất", "0912 700 001", "VIP", "quen"),
        ("NHAP-02", "Lò bánh Tràng Tiền", "Lê Thị Kem", 912700002, "Nhóm lạ", ""),
        ("NHAP-03", "", "", "0912700003", "VIP", ""),
        ("NHAP-04", "Mắm Phú Quốc", "Trần Văn Cá", "0912700004", "VIP", ""),
        ("NHAP-04", "Cùng mã với dòng trên", "", "0912700006", "VIP", ""),
        ("NHAP-05", "Ngoài khoảng hàng", "", "0912700005", "VIP", ""),
    )
    page = await open_page("quanly", "/imports")
    await expect(page.get_by_role("link", name="Xóa theo tệp")).to_have_count(0)
    async with Stay(page):
        await page.get_by_role("link", name="Nhập tệp mới").first.click()
        await expect(page.get_by_role("link", name="Tải tệp mẫu")).to_be_visible()
        await take_file(page, path)

        await match_columns(page)
        await mend_a_cell(page)
        await page.get_by_role("button", name="Cập nhật: nhập 3 dòng").click()

        # It goes on though the page is left; the result is found again in the history.
        await page.get_by_role("link", name="Liên hệ", exact=True).click()
    await page.goto("/imports")
    await look_at_result(page)
    async with centre.api("quanly") as api:
        changed = await api.get(f"customers/{known['id']}")
    assert (changed["name"], changed["description"]) == ("Gốm sứ Chu Đậu Hải Dương", "quen")
    assert await centre.find_customer("0912700002")

    grid = page.get_by_role("grid", name="Số dòng")
    # Undone: the one that was changed is as it was, the new ones are gone.
    await page.get_by_role("button", name="Hoàn tác").click()
    await page.get_by_role("button", name="Bấm lần nữa để hoàn tác").click()
    await expect(page.get_by_text("Trả lại như trước: 1")).to_be_visible()
    await expect(page.get_by_text("Bỏ khách vừa tạo: 2")).to_be_visible()
    await expect(grid.get_by_text("Đã bỏ", exact=True)).to_have_count(2)
    async with centre.api("quanly") as api:
        restored = await api.get(f"customers/{known['id']}")
        rows = (await api.get("contacts", q="0912700002"))["rows"]
    assert (restored["name"], restored["description"], rows) == ("Gốm sứ Chu Đậu", None, [])


@pytest.mark.requirement("R105", "R106", "R107", "R108")
async def test_the_owner_deletes_by_a_file_of_numbers_and_takes_it_back(
    centre: Centre, open_page: OpenPage, tmp_path: Path
):
    async with centre.api("quanly") as api:
        contact = {"name": "Hồ Văn Sen", "phones": [{"typed": "0912 700 011"}]}
        made = await api.post("customers", name="Trà sen Tây Hồ", contact=contact)
    path = write_file(tmp_path / "xoa.xlsx", ("Số điện thoại",), ("0912700011",), ("0912700099",))
    page = await open_page("chutaikhoan", "/imports")
    await page.get_by_role("link", name="Xóa theo tệp").click()
    await take_file(page, path)
    await page.get_by_role("button", name="Xem trước").click()
    await expect(counter(page, "1 không tìm thấy")).to_be_visible()
    await page.get_by_role("button", name="Xóa khách hàng của 1 dòng").click()
    await expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible()
    await expect(page.get_by_role("link", name="Tải 1 dòng bị bỏ qua")).to_be_visible()
    async with centre.api("quanly") as api:
        assert (await api.get("contacts", q="0912700011"))["rows"] == []
    await page.get_by_role("button", name="Hoàn tác").click()
    await page.get_by_role("button", name="Bấm lần nữa để hoàn tác").click()
    await expect(page.get_by_text("Trả lại như trước: 1")).to_be_visible()
    assert await centre.find_customer("0912700011") == made["id"]


@pytest.mark.requirement("R088")
async def test_a_file_that_cannot_be_read_says_why_in_words(open_page: OpenPage, tmp_path: Path):
    page = await open_page("quanly", "/imports/new")
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    await take_file(page, broken)
    await expect(page.get_by_role("alert")).to_contain_text("Tệp bị hỏng")
    empty = tmp_path / "trong.csv"
    empty.write_bytes(b"\n\n")
    await take_file(page, empty)
    await expect(page.get_by_role("alert")).to_contain_text("Tệp không có gì")


async def test_a_long_dnc_file_says_how_far_it_is_goes_on_without_the_page_and_reports(
    open_page: OpenPage, tmp_path: Path
):
    sheet = tmp_path / "số từ chối.csv"
    numbers = [f"086{n:07d}" for n in range(DNC_NUMBERS)]
    sheet.write_text("\n".join(["so", *numbers, "không phải số"]), encoding="utf-8")
    page = await open_page("admin", "/dnc")
    await page.get_by_role("button", name="Nhập tệp").click()
    panel = page.get_by_role("dialog", name="Nhập tệp")
    await panel.get_by_role("combobox", name="Danh sách").click()
    await page.get_by_role("option", name="Nội bộ").click()
    await panel.locator("input[type=file]").set_input_files(sheet)
    await panel.get_by_role("button", name="Nhập tệp").click()
    line = panel.get_by_role("region", name="Các tệp đã nhập").get_by_role("listitem").first
    await expect(line).to_contain_text("số từ chối.csv")
    await expect(line.get_by_role("progressbar")).to_be_visible()

    await page.reload()  # the server needs no page to go on
    await page.get_by_role("button", name="Nhập tệp").click()
    await panel.get_by_role("combobox", name="Danh sách").click()
    await page.get_by_role("option", name="Nội bộ").click()
    report = f"Thêm {DNC_NUMBERS:,} · Bỏ 0 · Không đọc được 1".replace(",", ".")
    await expect(line).to_contain_text(report, timeout=60_000)
    await expect(line.get_by_role("progressbar")).to_have_count(0)
