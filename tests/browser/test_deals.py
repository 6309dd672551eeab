"""Opportunities, documents and API keys, as people make them."""

import re
from pathlib import Path

import aiohttp
import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import expect

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
        await panel.get_by_label("Giá trị").fill("120000000")
        await panel.get_by_role("button", name="Thêm cơ hội").click()
        deals = page.get_by_role("list", name="Cơ hội", exact=True)
        mine = deals.get_by_role("listitem").filter(has_text="Gói 50 người")
        await expect(mine).to_contain_text("120.000.000")
        await expect(story).to_contain_text("Thêm cơ hội")

        await mine.get_by_role("button", name="Gói 50 người").click()
        panel = page.get_by_role("dialog", name="Cơ hội", exact=True)
        await panel.get_by_role("combobox", name="Giai đoạn").click()
        await page.get_by_role("option", name="Thành công").click()
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(story).to_contain_text("Cơ hội thành công")
        await page.get_by_role("group", name="Giai đoạn").get_by_text("Thất bại").click()
        await expect(mine).to_have_count(0)
        await page.get_by_role("group", name="Giai đoạn").get_by_text("Thành công").click()
        await expect(mine).to_be_visible()

    await page.goto("/opportunities?stage=won&q=goi+50+nguoi")
    rows = page.get_by_role("table", name="Cơ hội").get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("Công ty TNHH Minh An")


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
    await page.get_by_role("menuitem", name="Khoá API").click()
    async with Stay(page):
        await page.get_by_role("button", name="Tạo khoá").click()
        panel = page.get_by_role("dialog", name="Tạo khoá")
        await panel.get_by_label("Tên khoá").fill("Đồng bộ kế toán")
        await panel.get_by_role("button", name="Tạo khoá").click()
        secret = await panel.get_by_label("Khoá", exact=True).input_value()
        headers = {"Authorization": f"Bearer {secret}"}
        async with aiohttp.ClientSession(f"{centre.base}/api/v1/", headers=headers) as program:
            statuses = []
            for path in ("customers", "campaigns"):
                async with program.get(path) as answer:
                    statuses.append(answer.status)
            assert statuses == [200, 403]
            await panel.get_by_role("button", name="Tôi đã lưu khoá").click()
            await expect(page.get_by_text(secret)).to_have_count(0)
            row = page.get_by_role("row").filter(has_text="Đồng bộ kế toán")
            await expect(row).to_contain_text("Đang hiệu lực")
            await row.get_by_role("button", name="Thu hồi khoá Đồng bộ kế toán").click()
            await row.get_by_role("button", name="Bấm lần nữa").click()
            await expect(row).to_contain_text("Đã thu hồi")
            async with program.get("customers") as answer:
                assert answer.status == 401
