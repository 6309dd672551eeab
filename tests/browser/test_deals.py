"""Opportunities, documents and API keys, as people make them."""

import re
from pathlib import Path

import aiohttp
import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Page, expect

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0004850180"
    "84a98c210000000049454e44ae426082"
)


@pytest.mark.requirement("R150", "R151", "R152", "R154")
async def test_an_opportunity_is_added_won_and_found_by_its_stage(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Công ty TNHH Minh An")
    page = await open_page("quanly", f"/customers/{customer}?tab=opportunities")
    story = page.get_by_role("list", name="Dòng thời gian")
    async with Stay(page):
        await expect(
            page.get_by_role("list", name="Chiến dịch khách đang tham gia")
        ).to_contain_text("Hội thảo tháng 12")
        await page.get_by_role("button", name="Thêm cơ hội").click()
        panel = page.get_by_role("dialog", name="Thêm cơ hội")
        await panel.get_by_role("button", name="Thêm cơ hội").click()
        await expect(panel.get_by_text("Cần điền")).to_be_visible()
        await panel.get_by_label("Tên cơ hội").fill("Gói 50 người")
        await expect(panel.get_by_role("combobox", name="Liên hệ")).to_have_value(re.compile("Lan"))
        await panel.get_by_role("button", name="Thêm cơ hội").click()
        deals = page.get_by_role("list", name="Cơ hội", exact=True)
        mine = deals.get_by_role("listitem").filter(has_text="Gói 50 người")
        await expect(mine).to_be_visible()
        await expect(mine).not_to_contain_text("₫")  # nobody said what it is worth
        await expect(story).to_contain_text("Thêm cơ hội")
        await expect(story).to_contain_text("Giai đoạn: Đang mở")

        await mine.get_by_role("button", name="Gói 50 người").click()
        panel = page.get_by_role("dialog", name="Cơ hội", exact=True)
        await expect(panel.get_by_label("Giá trị")).to_have_value("")
        await panel.get_by_label("Giá trị").fill("120000000")
        await panel.get_by_role("combobox", name="Giai đoạn").click()
        await page.get_by_role("option", name="Thành công").click()
        await describe_as_a_colleague(centre, customer, "Gói 50 người", "Khách hẹn ký thứ Hai")
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(panel.get_by_role("alert")).to_contain_text("Người khác vừa sửa cơ hội này")
        await panel.get_by_role("button", name="Lấy bản mới nhất").click()
        await expect(panel.get_by_role("alert")).to_have_count(0)
        await expect(panel.get_by_label("Mô tả")).to_have_value("Khách hẹn ký thứ Hai")
        await expect(panel.get_by_role("combobox", name="Giai đoạn")).to_have_value("Thành công")
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(story).to_contain_text("Cơ hội thành công")
        await expect(mine).to_contain_text("120.000.000")
        await page.get_by_role("group", name="Giai đoạn").get_by_text("Thất bại").click()
        await expect(mine).to_have_count(0)
        await page.get_by_role("group", name="Giai đoạn").get_by_text("Thành công").click()
        await expect(mine).to_be_visible()

    await page.goto("/opportunities?stage=won&q=goi+50+nguoi")
    rows = page.get_by_role("table", name="Cơ hội").get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("Công ty TNHH Minh An")


async def describe_as_a_colleague(centre: Centre, customer: int, name: str, text: str) -> None:
    """Change the description of a customer's opportunity."""
    async with centre.api("admin") as api:
        rows = (await api.get("opportunities", customer_id=customer))["rows"]
        [one] = [row for row in rows if row["name"] == name]
        await api.patch(f"opportunities/{one['id']}", description=text, version=one["version"])


@pytest.mark.requirement("R017", "R039", "R040", "R195", "R210", "R211", "R212", "R213", "R215")
async def test_an_order_makes_a_customer_is_owed_paid_in_part_and_delivered(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Lê Thị Ngọc Ánh")
    page = await open_page("quanly", f"/customers/{customer}?tab=dealings")
    story = page.get_by_role("list", name="Dòng thời gian")
    async with Stay(page):
        await write_order(page)
        await expect(page.get_by_text("nay là khách hàng")).to_be_visible()
        await expect(story).to_contain_text("Chuyển thành khách hàng")
        dealings = page.get_by_role("list", name="Lịch sử giao dịch")
        await expect(dealings.get_by_role("listitem").first).to_contain_text("3.000.000")
        await pay_in_part(page)
        await deliver(page)
        await expect(story).to_contain_text("Đã giao đơn hàng")
        await look_at_the_other_ways(page)
    await page.goto("/sales?kind=order&status=delivered&q=ngoc+anh")
    rows = page.get_by_role("table", name="Bán hàng").get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("3.000.000")


async def write_order(page: Page) -> None:
    await page.get_by_role("button", name="Thêm", exact=True).click()
    await page.get_by_role("menuitem", name="Đơn hàng").click()
    panel = page.get_by_role("dialog", name="Thêm đơn hàng")
    await expect(panel).to_contain_text("liên hệ trở thành khách hàng")
    await panel.get_by_role("combobox", name="Trạng thái").click()
    await page.get_by_role("option", name="Đã xác nhận").click()
    await panel.get_by_role("button", name="Thêm mặt hàng").click()
    await panel.get_by_role("button", name="Thêm đơn hàng").click()
    await expect(panel.get_by_text("Cần điền")).to_be_visible()
    await panel.get_by_role("button", name="Đóng", exact=True).click()  # by mistake
    await expect(panel).to_have_count(0)
    await page.get_by_role("button", name="Thêm", exact=True).click()
    await page.get_by_role("menuitem", name="Đơn hàng").click()
    await expect(panel.get_by_text("Đã lấy lại nội dung chưa lưu")).to_be_visible()
    line = panel.get_by_role("group", name="Mặt hàng 1")
    await line.get_by_label("Tên hàng, dịch vụ").fill("Máy lẻ IP")
    # One point alone is none of Vietnamese: neither 15 nor 1,5 is made of it.
    await line.get_by_label("Số lượng").fill("1.5")
    await line.get_by_label("Đơn giá").press_sequentially("1500000")
    await expect(line.get_by_label("Đơn giá")).to_have_value("1.500.000")
    await expect(line).to_contain_text("Hãy viết số như 1.234,5")
    await line.get_by_label("Số lượng").fill("2")
    await expect(panel.get_by_label("Số tiền")).to_have_value("3.000.000")
    await panel.get_by_role("textbox", name="Hạn thanh toán").fill("01/03/2026")
    await panel.get_by_role("button", name="Thêm đơn hàng").click()


async def pay_in_part(page: Page) -> None:
    await page.get_by_role("tab", name="Công nợ").click()
    owed = page.get_by_role("region", name="Công nợ", exact=True)
    await expect(owed).to_contain_text("Còn nợ3.000.000\xa0₫Quá hạn3.000.000\xa0₫")
    await page.get_by_role("button", name=re.compile("^Thu tiền cho DH")).click()
    panel = page.get_by_role("dialog", name="Lập phiếu thu")
    await expect(panel.get_by_label("Số tiền")).to_have_value("3.000.000")
    await expect(panel.get_by_role("combobox", name="Thu cho")).to_have_value(re.compile("^DH"))
    await panel.get_by_label("Số tiền").fill("1000000")
    await panel.get_by_role("button", name="Lập phiếu thu").click()
    await expect(owed).to_contain_text("Còn nợ2.000.000\xa0₫")
    book = page.get_by_role("table", name="Sổ công nợ")
    await expect(book.get_by_role("row").nth(1)).to_contain_text("1.000.000")


async def deliver(page: Page) -> None:
    """What was typed goes with the move; then the sum stands."""
    book = page.get_by_role("table", name="Sổ công nợ")
    await book.get_by_role("button", name=re.compile("^DH")).click()
    panel = page.get_by_role("dialog", name="Giao dịch")
    await panel.get_by_label("Diễn giải").fill("Giao tận nơi")
    await panel.get_by_role("button", name="Đã giao hàng").click()
    await expect(panel).to_contain_text("Đã giao: chỉ sửa được")
    await expect(panel.get_by_label("Diễn giải")).to_have_value("Giao tận nơi")
    await expect(panel.get_by_label("Đơn giá")).not_to_be_editable()
    await panel.get_by_role("button", name="Đóng").click()


async def look_at_the_other_ways(page: Page) -> None:
    """From the customer's menu, and from the comment bar."""
    await page.get_by_role("button", name="Thao tác khác").click()
    await page.get_by_role("menuitem", name="Thêm hợp đồng").click()
    panel = page.get_by_role("dialog", name="Thêm hợp đồng")
    await panel.get_by_role("textbox", name="Ngày hiệu lực").fill("31/01/2026")
    await panel.get_by_label("Thời hạn (tháng)").fill("1")
    await expect(panel).to_contain_text("Hết hạn ngày 28/02/2026")
    await panel.get_by_role("button", name="Hủy bỏ").click()
    await page.get_by_role("tab", name="Bình luận").click()
    bar = page.get_by_role("group", name="Thêm nhanh")
    await bar.get_by_role("button", name="Thêm đơn hàng").click()
    await expect(page.get_by_role("dialog").get_by_label("Số tiền")).to_be_visible()


@pytest.mark.requirement("R225")
async def test_a_picture_is_dropped_shown_and_deleted_for_good(
    centre: Centre, open_page: OpenPage, tmp_path: Path
):
    customer = await centre.find_customer("Công ty TNHH Minh An")
    page = await open_page("quanly", f"/customers/{customer}?tab=documents")
    picture = tmp_path / "ảnh chụp.png"
    picture.write_bytes(PNG)
    story = page.get_by_role("list", name="Dòng thời gian")
    async with Stay(page):
        async with page.expect_file_chooser() as choosing:
            await page.get_by_role("button", name="Chọn tệp").click()
        await (await choosing.value).set_files(picture)
        shown = page.get_by_role("button", name="ảnh chụp.png", exact=True)
        await shown.click()
        image = page.get_by_role("dialog").get_by_role("img", name="ảnh chụp.png")
        await expect(image).to_have_js_property("naturalWidth", 1)
        await page.get_by_role("button", name="Đóng").click()
        async with page.expect_download() as saving:
            await page.get_by_role("link", name="Tải ảnh chụp.png về").click()
        saved = await saving.value
        assert saved.suggested_filename == "ảnh chụp.png"
        await saved.save_as(tmp_path / "saved.png")
        assert (tmp_path / "saved.png").read_bytes() == PNG
        await page.get_by_role("button", name="Xóa ảnh chụp.png").click()
        await page.get_by_role("button", name="Bấm lần nữa để xóa hẳn ảnh chụp.png").click()
        await expect(shown).to_have_count(0)
        await expect(story).to_contain_text("Xóa tài liệu")


async def test_a_key_is_shown_once_opens_what_was_ticked_and_is_revoked(
    centre: Centre, open_page: OpenPage
):
    page = await open_page("quanly", "/desk")
    await page.get_by_role("button", name=re.compile("^Tài khoản")).click()
    await page.get_by_role("menuitem", name="Khóa API").click()
    async with Stay(page):
        await page.get_by_role("button", name="Tạo khóa").click()
        panel = page.get_by_role("dialog", name="Tạo khóa")
        await panel.get_by_label("Tên khóa").fill("Đồng bộ kế toán")
        await panel.get_by_role("button", name="Tạo khóa").click()
        secret = await panel.get_by_label("Khóa", exact=True).input_value()
        headers = {"Authorization": f"Bearer {secret}"}
        async with aiohttp.ClientSession(f"{centre.base}/api/v1/", headers=headers) as program:
            statuses = []
            for path in ("customers", "campaigns"):
                async with program.get(path) as answer:
                    statuses.append(answer.status)
            assert statuses == [200, 403]
            await panel.get_by_role("button", name="Tôi đã lưu khóa").click()
            await expect(page.get_by_text(secret)).to_have_count(0)
            row = page.get_by_role("row").filter(has_text="Đồng bộ kế toán")
            await expect(row).to_contain_text("Đang hiệu lực")
            await row.get_by_role("button", name="Thu hồi khóa Đồng bộ kế toán").click()
            await row.get_by_role("button", name="Bấm lần nữa").click()
            await expect(row).to_contain_text("Đã thu hồi")
            async with program.get("customers") as answer:
                assert answer.status == 401
