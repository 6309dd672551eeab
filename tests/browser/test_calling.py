"""Click-to-call: both legs, wrap-up, note; what the gate asks and forbids; a reload, a restart."""

import asyncio
import re

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Locator, Page, expect

ASKED = "Phạm Quốc Đạt"  # nam's; on the national list
REFUSED = "Đỗ Đức Thắng"  # linh's


def strip(page: Page) -> Locator:
    return page.get_by_role("region", name="Cuộc gọi", exact=True)


async def wrap_up(page: Page, key: str, result: str) -> None:
    """Choose the result by key, and finish."""
    await expect(page.get_by_role("group", name="Kết quả")).to_contain_text(result)
    await page.get_by_role("heading", name="Bàn gọi").click()  # a digit in a text is text
    await page.keyboard.press(key)
    await expect(page.get_by_role("button", name=result)).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="Hoàn tất").click()
    await expect(page.get_by_text("Đang chờ cuộc gọi")).to_be_visible()


@pytest.mark.requirement("R231", "R233", "R236", "R238")
async def test_an_agent_calls_from_the_card_takes_a_note_and_wraps_up_by_key(
    desks: Centre, open_page: OpenPage
):
    customer = await desks.find_customer("Công ty TNHH Minh An")
    page = await open_page("linh", f"/customers/{customer}")
    phone = page.get_by_label("Điện thoại của tôi")
    await expect(phone).to_contain_text("Rảnh", timeout=30_000)
    lan = page.get_by_role("listitem").filter(has_text="Giám đốc")
    await expect(lan.get_by_role("button", name=re.compile("^Gọi "))).to_have_count(2)

    async with Stay(page):
        await lan.get_by_role("button", name="Gọi 0900 000 001 Nguyễn Thị Lan").click()
        await expect(phone).to_contain_text("Đang nói")
        await page.get_by_role("link", name=re.compile("Tới bàn gọi")).click()
        await expect(strip(page)).to_contain_text(re.compile(r"Đang nói\s*0:0[1-9]"))
        await expect(strip(page)).to_contain_text("Nguyễn Thị Lan")
        await expect(strip(page)).to_contain_text("0900 000 001")
        note = page.get_by_role("textbox", name="Ghi chú")
        await note.fill("Chị Lan hẹn xem hợp đồng tuần sau.")
        await note.press("Control+Enter")
        await expect(page.get_by_text("Đã lưu ghi chú.")).to_be_visible()
        await expect(note).to_have_value("")
        await strip(page).get_by_role("button", name="Kết thúc").click()
        await expect(strip(page)).to_contain_text("Sau cuộc gọi")
        await expect(phone).to_contain_text("Rảnh")
        await wrap_up(page, "1", "Đồng ý")

    await page.goto(f"/customers/{customer}?kind=call")
    story = page.get_by_role("list", name="Dòng thời gian")
    call = story.get_by_role("listitem").first
    await expect(call).to_contain_text(re.compile(r"Gọi ra.*Nghe máy.*0:\d\d.*Đồng ý"))
    await expect(call).to_contain_text("Nguyễn Khánh Linh")
    await page.get_by_role("region", name="Dòng thời gian").get_by_text("Ghi chú").first.click()
    await expect(story.get_by_role("listitem").first).to_contain_text(
        "Chị Lan hẹn xem hợp đồng tuần sau."
    )


@pytest.mark.requirement("R245", "R246")
async def test_a_number_on_the_national_list_is_called_only_after_a_yes(
    desks: Centre, open_page: OpenPage
):
    customer = await desks.find_customer(ASKED)
    page = await open_page("nam", f"/customers/{customer}")
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Rảnh", timeout=30_000)
    contact = page.get_by_role("listitem").filter(has_text="DNC quốc gia")
    call = contact.get_by_role("button", name=re.compile("^Gọi "))
    before = await desks.count_calls("nam")

    await call.click()
    question = page.get_by_role("dialog", name="Bạn có muốn tiếp tục gọi không?")
    await expect(question).to_contain_text("danh sách không quảng cáo quốc gia")
    await question.get_by_role("button", name="Không").click()
    await expect(question).to_have_count(0)
    assert await desks.count_calls("nam") == before

    await call.click()
    await question.get_by_role("textbox", name="Lý do gọi").fill("Khách tự hẹn gọi lại")
    await question.get_by_role("button", name="Tiếp tục gọi").click()
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Đang nói")
    await page.goto("/desk")
    await expect(strip(page)).to_contain_text(ASKED)
    await strip(page).get_by_role("button", name="Kết thúc").click()
    await wrap_up(page, "2", "Hẹn gọi lại")
    assert await desks.count_calls("nam") == before + 1

    audit = await open_page("admin", "/audit")
    line = audit.get_by_role("row").filter(has_text="Xác nhận vẫn gọi").first
    await expect(line).to_contain_text("Trần Hoài Nam")
    await expect(line).to_contain_text("Khách tự hẹn gọi lại")


@pytest.mark.requirement("R247", "X1")
async def test_an_admin_makes_the_question_stricter_and_the_next_call_is_asked_so(
    desks: Centre, open_page: OpenPage
):
    rules = await open_page("admin", "/settings/calling-rules")
    listed = rules.get_by_role("row", name=re.compile("không quảng cáo quốc gia"))
    await expect(listed).to_contain_text("Nghị định 91/2020/NĐ-CP")
    save = rules.get_by_role("button", name="Lưu")
    await expect(save).to_be_disabled()
    await listed.get_by_role("combobox").click()
    await rules.get_by_role("option", name="không phải quảng cáo").click()
    await save.click()
    await expect(rules.get_by_role("region", name="Các lần thay đổi")).to_contain_text(
        "DNC quốc gia: Hỏi: không phải quảng cáo, phải nêu lý do"
    )
    customer = await desks.find_customer(ASKED)
    page = await open_page("nam", f"/customers/{customer}")
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Rảnh", timeout=30_000)
    contact = page.get_by_role("listitem").filter(has_text="DNC quốc gia")
    await contact.get_by_role("button", name=re.compile("^Gọi ")).click()
    question = page.get_by_role("dialog", name="Bạn có muốn tiếp tục gọi không?")
    go_on = question.get_by_role("button", name="Tiếp tục gọi")
    await go_on.click()
    await expect(question).to_contain_text("Phải nêu lý do gọi.")
    await question.get_by_role("textbox", name="Lý do gọi").fill("Nhắc lịch hẹn")
    await question.get_by_label("Cuộc gọi này không nhằm quảng cáo").check()
    await go_on.click()
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Đang nói")

    await listed.get_by_role("combobox").click()
    await rules.get_by_role("option", name="Hỏi rồi mới gọi").click()
    await save.click()
    await expect(rules.get_by_role("region", name="Các lần thay đổi")).to_contain_text(
        "Trở về đúng bộ luật"
    )


async def test_a_number_that_refused_is_not_called_and_the_page_says_why(
    desks: Centre, open_page: OpenPage
):
    customer = await desks.find_customer(REFUSED)
    page = await open_page("linh", "/")
    read = asyncio.Semaphore(0)
    address = f"{desks.base}/api/v1/customers/{customer}"
    page.on("response", lambda one: read.release() if one.url == address else None)
    await page.goto(f"{desks.base}/customers/{customer}")
    for _ in range(2):  # once more when the page follows the customer; lists of refusals tell none
        await asyncio.wait_for(read.acquire(), 15)
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Rảnh", timeout=30_000)
    call = page.get_by_role("button", name=re.compile(rf"^Gọi .*{REFUSED}$"))
    await expect(call).to_be_enabled()
    before = await desks.count_calls("linh")
    async with desks.api("admin") as api:
        added = await api.post("dnc", list="internal", number="0933757001", reason="Khách yêu cầu")
    assert added

    await call.click()  # the page was loaded before they refused
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Không được gọi 0933 757 001")
    await expect(alert).to_contain_text("Số này trong danh sách không gọi nội bộ.")
    await page.reload()
    await expect(call).to_have_attribute("aria-disabled", "true")
    await expect(call).to_have_accessible_description("Số này trong danh sách không gọi nội bộ.")
    await call.focus()
    await expect(page.get_by_role("tooltip")).to_contain_text("danh sách không gọi nội bộ")
    await page.keyboard.press("Enter")

    await page.goto("/desk")
    await page.get_by_role("textbox", name="Số điện thoại").fill("0933757001")
    await page.get_by_role("button", name="Gọi", exact=True).click()
    await expect(alert).to_contain_text("Số này trong danh sách không gọi nội bộ.")
    assert await desks.count_calls("linh") == before


async def test_a_reload_in_mid_call_loses_nothing(desks: Centre, open_page: OpenPage):
    page = await open_page("linh", "/desk")
    await desks.ring("0936132701", to="linh")  # Dương Thành Long
    await expect(strip(page)).to_contain_text("Đang nói")
    note = page.get_by_role("textbox", name="Ghi chú")
    await note.fill("Mới gõ được một nửa")
    await page.reload()
    await expect(strip(page)).to_contain_text(re.compile(r"Đang nói\s*0:\d[1-9]"))
    await expect(strip(page)).to_contain_text("Dương Thành Long")
    await expect(page.get_by_text("đang gọi", exact=True)).to_be_visible()
    await expect(note).to_have_value("Mới gõ được một nửa")
    await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Đang nói")

    await strip(page).get_by_role("button", name="Kết thúc").click()
    await expect(strip(page)).to_contain_text("Sau cuộc gọi")
    await page.reload()
    await expect(strip(page)).to_contain_text("Sau cuộc gọi")
    await expect(note).to_have_value("Mới gõ được một nửa")
    await wrap_up(page, "4", "Từ chối")


async def test_the_server_killed_in_mid_call_comes_back_with_the_truth(
    desks: Centre, open_page: OpenPage
):
    page = await open_page("nam", "/desk")
    server = page.get_by_label("Kết nối máy chủ")
    caller = await desks.ring("0947219302", to="nam")  # Hà Thị Cẩm Tú
    await expect(strip(page)).to_contain_text("Đang nói")
    note = page.get_by_role("textbox", name="Ghi chú")
    await note.fill("Giữa chừng thì máy chủ dừng")
    async with Stay(page):
        await desks.process.kill()
        await expect(server).to_contain_text("mất kết nối")
        await desks.process.start()
        await expect(server).to_contain_text("đã kết nối", timeout=30_000)
        await expect(strip(page)).to_contain_text("Đang nói")
        await expect(strip(page)).to_contain_text("Hà Thị Cẩm Tú")

        await desks.process.kill()
        await desks.hang_up(caller)
        await expect(server).to_contain_text("mất kết nối")
        await desks.process.start()
        await expect(strip(page)).to_contain_text("Sau cuộc gọi", timeout=30_000)
        await expect(note).to_have_value("Giữa chừng thì máy chủ dừng")
        await expect(page.get_by_label("Điện thoại của tôi")).to_contain_text("Rảnh")
        await wrap_up(page, "2", "Hẹn gọi lại")
