"""The directory's places: the contact list, the customer's menu, contacts on a phone, the users."""

import csv
import re

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.mark.requirement("R052", "R135")
async def test_the_contact_list_keeps_its_columns_narrows_by_manager_and_becomes_a_file(
    open_page: OpenPage,
):
    page = await open_page("quanly", "/contacts")
    table = page.get_by_role("table", name="Liên hệ")
    await page.get_by_role("button", name="Chọn cột").click()
    columns = page.get_by_role("dialog", name="Chọn cột hiển thị")
    # Each moves to another part of the panel when it is clicked.
    await columns.get_by_role("checkbox", name="Email").click()
    await columns.get_by_role("checkbox", name="Cập nhật lúc").click()
    await expect(table.get_by_role("columnheader", name="Email")).to_be_visible()
    await columns.get_by_role("button", name="Đóng").click()
    await page.reload()
    await expect(table.get_by_role("columnheader", name="Email")).to_be_visible()
    await expect(table.get_by_role("columnheader", name="Cập nhật lúc")).to_have_count(0)

    everybody = int(
        re.match(r"\d+", await page.get_by_text(re.compile(r"^\d+ dòng")).inner_text())[0]
    )
    await page.get_by_role("combobox", name="Người quản lý").click()
    await page.get_by_role("option", name="Trần Hoài Nam").click()
    await expect(page).to_have_url(re.compile("manager="))
    shown = page.get_by_text(re.compile(r"^\d+ dòng"))
    await expect(shown).not_to_have_text(f"{everybody} dòng")
    count = int(re.match(r"\d+", await shown.inner_text())[0])
    assert 0 < count < everybody
    await expect(table.get_by_role("row").nth(1)).to_contain_text("Trần Hoài Nam")

    await page.get_by_role("button", name="Xuất tệp").click()
    export = page.get_by_role("dialog", name="Xuất liên hệ")
    await export.get_by_label("CSV").check()
    await export.get_by_role("button", name=f"Xuất {count} liên hệ").click()
    async with page.expect_download() as started:
        await export.get_by_role("link", name="Tải tệp").click()
    path = await (await started.value).path()
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(rows) == count
    assert {row[header.index("Nhân viên phụ trách")] for row in rows} == {"Trần Hoài Nam"}
    await export.get_by_role("button", name="Đóng").last.click()

    box = table.get_by_role("row").nth(1).get_by_role("checkbox")
    await box.focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("Đã đánh dấu 1 liên hệ")).to_be_visible()


async def test_the_directory_has_its_place_in_the_rail_and_each_page_says_where_it_is(
    open_page: OpenPage,
):
    page = await open_page("quanly", "/customers")
    rail = page.get_by_role("navigation", name="Các trang")
    directory = rail.get_by_role("group", name="Danh bạ khách hàng")
    for name in ("Khách hàng", "Liên hệ", "Doanh nghiệp"):
        link = directory.get_by_role("link", name=name)
        await link.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        await expect(link).to_have_attribute("aria-current", "page")
        await expect(page).to_have_title(re.compile(f"^{name} · "))
    await page.set_viewport_size(PHONE)
    await page.goto("/dnc")
    await expect(rail.get_by_role("link", name="Không gọi")).to_be_in_viewport()
    await page.goto("/contacts")
    await expect(directory.get_by_role("link", name="Doanh nghiệp")).to_be_in_viewport()
    await directory.get_by_role("link", name="Doanh nghiệp").click()
    await expect(page.get_by_role("heading", level=1, name="Doanh nghiệp")).to_be_visible()


@pytest.mark.requirement("R013", "R029", "R040")
async def test_a_customers_name_opens_its_page_whose_menu_has_what_can_be_done(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("linh") as api:
        body = {"name": "Vải Lụa Hà Đông", "contact": {"phones": [{"typed": "0912 000 777"}]}}
        made = await api.post("customers", **body)
    page = await open_page("linh", "/customers")
    name = page.get_by_role("table").get_by_role("link", name="Vải Lụa Hà Đông")
    await name.click()
    await expect(page).to_have_url(re.compile(rf"/customers/{made['id']}\b"))
    await expect(page.get_by_role("heading", level=1, name="Vải Lụa Hà Đông")).to_be_visible()
    more = page.get_by_role("button", name="Thao tác khác", exact=True)
    await more.click()
    menu = page.get_by_role("menu")
    for item in (
        re.compile("^Gọi 0912 000 777"), "Thêm giao dịch", "Sửa", "Chép liên kết",
        "Chuyển thành khách hàng", "Xóa khách hàng",
    ):  # fmt: skip
        await expect(menu.get_by_role("menuitem", name=item)).to_be_visible()

    await menu.get_by_role("menuitem", name="Sửa").click()
    panel = page.get_by_role("dialog", name="Sửa khách hàng")
    await expect(panel.get_by_label("Tên khách hàng")).to_have_value("Vải Lụa Hà Đông")
    await panel.get_by_role("button", name="Hủy bỏ").click()

    await more.click()
    await menu.get_by_role("menuitem", name="Thêm giao dịch").click()
    panel = page.get_by_role("dialog", name="Giao dịch nhanh")
    kind = panel.get_by_role("combobox", name="Loại giao dịch")
    await kind.click()
    await expect(page.get_by_role("option", name="Đơn hàng")).to_be_visible()
    await page.get_by_role("option", name="Hợp đồng").click()
    await panel.get_by_label("Tên giao dịch").fill("Hợp đồng 200 mét lụa")
    await panel.get_by_role("button", name="Thêm giao dịch").click()
    await expect(panel).to_have_count(0)
    await more.click()  # a contract has made a customer of it: there is nothing to convert
    await expect(menu.get_by_role("menuitem", name="Xóa khách hàng")).to_be_visible()
    await expect(menu.get_by_role("menuitem", name="Chuyển thành khách hàng")).to_have_count(0)


@pytest.mark.requirement("R059")
async def test_on_a_phone_a_customers_contacts_are_changed_inside_it(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("nam") as api:
        body = {"name": "Quán Phở Thìn", "contact": {"name": "Ông Thìn"}}
        made = await api.post("customers", **body)
    page = await open_page("nam", f"/customers/{made['id']}", viewport=PHONE)
    contacts = page.get_by_role("region", name="Liên hệ", exact=True)
    async with Stay(page):
        await contacts.get_by_role("button", name="Thêm liên hệ").click()
        panel = page.get_by_role("dialog", name="Thêm liên hệ")
        await panel.get_by_label("Họ tên").fill("Chị Hường")
        await panel.get_by_label("Số điện thoại 1", exact=True).fill("0912 000 888")
        await panel.get_by_role("button", name="Cập nhật").click()
        huong = contacts.get_by_role("listitem").filter(has_text="Chị Hường")
        await expect(huong).to_contain_text("0912 000 888")
        await huong.get_by_role("button", name="Sửa Chị Hường").click()
        panel = page.get_by_role("dialog", name="Sửa liên hệ")
        await panel.get_by_label("Chức vụ").fill("Chủ quán")
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(huong).to_contain_text("Chủ quán")
    wide = await page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= PHONE["width"]


async def test_users_are_found_as_one_types_and_the_link_shows_the_same(open_page: OpenPage):
    page = await open_page("admin", "/users")
    table = page.get_by_role("table", name="Người dùng")
    await expect(table.get_by_role("row")).not_to_have_count(2)
    await page.get_by_role("searchbox", name="Tìm tên").fill("hoai nam")
    await expect(table.get_by_role("row")).to_have_count(2)
    await expect(table.get_by_role("row").nth(1)).to_contain_text("Trần Hoài Nam")
    colleague = await open_page("chutaikhoan", page.url)
    rows = colleague.get_by_role("table", name="Người dùng").get_by_role("row")
    await expect(rows).to_have_count(2)
    await colleague.get_by_role("combobox", name="Tình trạng").click()
    await colleague.get_by_role("option", name="Đã khóa").click()
    await expect(colleague.get_by_text("Không có người dùng nào như vậy")).to_be_visible()
