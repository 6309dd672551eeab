"""The customer list in a real browser: filters, a view kept and opened by its link, tiles, keys."""

import re

import pytest
from centre import OpenPage
from playwright.async_api import Page, expect


async def count_rows(page: Page) -> int:
    await expect(page.locator("table[aria-busy=false]")).to_be_visible(timeout=30_000)
    return await page.locator("tbody tr").count()


@pytest.mark.requirement("R133", "R134", "R135", "R136", "R330")
async def test_a_filter_by_a_custom_field_is_saved_and_opened_by_its_link(open_page: OpenPage):
    page = await open_page("quanly", "/customers")
    every = await count_rows(page)
    await page.get_by_role("button", name="Bộ lọc").click()
    panel = page.get_by_role("dialog", name="Bộ lọc")
    await panel.get_by_label("Tìm trường").fill("san pham")
    await panel.get_by_role("combobox").first.click()
    await page.get_by_role("option").first.click()
    await page.keyboard.press("Tab")
    await panel.get_by_role("button", name="Áp dụng").click()
    await expect(page).to_have_url(re.compile(r"filters=.*custom\."))
    # The list stands beside the panel, whole: nothing of it lies under there.
    await page.get_by_role("button", name="Bỏ lọc").click(trial=True)
    await page.get_by_role("button", name="Xuất tệp").click(trial=True)
    await panel.get_by_role("button", name="Đóng").click()
    filtered = await count_rows(page)
    assert 0 < filtered < every
    await page.get_by_role("button", name="Bộ lọc").click()
    await panel.get_by_label("Tìm trường").fill("so nhan vien")
    await panel.get_by_label("Số nhân viên sử dụng: (để trống)").check()
    await expect(panel.get_by_label("Số nhân viên sử dụng từ")).to_be_disabled()
    await panel.get_by_role("button", name="Áp dụng").click()
    without = page.get_by_role("button", name="Bỏ lọc Số nhân viên sử dụng: (để trống)")
    await expect(without).to_be_visible()
    assert await count_rows(page) < filtered
    await without.click()
    await panel.get_by_role("button", name="Đóng").click()
    assert await count_rows(page) == filtered
    await page.get_by_role("button", name="Chọn cột hiển thị").click()
    columns = page.get_by_role("dialog", name="Chọn cột hiển thị")
    await columns.get_by_role("checkbox", name="Mã", exact=True).click()
    await expect(page.get_by_role("columnheader", name="Mã", exact=True)).to_be_visible()
    await columns.get_by_role("button", name="Đóng").click()
    await page.get_by_role("button", name="Lưu chế độ xem").first.click()
    save = page.get_by_role("dialog", name="Lưu chế độ xem")
    await save.get_by_label("Tên").fill("Theo sản phẩm")
    await save.get_by_label("Mọi người").check()
    await save.get_by_role("button", name="Lưu chế độ xem").click()
    await expect(page.get_by_role("heading", name="Theo sản phẩm", level=1)).to_be_visible()
    assert await count_rows(page) == filtered
    address = page.url.removeprefix(re.match(r"https?://[^/]+", page.url)[0])
    colleague = await open_page("admin", address)
    await expect(colleague.get_by_role("heading", name="Theo sản phẩm", level=1)).to_be_visible()
    assert await count_rows(colleague) == filtered
    await expect(colleague.get_by_role("columnheader", name="Mã", exact=True)).to_be_visible()
    stranger = await open_page("linh", "/customers?view=999999")
    await expect(stranger.get_by_role("alert")).to_contain_text("Không có chế độ xem này")


@pytest.mark.requirement("R033", "R035", "R036", "R037", "R038")
async def test_a_tile_opens_the_list_that_it_counts_and_creates_in_its_status(open_page: OpenPage):
    page = await open_page("quanly", "/customers")
    tiles = page.get_by_role("navigation", name="Khách hàng theo mối quan hệ")
    for name in ("Đừng quên", "Đang tìm hiểu"):
        tile = tiles.get_by_role("link", name=re.compile(rf"\d.*{name}"))
        counted = int(re.match(r"\d+", await tile.inner_text())[0])
        await tile.click()
        await expect(tile).to_have_attribute("data-active", "true")
        assert await count_rows(page) == counted, name
    await tiles.get_by_role("link", name="Tạo khách hàng với mối quan hệ “Tiềm năng”").click()
    form = page.get_by_role("dialog", name="Tạo khách hàng")
    await expect(form.get_by_role("combobox", name="Mối quan hệ")).to_have_value("Tiềm năng")


async def test_the_list_is_worked_by_keyboard(open_page: OpenPage):
    page = await open_page("quanly", "/customers?sort=name&order=asc")
    await count_rows(page)
    names = await page.locator("tbody tr strong").all_inner_texts()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    toolbar = page.get_by_role("toolbar")
    await expect(toolbar).to_contain_text("1")
    await page.keyboard.press("k")
    await page.keyboard.press("/")
    box = page.get_by_label("Tìm tên, số, email, mã, mã số thuế")
    await expect(box).to_be_focused()
    await page.keyboard.type("jx")  # letters while typing are letters
    await expect(box).to_have_value("jx")
    await expect(page.get_by_text("Không có khách hàng nào phù hợp")).to_be_visible()
    await box.fill("")
    await expect(page.locator("tbody tr").first).to_be_visible()
    await page.locator("tbody tr").first.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=names[1], level=1)).to_be_visible()
    await (
        page.get_by_role("navigation", name="Trong danh sách")
        .get_by_role("button", name="Khách hàng sau")
        .click()
    )
    await expect(page.get_by_role("heading", name=names[2], level=1)).to_be_visible()
    await page.get_by_role("link", name="Về danh sách").click()
    await expect(page).to_have_url(re.compile(r"/customers\?.*sort=name"))


async def test_the_next_customer_is_the_one_that_was_next_before_one_changed_the_order(
    open_page: OpenPage,
):
    page = await open_page("linh", "/customers?view=mine&sort=updated&order=desc")
    await count_rows(page)
    names = await page.locator("tbody tr strong").all_inner_texts()
    await page.get_by_role("link", name=names[3]).first.click()
    await page.get_by_role("combobox", name="Mối quan hệ").click()
    async with page.expect_response(lambda got: got.request.method == "PATCH") as saved:
        await page.get_by_role("option").last.click()
    assert (await saved.value).ok
    await expect(page.get_by_text("Sửa khách hàng").first).to_be_visible()
    await page.get_by_role("button", name="Khách hàng sau").click()
    await expect(page.get_by_role("heading", name=names[4], level=1)).to_be_visible()
