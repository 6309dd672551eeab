"""The start page's figures, with real calls behind them; templates of text messages."""

import re

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Locator, Page, expect

BUSY = "0900001030"  # by its ending; the agent's own phone is picked up all the same


def figure(page: Page, name: str) -> Locator:
    """A part of the interactions, by its name."""
    return page.get_by_role("list", name="Gồm có").get_by_role("listitem").filter(has_text=name)


async def read_figure(page: Page, name: str) -> int:
    """What it says now."""
    found = await figure(page, name).inner_text()
    return int(re.findall(r"\d+", found)[-1])


async def call(page: Page, number: str) -> None:
    """Dial at the desk; a call that is answered is hung up; wrap up."""
    await page.goto("/desk")
    phone = page.get_by_label("Điện thoại của tôi")
    await expect(phone).to_contain_text("Rảnh", timeout=30_000)
    await page.get_by_role("textbox", name="Số điện thoại").fill(number)
    await page.get_by_role("button", name="Gọi", exact=True).click()
    strip = page.get_by_role("region", name="Cuộc gọi", exact=True)
    if number != BUSY:
        await expect(strip).to_contain_text(re.compile(r"Đang nói\s*0:0[1-9]"))
        await strip.get_by_role("button", name="Kết thúc").click()
    await expect(strip).to_contain_text("Sau cuộc gọi", timeout=30_000)
    await page.get_by_role("button", name="Hoàn tất").click()
    await expect(page.get_by_text("Đang chờ cuộc gọi")).to_be_visible()


@pytest.mark.usefixtures("desks")
@pytest.mark.requirement("R235", "R350", "R351", "R360", "R362")
async def test_the_start_page_counts_what_was_done_and_leads_to_it(open_page: OpenPage):
    lead = await open_page("quanly", "/")
    await expect(lead.get_by_role("heading", name="Tổng quan", level=1)).to_be_visible()
    await expect(figure(lead, "Cuộc gọi")).to_be_visible()
    before = await read_figure(lead, "Cuộc gọi")

    page = await open_page("linh", "/")
    mine = page.get_by_role("region", name="KPI của tôi")
    await expect(mine).to_contain_text("Trao đổi")
    await call(page, BUSY)
    await call(page, "0900 000 001")
    await mine.get_by_role("combobox", name="Khoảng thời gian").click()
    await page.get_by_role("option", name="Hôm nay").click()
    await expect(page).to_have_url(re.compile(r"/desk\?kpi=today"))
    await mine.get_by_role("link", name="Xem chi tiết").click()
    await expect(page.get_by_role("heading", name="Tổng quan", level=1)).to_be_visible()
    await expect(page.get_by_role("table", name="Theo nhân viên")).to_have_count(0)

    await lead.reload()
    async with Stay(lead):
        await expect(figure(lead, "Cuộc gọi")).to_contain_text(re.compile(rf"{before + 1}$"))
        table = lead.get_by_role("table", name="Theo nhân viên")
        row = table.get_by_role("row").filter(has_text="Nguyễn Khánh Linh")
        await row.get_by_role("link", name=re.compile("Linh, Cuộc gọi: ")).click()
        panel = lead.get_by_role("dialog", name="Cuộc gọi")
        newest = panel.get_by_role("listitem").first
        await expect(newest).to_contain_text("Công ty TNHH Minh An")
        await expect(newest).to_contain_text(re.compile(r"0:0[1-9]"))
        await panel.get_by_role("button", name="Đóng").click()
        await expect(lead.get_by_text("Chỉ xem: Nguyễn Khánh Linh")).to_be_visible()

        await lead.get_by_role("combobox", name="Khoảng thời gian").click()
        await lead.get_by_role("option", name="Từ ngày – đến ngày").click()
        await lead.get_by_role("textbox", name="Từ ngày").fill("01/01/2024")
        await expect(lead).to_have_url(re.compile(r"period=custom&.*first=2024-01-01"))
        link = row.get_by_role("link", name=re.compile("Linh, Khách hàng mới: "))
        await expect(link).to_have_attribute("href", re.compile("2024-01-01"))
        total = re.findall(r"\d+$", await link.get_attribute("aria-label") or "")[0]
        await link.click()
        await expect(lead.get_by_role("heading", name="Khách hàng", level=1)).to_be_visible()
        pages = lead.get_by_role("navigation", name="Trang", exact=True)
        await expect(pages).to_contain_text(f"1–{total} trong {total}")


@pytest.mark.requirement("R140", "R297", "R298", "R300")
async def test_a_template_is_written_found_and_filled_for_a_customer(
    centre: Centre, open_page: OpenPage
):
    page = await open_page("quanly", "/marketing/sms")
    async with Stay(page):
        await page.get_by_role("button", name="Thêm mới").first.click()
        panel = page.get_by_role("dialog", name="Thêm mới")
        await panel.get_by_label("Tên mẫu").fill("Báo giá mới")
        await panel.get_by_label("Nội dung").fill("Gui bao gia cho {Ten khach} ")
        await panel.get_by_role("button", name="Chèn trường Tên khách hàng").click()
        await expect(panel.get_by_label("Nội dung")).to_have_value(re.compile("{Tên khách hàng}$"))
        await expect(panel.get_by_role("alert")).to_contain_text(
            "{Ten khach}: không có trường này."
        )
        await panel.get_by_role("combobox", name="Xem thử với").fill("minh an")
        await page.get_by_role("option", name="Nguyễn Thị Lan").click()
        await expect(panel.get_by_role("alert")).to_contain_text(
            "{Tên khách hàng}: chỉ điền được khi gửi cho khách hàng."
        )
        await panel.get_by_label("Nội dung").fill("Gui bao gia cho {Tên khách hàng}")
        await panel.get_by_role("button", name="Lưu").click()
        await page.get_by_role("searchbox", name="Tìm theo tên mẫu").fill("bao gia")
        rows = page.get_by_role("table", name="Mẫu sms").get_by_role("row")
        await expect(rows).to_have_count(2)
        await expect(rows.nth(1)).to_contain_text("Báo giá mới")
        await expect(rows.nth(1)).to_contain_text("1 tin")

    customer = await centre.find_customer("Công ty TNHH Minh An")
    agent = await open_page(
        "linh", f"/customers/{customer}", permissions=["clipboard-read", "clipboard-write"]
    )
    await agent.get_by_role("button", name="Thao tác khác").click()
    await agent.get_by_role("menuitem", name="Tin nhắn theo mẫu").click()
    write = agent.get_by_role("dialog", name="Tin nhắn theo mẫu")
    await write.get_by_role("combobox", name="Mẫu sms").fill("bao gia")
    await agent.get_by_role("option", name="Báo giá mới").click()
    text = "Gui bao gia cho Công ty TNHH Minh An"
    await expect(write.get_by_role("region", name="Xem trước")).to_have_text(text)
    await write.get_by_role("button", name="Sao chép nội dung").click()
    await expect(agent.get_by_text("Đã sao chép nội dung tin nhắn.")).to_be_visible()
    assert await agent.evaluate("navigator.clipboard.readText()") == text
    mobile = write.get_by_role("link", name="Mở ứng dụng tin nhắn cho số 0900 000 001")
    link = await mobile.get_attribute("href") or ""
    assert link.startswith("sms:+84900000001?&body=Gui%20bao%20gia")
    landline = write.get_by_role("button", name="Mở ứng dụng tin nhắn cho số 024 7300 0001")
    await expect(landline).to_have_attribute("aria-disabled", "true")
    await write.get_by_role("combobox", name="Gửi cho").click()
    await agent.get_by_role("option", name=re.compile("Nguyễn Thị Lan")).click()
    await expect(write.get_by_role("button", name="Sao chép nội dung")).to_have_attribute(
        "aria-disabled", "true"
    )

    await rows.nth(1).get_by_role("link").click()
    panel = page.get_by_role("dialog", name="Mẫu sms")
    await panel.get_by_role("button", name="Xóa mẫu").click()
    await panel.get_by_role("button", name="Chắc chắn xóa?").click()
    await expect(page.get_by_text("Không có mẫu nào tên như vậy")).to_be_visible()
