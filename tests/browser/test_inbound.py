"""Somebody calls in: the card pops while it rings, known, unknown, or one of several."""

import re

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Locator, Page, expect

KNOWN = "0941676030"  # Tô Vĩnh Khang, quanly's: seen by the team's lead, and named to every agent
OWN = "0944051733"  # Tạ Thị Thanh Thuý, nam's


def strip(page: Page) -> Locator:
    return page.get_by_role("region", name="Cuộc gọi", exact=True)


@pytest.mark.requirement("R232")
async def test_a_known_caller_pops_by_name_and_goes_when_another_phone_answers(
    desks: Centre, open_page: OpenPage
):
    await desks.set_phone("linh", "never")
    await desks.set_phone("nam", "3")
    linh, nam = await open_page("linh", "/desk"), await open_page("nam", "/desk")
    for page in (linh, nam):
        await expect(page.get_by_text("Đang chờ cuộc gọi")).to_be_visible(timeout=30_000)
    async with Stay(linh), Stay(nam):
        await desks.ring(OWN)
        for page in (linh, nam):
            await expect(strip(page)).to_contain_text("Cuộc gọi đến")
            await expect(strip(page)).to_contain_text("0944 051 733")
        await expect(strip(nam)).to_contain_text("Tạ Thị Thanh Thuý")
        await expect(nam.get_by_role("region", name="Thông tin")).to_contain_text("DEMO044")
        await expect(strip(nam)).to_contain_text("Đang nói")
        await expect(strip(linh)).to_have_count(0)
        await expect(linh.get_by_text("Đang chờ cuộc gọi")).to_be_visible()
        await strip(nam).get_by_role("button", name="Kết thúc").click()
        await expect(strip(nam)).to_contain_text("Sau cuộc gọi")


@pytest.mark.requirement("R237")
async def test_an_unknown_caller_becomes_a_customer_without_leaving_the_call(
    desks: Centre, open_page: OpenPage
):
    page = await open_page("linh", "/desk")
    await desks.ring("0978111222", to="linh")
    await expect(strip(page)).to_contain_text("0978 111 222")
    unknown = page.get_by_role("region", name="Số chưa có trong danh bạ")
    await page.get_by_role("textbox", name="Ghi chú").fill("Hỏi giá gói 20 người")
    await unknown.get_by_role("button", name="Tạo khách hàng").click()
    await unknown.get_by_label("Họ tên").fill("Nguyễn Thị Hồng Nhung Phương")
    await unknown.get_by_role("button", name="Tạo khách hàng").click()
    await expect(strip(page)).to_contain_text("Nguyễn Thị Hồng Nhung Phương")
    await expect(strip(page)).to_contain_text("Đang nói")
    await expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("Hỏi giá gói 20 người")
    await strip(page).get_by_role("button", name="Kết thúc").click()
    await page.get_by_role("button", name="Hoàn tất").click()
    await expect(page.get_by_text("Đang chờ cuộc gọi")).to_be_visible()

    await page.get_by_role("link", name="Nguyễn Thị Hồng Nhung Phương").first.click()
    story = page.get_by_role("list", name="Dòng thời gian")
    await expect(story).to_contain_text("Hỏi giá gói 20 người")
    await expect(story).to_contain_text("Gọi đến")
    head = page.get_by_role("region", name="Nguyễn Thị Hồng Nhung Phương")
    owner = head.get_by_role("combobox", name="Nhân viên phụ trách")
    await expect(owner).to_have_value("Nguyễn Khánh Linh (101)")


async def test_a_caller_of_several_contacts_is_chosen_by_the_agent(
    desks: Centre, open_page: OpenPage
):
    async with desks.api("linh") as api:
        for name in ("Lò Văn Pá", "Lò Thị Mỷ"):
            phones = [{"typed": "0978333444", "is_primary": True}]
            await api.post("customers", contact={"name": name, "phones": phones})
    page = await open_page("linh", "/desk")
    await desks.ring("0978333444", to="linh")
    await expect(strip(page)).to_contain_text("0978 333 444")
    choice = page.get_by_role("region", name="Số này của 2 liên hệ: ai đang gọi?")
    await expect(choice.get_by_role("listitem")).to_have_count(2)
    await choice.get_by_role("button", name="Chọn Lò Thị Mỷ").click()
    await expect(strip(page)).to_contain_text("Lò Thị Mỷ")
    await expect(page.get_by_role("region", name="Thông tin")).to_be_visible()
    await expect(choice).to_have_count(0)


async def test_a_second_call_becomes_a_tab_and_takes_no_typed_word_away(
    desks: Centre, open_page: OpenPage
):
    page = await open_page("nam", "/desk")
    await desks.ring(OWN, to="nam")
    await expect(strip(page)).to_contain_text("Tạ Thị Thanh Thuý")
    note = page.get_by_role("textbox", name="Ghi chú")
    await note.fill("Đang gõ dở")
    await desks.set_phone("nam", "never")
    second = await desks.ring("0978555666", to="nam")
    tabs = strip(page).get_by_role("tab")
    await expect(tabs).to_have_count(2)
    await expect(tabs.filter(has_text="Tạ Thị Thanh Thuý")).to_have_attribute(
        "aria-selected", "true"
    )
    await expect(note).to_have_value("Đang gõ dở")
    await note.press_sequentially(" thì có cuộc gọi khác")
    await expect(note).to_have_value("Đang gõ dở thì có cuộc gọi khác")
    await tabs.filter(has_text="0978 555 666").click()
    await expect(page.get_by_role("region", name="Số chưa có trong danh bạ")).to_be_visible()
    await tabs.filter(has_text="Tạ Thị Thanh Thuý").click()
    await expect(note).to_have_value("Đang gõ dở thì có cuộc gọi khác")
    await desks.hang_up(second)
    await expect(tabs).to_have_count(0)
    await expect(note).to_have_value("Đang gõ dở thì có cuộc gọi khác")


@pytest.mark.requirement("R232")
async def test_away_from_the_desk_a_bar_tells_who_calls_and_leads_there(
    desks: Centre, open_page: OpenPage
):
    await desks.set_phone("nam", "never")
    page = await open_page("nam", "/contacts")
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Rảnh", timeout=30_000)
    await desks.ring(OWN, to="nam")
    bar = page.get_by_role("region", name="Cuộc gọi của tôi")
    await expect(bar).to_contain_text(re.compile("Cuộc gọi đến.*Tạ Thị Thanh Thuý"))
    await expect(page.get_by_role("heading", name="Liên hệ", level=1)).to_be_visible()  # no jump
    await bar.get_by_role("link").click()
    await expect(strip(page)).to_contain_text("Tạ Thị Thanh Thuý")
    await strip(page).get_by_role("button", name="Từ chối").click()
    await expect(strip(page)).to_have_count(0)
