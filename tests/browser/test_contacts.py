"""The directory: lists, cards, the first who claims a customer, and everything in the log."""

import re

import pytest
from centre import Centre, OpenPage, Stay, late
from playwright.async_api import expect


@pytest.mark.requirement("R011")
async def test_a_customer_that_a_colleague_claims_says_so_on_the_page_of_who_looks_at_it(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Tiệm bánh Đồng Xanh")
    linh = await open_page("linh", f"/customers/{customer}")
    nam = await open_page("nam", f"/customers/{customer}")
    slow = await open_page("nam", "/")
    # One page has read the customer, and is not told yet of what it could follow it by.
    async with late(slow, f"**/customers/{customer}/comments*"):
        await slow.goto(f"{centre.base}/customers/{customer}")
        for page in (linh, nam, slow):
            await expect(page.get_by_role("button", name="Nhận khách")).to_be_visible()
        await linh.get_by_role("button", name="Nhận khách").click()
        await expect(linh.get_by_text("Bạn là người phụ trách khách này.")).to_be_visible()
    await expect(slow.get_by_role("button", name="Nhận khách")).to_have_count(0)
    await expect(linh.get_by_role("button", name="Nhận khách")).to_have_count(0)
    head = linh.get_by_role("region", name="Tiệm bánh Đồng Xanh")
    owner = head.get_by_role("combobox", name="Nhân viên phụ trách")
    await expect(owner).to_have_value("Nguyễn Khánh Linh (101)")
    # By itself: nobody is left with a button that can only fail.
    await expect(nam.get_by_role("button", name="Nhận khách")).to_have_count(0)
    await expect(nam.locator("#main")).to_contain_text("hoặc do người khác phụ trách")


@pytest.mark.requirement("R052", "R053")
async def test_the_newest_contacts_come_first_and_a_link_shows_a_colleague_the_same(
    open_page: OpenPage,
):
    page = await open_page("chutaikhoan", "/contacts")
    table = page.get_by_role("table", name="Liên hệ")
    columns = table.get_by_role("columnheader")
    await expect(columns).to_have_text(
        [
            "Đánh dấu",
            "Họ tên",
            "Điện thoại",
            "Doanh nghiệp",
            "Người quản lý",
            "Ngày tạo",
            "Cập nhật lúc",
        ]
    )
    await expect(columns.filter(has_text="Ngày tạo")).to_have_attribute("aria-sort", "descending")
    first, second = (table.get_by_role("row").nth(n).get_by_role("cell").nth(5) for n in (1, 2))
    dates = [re.findall(r"\d+", await cell.inner_text()) for cell in (first, second)]
    as_sortable = [(d[2], d[1], d[0], *d[3:]) for d in dates]
    assert as_sortable == sorted(as_sortable, reverse=True)

    await page.get_by_role("searchbox", name="Tìm tên").fill("hoà bình")
    await expect(table.get_by_role("row")).to_have_count(2)
    await expect(page).to_have_url(re.compile("q="))
    colleague = await open_page("quanly", page.url)
    rows = colleague.get_by_role("table", name="Liên hệ").get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("Hoà Bình Xanh")


@pytest.mark.requirement("R050", "R051", "R054", "R172")
async def test_a_contact_is_added_changed_made_primary_and_deleted_and_all_is_in_the_log(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Khách sạn Biển Đông")
    page = await open_page("nam", f"/customers/{customer}")
    contacts = page.get_by_role("region", name="Liên hệ", exact=True)
    stars = contacts.get_by_role("button", name="Liên hệ chính", exact=True)
    story = page.get_by_role("list", name="Dòng thời gian")
    async with Stay(page):
        await contacts.get_by_role("button", name="Thêm liên hệ").click()
        panel = page.get_by_role("dialog", name="Thêm liên hệ")
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(panel.get_by_text("Cần điền")).to_be_visible()
        await panel.get_by_label("Họ tên").fill("Đặng Thị Thủy Tiên")
        await panel.get_by_label("Số điện thoại 1", exact=True).fill("0912 000 101")
        await panel.get_by_role("button", name="Thêm số").click()
        await panel.get_by_label("Số điện thoại 2", exact=True).fill("12345")
        await panel.get_by_role("button", name="Cập nhật").click()
        tien = contacts.get_by_role("listitem").filter(has_text="Đặng Thị Thủy Tiên")
        await expect(tien).to_contain_text("0912 000 101")
        await expect(tien).to_contain_text("Không gọi được")
        await expect(story).to_contain_text("Thêm liên hệ")
        await expect(stars).to_have_count(1)

        await tien.get_by_role("button", name=re.compile("^Đặt .* làm liên hệ chính")).click()
        await expect(tien.get_by_role("button", name="Liên hệ chính", exact=True)).to_be_visible()
        await expect(stars).to_have_count(1)
        await expect(story).to_contain_text("Đổi liên hệ chính")

        await tien.get_by_role("button", name="Sửa Đặng Thị Thủy Tiên").click()
        panel = page.get_by_role("dialog", name="Sửa liên hệ")
        await panel.get_by_label("Chức vụ").fill("Kế toán")
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(tien).to_contain_text("Kế toán")
        await expect(story).to_contain_text("Sửa liên hệ")

        await tien.get_by_role("button", name="Sửa Đặng Thị Thủy Tiên").click()
        await panel.get_by_role("button", name="Xóa liên hệ").click()
        await panel.get_by_role("button", name="Bấm lần nữa để xóa").click()
        await expect(tien).to_have_count(0)
        await expect(stars).to_have_count(1)
        await expect(story).to_contain_text("Xóa liên hệ")
