"""Work on a customer: a mention seen at once by whom it is for, a task with its reminder, and a
transaction kept right after a call."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Page, expect

CALLS = "0944051733"  # Tạ Thị Thanh Thuý, nam's


async def add_customer(centre: Centre, name: str) -> int:
    async with centre.api("linh") as api:
        made = await api.post("customers", contact={"name": name})
    return int(made["id"])


def story(page: Page):
    return page.get_by_role("list", name="Dòng thời gian")


@pytest.mark.requirement("R138", "R190", "R191", "R192", "R197", "R414")
async def test_whoever_is_mentioned_sees_it_at_once_answers_and_the_open_page_shows_it(
    centre: Centre, open_page: OpenPage
):
    customer = await add_customer(centre, "Khúc Thị Mây")
    lead = await open_page("quanly", f"/customers/{customer}?tab=comments")
    linh = await open_page("linh", "/desk")
    await find_out_that_nam_does_not_see(linh, customer)
    bell = linh.get_by_role("button", name=re.compile("^Thông báo"))
    await expect(bell).to_be_visible()
    async with Stay(lead), Stay(linh):
        box = lead.get_by_label("Viết bình luận")
        await box.press_sequentially("Nhờ @khanh")
        await expect(lead.get_by_role("option", name="Nguyễn Khánh Linh")).to_be_visible()
        await lead.keyboard.press("Enter")
        await expect(box).to_have_value("Nhờ @linh ")
        await lead.keyboard.type("báo giá 50 người")
        await lead.keyboard.press("Control+Enter")
        said = lead.get_by_role("article", name="Vũ Thu Hà")
        await expect(said).to_contain_text("Nhờ @linh báo giá 50 người")
        await expect(box).to_have_value("")

        told = linh.get_by_role("alert").filter(has_text="nhắc đến bạn")
        await expect(told).to_contain_text("Khúc Thị Mây")
        await bell.click()
        mentioned = re.compile("Vũ Thu Hà nhắc đến bạn.*Khúc Thị Mây")
        await linh.get_by_role("link", name=mentioned).click()
        await expect(linh).to_have_url(re.compile(rf"/customers/{customer}\?tab=comments"))
        seen = linh.get_by_role("article", name="Vũ Thu Hà")
        await expect(seen).to_contain_text("báo giá 50 người")
        await expect(linh.get_by_role("tab", name="Bình luận", exact=True)).to_be_visible()  # read

        await seen.get_by_role("button", name="Thích bình luận của Vũ Thu Hà").click()
        await seen.get_by_role("button", name="Trả lời").click()
        await linh.get_by_label("Trả lời Vũ Thu Hà").fill("Đã gửi rồi ạ")
        await linh.get_by_role("button", name="Đăng").click()
        answer = lead.get_by_role("article", name="Nguyễn Khánh Linh")
        await expect(answer).to_contain_text("Đã gửi rồi ạ")
        await expect(said.get_by_title("1 lượt thích")).to_be_visible()
        await lead.get_by_text("Thảo luận", exact=True).click()
        await expect(story(lead).get_by_role("listitem")).to_have_count(2)

        await said.get_by_role("button", name="Xóa", exact=True).click()
        await said.get_by_role("button", name="Bấm lần nữa để xóa").click()
        await expect(linh.get_by_text("Bình luận này đã bị xóa.")).to_be_visible()


async def find_out_that_nam_does_not_see(linh: Page, customer: int) -> None:
    """Nobody is offered to be mentioned, and it is said why; Esc hides that alone."""
    await linh.goto(f"/customers/{customer}?tab=comments")
    box = linh.get_by_label("Viết bình luận")
    await box.press_sequentially("Nhờ @nam")
    why = linh.get_by_text("Trần Hoài Nam: không xem được khách hàng này")
    await expect(why).to_be_visible()
    await linh.keyboard.press("Escape")
    await expect(why).to_have_count(0)
    await expect(box).to_have_value("Nhờ @nam")
    await box.press_sequentially("xyz")
    await expect(linh.get_by_text("Không có ai tên “namxyz”")).to_be_visible()
    await box.fill("")
    await linh.goto("/desk")


@pytest.mark.requirement("R139", "R160", "R161", "R162", "R413")
async def test_a_task_is_added_reminded_of_and_ticked_off(centre: Centre, open_page: OpenPage):
    customer = await add_customer(centre, "Mạc Đăng Khoa")
    page = await open_page("linh", f"/customers/{customer}?tab=tasks")
    tasks = page.get_by_role("region", name="Việc cần làm")
    async with Stay(page):
        await tasks.get_by_role("button", name="Thêm việc").click()
        panel = page.get_by_role("dialog", name="Thêm việc")
        await panel.get_by_role("button", name="Thêm việc").click()
        await expect(panel.get_by_text("Cần điền")).to_be_visible()
        await panel.get_by_label("Việc", exact=False).first.fill("Gửi hợp đồng mẫu")
        # Closed by mistake, and nothing is lost.
        await page.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
        await tasks.get_by_role("button", name="Thêm việc").click()
        await expect(panel.get_by_text("Đã lấy lại nội dung chưa lưu")).to_be_visible()
        await panel.get_by_role("button", name="Sáng mai 9:00").click()
        await panel.get_by_role("button", name="Thêm việc").click()
        item = tasks.get_by_role("listitem").filter(has_text="Gửi hợp đồng mẫu")
        await expect(item).to_contain_text("09:00")
        await expect(story(page)).to_contain_text("Gửi hợp đồng mẫu")

        async with centre.api("linh") as api:
            due = datetime.now(UTC) + timedelta(seconds=2)
            await api.post(
                "tasks",
                title="Gọi lại ngay",
                customer_id=customer,
                due_at=due.isoformat(),
                remind_minutes=0,
            )
        reminder = page.get_by_role("alert").filter(has_text="Việc sắp đến hạn: Gọi lại ngay")
        await expect(reminder).to_be_visible()
        await tasks.get_by_text("Trễ hạn 1").click()
        late = tasks.get_by_role("listitem")
        await expect(late).to_have_count(1)
        await expect(late).to_contain_text("Trễ hạn")
        await late.get_by_role("checkbox", name="Xong: Gọi lại ngay").click()
        await expect(late).to_have_count(0)
        await tasks.get_by_text(re.compile("^Đã xong")).click()
        await expect(tasks.get_by_role("listitem")).to_contain_text("Gọi lại ngay")
        await page.get_by_text("Nhật ký", exact=True).click()
        await expect(story(page)).to_contain_text("Việc đã xong")
    await page.goto("/tasks?q=hợp đồng mẫu")
    rows = page.get_by_role("table", name="Việc cần làm").get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("Mạc Đăng Khoa")


@pytest.mark.requirement("R180", "R182", "R238")
async def test_a_transaction_is_kept_from_the_wrap_up_of_a_call(desks: Centre, open_page: OpenPage):
    page = await open_page("nam", "/desk")
    await desks.ring(CALLS, to="nam")
    strip = page.get_by_role("region", name="Cuộc gọi", exact=True)
    await expect(strip).to_contain_text("Đang nói")
    await strip.get_by_role("button", name="Kết thúc").click()
    await expect(strip).to_contain_text("Sau cuộc gọi")
    await page.get_by_role("button", name="Thêm giao dịch").click()
    panel = page.get_by_role("dialog", name="Giao dịch nhanh")
    await expect(panel).to_contain_text("Với Tạ Thị Thanh Thuý")
    await panel.get_by_label("Tên giao dịch").fill("Đặt 20 tài khoản")
    await panel.get_by_role("button", name="Thêm giao dịch").click()
    await expect(panel.get_by_text("Cần điền")).to_be_visible()  # the type is required too
    await panel.get_by_role("combobox", name="Loại giao dịch").click()
    await page.get_by_role("option", name="Chốt đơn").click()
    await panel.get_by_role("button", name="Thêm giao dịch").click()
    await expect(panel).to_have_count(0)
    kinds = page.get_by_role("group", name="Lọc dòng thời gian")
    await kinds.get_by_text("Giao dịch", exact=True).click()
    await expect(story(page)).to_contain_text("Đặt 20 tài khoản")
    await expect(story(page)).to_contain_text("Chốt đơn")
    await page.get_by_role("button", name="Hoàn tất").click()
    await expect(page.get_by_text("Đang chờ cuộc gọi")).to_be_visible()


@pytest.mark.requirement("R200", "R201")
async def test_a_customer_is_invited_to_an_appointment_by_e_mail_and_told_when_it_is_off(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("linh") as api:
        contact = {"name": "Cô Thắm", "email": "tham@example.vn"}
        made = await api.post("customers", name="Vườn hoa Thắm", contact=contact)
    outbox = centre.process.settings.data_dir / "outbox"

    async def read_mail(method: str) -> str:
        async with asyncio.timeout(15):
            while True:
                for path in outbox.glob("*.eml"):
                    text = path.read_text()
                    if "tham@example.vn" in text and f"METHOD:{method}" in text:
                        return text
                await asyncio.sleep(0.1)

    page = await open_page("linh", f"/customers/{made['id']}?tab=appointments")
    panel = page.get_by_role("dialog")
    book = page.get_by_role("list", name="Lịch hẹn")
    async with Stay(page):
        await page.get_by_role("button", name="Đặt lịch hẹn").click()
        await panel.get_by_label("Nội dung hẹn").fill("Chọn hoa cưới")
        await panel.get_by_label("Mô tả").fill("Hay đổi ý")
        await panel.get_by_label("Gửi email cho khách").check()
        await panel.get_by_role("button", name="Đặt lịch hẹn").click()
        await expect(book).to_contain_text("đã mời tham@example.vn")
        await expect(story(page)).to_contain_text("Thư mời")
        mail = await read_mail("REQUEST")
        assert "SUMMARY:Chọn hoa cưới" in mail
        assert "Hay đổi ý" not in mail
        await book.get_by_role("button", name="Chọn hoa cưới").click()
        await panel.get_by_role("button", name="Hủy lịch hẹn").click()
        await expect(panel.get_by_label("Gửi thư báo hủy cho tham@example.vn")).to_be_checked()
        await panel.get_by_role("button", name="Bấm lần nữa để hủy").click()
        await expect(book).to_contain_text("Đã hủy")
        await read_mail("CANCEL")


@pytest.mark.requirement("R375", "R376")
async def test_a_colleagues_birthday_is_entered_and_stands_in_everybodys_own_menu(
    centre: Centre, open_page: OpenPage
):
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    admin = await open_page("admin", "/users?q=nam")
    await admin.get_by_role("button", name="Sửa Trần Hoài Nam").click()
    born = admin.get_by_role("dialog").get_by_label("Ngày sinh", exact=True)
    await born.fill(f"{today:%d/%m}/1996")
    await admin.get_by_role("dialog").get_by_role("button", name="Cập nhật").click()
    await expect(admin.get_by_role("dialog")).to_have_count(0)

    page = await open_page("linh", "/desk")
    await page.get_by_role("button", name=re.compile("Nguyễn Khánh Linh")).click()
    await page.get_by_role("menuitem", name=re.compile("Trần Hoài Nam")).click()
    panel = page.get_by_role("dialog", name="Trần Hoài Nam")
    await expect(panel).to_contain_text("hôm nay")
    await expect(panel).to_contain_text("102")
    async with centre.api("admin") as api:
        nam = (await api.get("users", q="Trần Hoài Nam"))["rows"][0]
        await api.patch(f"users/{nam['id']}", birthday=None)
    again = await open_page("linh", "/birthdays")
    await expect(again.get_by_text("Từ nay đến cuối tháng không ai có sinh nhật")).to_be_visible()
