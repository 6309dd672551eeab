"""The bar beneath a comment, transactions that make a customer, and days in an English browser."""

import re
import struct
import zlib

import pytest
from centre import Centre, OpenPage, Stay
from pages import find_barriers, find_too_wide
from playwright.async_api import FilePayload, Page, expect

OFFICE = {"latitude": 10.776889, "longitude": 106.700806, "accuracy": 18}
ENGLISH = {"locale": "en-US"}


def draw_png() -> bytes:
    """One petrol pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes([0, 15, 118, 110]))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


async def add_customer(centre: Centre, name: str) -> int:
    async with centre.api("linh") as api:
        made = await api.post("customers", contact={"name": name})
    return int(made["id"])


async def attach(page: Page, icon: str, file: FilePayload) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name=icon).click()
    await (await chooser.value).set_files([file])


@pytest.mark.requirement("R041", "R195", "R196", "R200", "R408")
async def test_a_photo_a_file_and_a_location_come_with_a_comment_and_the_bar_changes_the_customer(
    centre: Centre, open_page: OpenPage
):
    customer = await add_customer(centre, "Đinh Thị Ngân")
    path = f"/customers/{customer}?tab=comments"
    page = await open_page("linh", path, permissions=["geolocation"], geolocation=OFFICE)
    async with Stay(page):
        photo = {"name": "mặt bằng.png", "mimeType": "image/png", "buffer": draw_png()}
        await attach(page, "Đính kèm ảnh", FilePayload(**photo))
        deal = {"name": "báo giá.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
        await attach(page, "Đính kèm tài liệu", FilePayload(**deal))
        await page.get_by_role("button", name="Gắn vị trí của tôi").click()
        waiting = page.get_by_role("list", name="Sẽ gửi kèm bình luận")
        await expect(waiting.get_by_role("listitem")).to_have_count(3)
        await waiting.get_by_role("button", name="Bỏ báo giá.pdf").click()
        await page.get_by_role("button", name="Đăng").click()  # without a word

        said = page.get_by_role("article", name="Nguyễn Khánh Linh")
        picture = said.get_by_role("img", name="mặt bằng.png")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1
        place = said.get_by_role("link", name=re.compile("10.77689, 106.70081"))
        await expect(place).to_contain_text("± 18 m")
        await expect(place).to_have_attribute(
            "href", re.compile(r"^https://www\.openstreetmap\.org/\?mlat=10\.776889&")
        )
        await expect(place).to_have_attribute("rel", "noopener noreferrer")
        await expect(waiting).to_have_count(0)
        await expect(page.get_by_role("tab", name=re.compile("^Tài liệu 1"))).to_be_visible()
        story = page.get_by_role("list", name="Dòng thời gian")
        await expect(story).to_contain_text("1 tệp kèm theo")
        assert await find_barriers(page) == []

        await page.get_by_role("button", name="Đổi mối quan hệ").focus()
        await page.keyboard.press("Enter")
        wanted = page.get_by_role("option", name="Tiềm năng")
        await expect(wanted).to_be_visible()
        await page.keyboard.type("Tiềm")
        await expect(page.locator("[data-combobox-selected]")).to_have_text("Tiềm năng")
        await page.keyboard.press("Enter")
        await expect(story).to_contain_text("Mối quan hệ: Tiềm năng")
        bar = page.get_by_role("group", name="Thêm nhanh")
        await expect(bar.get_by_role("button", name="Đổi người phụ trách")).to_be_visible()
        await expect(bar.get_by_role("button", name="Đặt lịch hẹn")).to_be_visible()
        await expect(bar.get_by_role("button")).to_have_count(11)  # no e-mail
        await bar.get_by_role("button", name="Tin nhắn theo mẫu").click()
        write = page.get_by_role("dialog", name="Tin nhắn theo mẫu")
        await expect(write.get_by_role("combobox", name="Gửi cho")).to_have_value("Đinh Thị Ngân")

    small = {"viewport": {"width": 390, "height": 844}}
    refused = await open_page("linh", path, **small)  # this browser may not tell where it is
    await refused.get_by_role("button", name="Gắn vị trí của tôi").click()
    trouble = refused.get_by_role("alert").filter(has_text="Trình duyệt không cho lấy vị trí")
    await expect(trouble).to_be_visible()
    await expect(refused.get_by_role("button", name="Đăng")).to_be_disabled()
    assert await find_too_wide(refused) == {}


@pytest.mark.requirement("R015", "R017", "R211", "R332")
async def test_a_contract_makes_a_customer_and_an_admin_says_which_types_do(
    centre: Centre, open_page: OpenPage
):
    customer = await add_customer(centre, "Ông Thế Vinh")
    admin = await open_page("chutaikhoan", "/settings/catalogues?name=transaction_type")
    mark = admin.get_by_role("switch", name="Chốt đơn: liên hệ trở thành khách hàng")
    await expect(
        admin.get_by_role("switch", name="Hợp đồng: liên hệ trở thành khách hàng")
    ).to_be_checked()
    await expect(mark).not_to_be_checked()
    assert await find_barriers(admin) == []

    page = await open_page("linh", f"/customers/{customer}")
    head = page.locator("#main header").first
    await expect(head).to_contain_text("Liên hệ")
    async with Stay(page):
        await page.get_by_role("button", name="Thêm giao dịch").click()
        panel = page.get_by_role("dialog", name="Giao dịch nhanh")
        await expect(panel.get_by_label("Tên giao dịch")).to_be_focused()
        await page.keyboard.type("HĐ 12/2026")
        await panel.get_by_role("combobox", name="Loại giao dịch").click()
        await page.get_by_role("option", name="Hợp đồng").click()
        await expect(panel.get_by_text("liên hệ trở thành khách hàng")).to_be_visible()
        await panel.get_by_role("button", name="Thêm giao dịch").click()
        told = page.get_by_text("Ông Thế Vinh nay là khách hàng.")
        await expect(told).to_be_visible()
        await expect(head).to_contain_text("Khách hàng")
        story = page.get_by_role("list", name="Dòng thời gian")
        await expect(story).to_contain_text("Giai đoạn: Liên hệ → Khách hàng")


@pytest.mark.requirement("R134", "R137", "R150")
async def test_days_are_typed_as_people_here_write_them_in_any_browser(
    centre: Centre, open_page: OpenPage
):
    customer = await add_customer(centre, "Lò Văn Tính")
    page = await open_page("linh", f"/customers/{customer}?tab=opportunities", **ENGLISH)
    await page.get_by_role("button", name="Thêm cơ hội").click()
    panel = page.get_by_role("dialog", name="Thêm cơ hội")
    await panel.get_by_label("Tên cơ hội").fill("Gói 20 máy")
    day = panel.get_by_role("textbox", name="Ngày dự kiến")
    await day.fill("31/11/2026")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_text("Không có ngày này")).to_be_visible()
    await day.fill("9122026")
    await day.blur()
    await expect(panel.get_by_text("Không có ngày này")).to_be_visible()
    await day.fill("09122026")
    await day.blur()
    await expect(day).to_have_value("09/12/2026")
    await expect(panel.get_by_role("button", name="Chọn trên lịch: Ngày dự kiến")).to_be_visible()
    await panel.get_by_role("button", name="Thêm cơ hội").click()
    row = page.get_by_role("list", name="Cơ hội").get_by_role("listitem")
    await expect(row).to_contain_text("dự kiến 09/12/2026")

    # Whose customers: one row of tabs, which keep what is searched and filtered by.
    await page.goto("/customers?q=Lò Văn Tính&panel=filters")
    born = page.get_by_role("textbox", name="Ngày sinh đến")
    await born.fill("1/1/2000")
    await page.get_by_role("button", name="Áp dụng").click()
    filtered = page.get_by_text("Ngày sinh ≤ 01/01/2000")
    await expect(filtered).to_be_visible()
    await page.get_by_role("dialog", name="Bộ lọc").get_by_label("Đóng").click()
    await page.get_by_role("button", name="Bỏ lọc Ngày sinh ≤ 01/01/2000").click()
    rows = page.locator("#main").get_by_role("row").filter(has_text="Lò Văn Tính")
    await expect(rows).to_have_count(1)
    await page.get_by_role("link", name="Chưa có người phụ trách").click()
    await expect(rows).to_have_count(0)
    await page.get_by_role("link", name="Khách hàng của tôi").click()
    await expect(rows).to_have_count(1)
    await expect(page).to_have_url(re.compile("view=mine"))
    await expect(page.get_by_role("radiogroup")).to_have_count(0)
