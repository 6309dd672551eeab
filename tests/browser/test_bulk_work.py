"""Many customers at once, from the list: given away, edited with what is refused, exported."""

from io import BytesIO

import pytest
from centre import Centre, OpenPage, Stay
from openpyxl import load_workbook
from playwright.async_api import Page, expect

NAMES = ("Hợp tác xã Mây Tre", "Hợp tác xã Mây Đan", "Hợp tác xã Mây Song")


async def tick(page: Page, *names: str) -> None:
    for name in names:
        await page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()


async def choose(page: Page, label: str, option: str) -> None:
    await page.get_by_role("combobox", name=label, exact=True).click()
    await page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.requirement("R009", "R325", "R083")
async def test_ticked_customers_are_given_to_an_agent_edited_and_exported(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("quanly") as api:
        contact = {"name": "Cụ Mây", "phones": [{"typed": "0912 700 021"}]}
        made = [
            await api.post("customers", name=name, kind=kind, contact=contact)
            for name, kind in zip(NAMES, ("organisation", "organisation", "person"), strict=True)
        ]
    page = await open_page("quanly", "/customers?q=cu may")
    async with Stay(page):
        await expect(page.get_by_role("row")).to_have_count(4)
        await tick(page, *NAMES[:2])
        bar = page.get_by_role("toolbar", name="Việc trên nhiều khách hàng")
        await expect(bar).to_contain_text("Đã chọn 2 khách hàng")
        await expect(bar.get_by_role("button", name="Xóa", exact=True)).to_have_count(0)
        await bar.get_by_role("button", name="Giao").click()
        panel = page.get_by_role("dialog", name="Giao khách hàng")
        send = panel.get_by_role("button", name="Giao 2 khách hàng")
        await expect(send).to_be_disabled()
        await choose(page, "Người phụ trách mới", "Trần Hoài Nam (102)")
        await send.click()
        await expect(panel.get_by_text("Đã đổi: 2")).to_be_visible()
        await panel.get_by_role("button", name="Đóng").last.click()
        rows = page.get_by_role("row").filter(has_text="Trần Hoài Nam")
        await expect(rows).to_have_count(2)

        # The whole list: a person has no size, and is told of as refused.
        await bar.get_by_role("button", name="Chọn cả 3 khách của danh sách").click()
        await bar.get_by_role("button", name="Sửa").click()
        panel = page.get_by_role("dialog", name="Sửa hàng loạt")
        await choose(page, "Mục", "Quy mô")
        await choose(page, "Đổi thành", "1–9 người")
        await panel.get_by_role("button", name="Cập nhật 3 khách hàng").click()
        await expect(panel.get_by_text("Đã đổi: 2")).to_be_visible()
        refused = panel.get_by_role("table", name="Khách hàng không đổi được")
        await expect(refused).to_contain_text(NAMES[2])
        await expect(refused).to_contain_text("chỉ dành cho KH tổ chức")
        await panel.get_by_role("button", name="Đóng").last.click()

        await bar.get_by_role("button", name="Xuất tệp").click()
        panel = page.get_by_role("dialog", name="Xuất tệp")
        await panel.get_by_role("button", name="Xuất 3 khách hàng").click()
        async with page.expect_download() as download:
            await panel.get_by_role("link", name="Tải tệp").click()
    content = (await (await download.value).path()).read_bytes()
    book = load_workbook(BytesIO(content))
    header, *rows = book["Khách hàng"].values
    phone = header.index("Số điện thoại của liên hệ")
    assert {row[1] for row in rows} == set(NAMES)
    assert {row[phone] for row in rows} == {"0912 700 021"}
    story = await open_page("nam", f"/customers/{made[0]['id']}")
    await expect(story.get_by_role("list", name="Dòng thời gian")).to_contain_text("Trần Hoài Nam")
    await page.goto("/imports?tab=jobs")
    await expect(page.get_by_role("table", name="Việc hàng loạt").get_by_role("row")).to_have_count(
        4
    )
