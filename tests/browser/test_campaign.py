"""The campaign manager's job: start, watch, pause, go on, stop; all by push."""

import os
import re
import signal

import pytest
from centre import Centre, OpenPage, Stay
from pbx_fixtures import revive
from playwright.async_api import Locator, Page, expect
from running import campaign_form

from cti.pbx.info import load_info
from cti.pbx.subscribers import Subscriber

TOTALS = {
    "Đăng kí": ("Đăng kí", "Xác nhận", "Tham gia", "Hủy"),
    "Xác nhận": ("Xác nhận", "Tham gia"),
    "Tham gia": ("Tham gia",),
    "Hủy": ("Hủy",),
}


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(rf"^{name}"))


async def read_funnel(page: Page) -> dict[str, tuple[int, int]]:
    """Of each state its total, and how many are in it now."""
    seen = {}
    for name in TOTALS:
        link = region(page, "Phễu trạng thái").get_by_role("link", name=re.compile(f"^{name}"))
        figures = re.findall(r"\d+", (await link.inner_text()).replace(".", ""))
        seen[name] = (int(figures[0]), int(figures[1]))
    return seen


@pytest.mark.requirement("R255", "R256", "R258", "R265")
async def test_a_manager_starts_a_campaign_and_sees_it_move_by_push(open_page: OpenPage):
    page = await open_page("quanly", "/campaigns")
    await page.get_by_role("link", name="Hội thảo tháng 12").click()
    state = page.get_by_label("Trạng thái chiến dịch")
    why = page.get_by_label("Vì sao chưa gọi")
    progress = region(page, "Tiến độ")
    now = region(page, "Đang gọi ·")
    await expect(state).to_have_text("Nháp")
    await expect(why).to_contain_text("Chiến dịch chưa bắt đầu.")
    before = await read_funnel(page)

    async with Stay(page):
        await page.get_by_role("button", name="Bắt đầu").click()
        await expect(state).to_have_text("Đang chạy")
        await expect(now.get_by_role("listitem").first).to_be_visible()
        await expect(now).to_contain_text(re.compile("đổ chuông|đang nghe|phím 1"))
        await expect(region(page, "Phím đã bấm")).to_contain_text("Phím 1 · Đăng kí")
        await expect(region(page, "Kết quả gọi")).to_contain_text("Nghe máy")
        await expect(region(page, "Theo phút")).to_contain_text("Phím 1")
        total = region(page, "Phễu trạng thái").get_by_role("link", name=re.compile("^Đăng kí"))
        await expect(total).not_to_contain_text(re.compile(rf"^Đăng kí\s*{before['Đăng kí'][0]}\b"))

        await page.get_by_role("button", name="Tạm dừng").click()
        await expect(state).to_have_text("Tạm dừng")
        await expect(why).to_contain_text("Đang tạm dừng; những cuộc đang gọi được nói hết.")
        await expect(now.get_by_role("listitem").first).to_be_visible()  # let finish, not cut
        # Who presses nothing hears the demo's prompt (17 s) twice, each time with 5 s for a key,
        # and the goodbye: a call of 50 s, the longest of all behaviours.
        await expect(progress).to_contain_text("0 cuộc đang gọi", timeout=90_000)
        await expect(now).to_contain_text("Không có cuộc nào")
        after = await read_funnel(page)
        assert after["Đăng kí"][0] > before["Đăng kí"][0]
        for name, parts in TOTALS.items():
            assert after[name][0] == sum(after[part][1] for part in parts)

        await page.get_by_role("button", name="Tiếp tục").click()
        await expect(state).to_have_text("Đang chạy")
        await expect(now.get_by_role("listitem").first).to_be_visible()

        await page.get_by_role("button", name="Dừng hẳn").click()
        await page.get_by_role("button", name="Dừng hẳn chiến dịch").click()
        await expect(state).to_have_text("Đã dừng")
        await expect(page.get_by_role("button", name="Bắt đầu")).to_have_count(0)

    await page.reload()
    await expect(state).to_have_text("Đã dừng")


@pytest.mark.requirement("R257", "R263")
async def test_a_member_shows_its_story_and_is_moved_by_hand_only_where_the_table_allows(
    centre: Centre, open_page: OpenPage
):
    path = await make_campaign(centre, "Đổi bằng tay", [Subscriber.PRESSES_1])
    page = await open_page("quanly", path)
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.get_by_label("Trạng thái chiến dịch")).to_have_text("Đã xong", timeout=30_000)
    await page.get_by_role("table", name="Thành viên").get_by_role("row").nth(1).click()
    panel = page.get_by_role("dialog", name="PRESSES_1")
    await expect(panel).to_contain_text("Phím 1")
    await expect(panel).to_contain_text("Nghe máy")
    moves = panel.get_by_role("group", name="Đổi trạng thái").get_by_role("button")
    await expect(moves).to_have_text(["Xác nhận", "Tham gia", "Hủy"])
    await moves.filter(has_text="Hủy").click()
    await expect(panel).to_contain_text("Từ trạng thái này không chuyển đi đâu được nữa.")
    total = region(page, "Phễu trạng thái").get_by_role("link", name=re.compile("^Hủy"))
    await expect(total).to_contain_text(re.compile(r"^Hủy\s*1"))


async def test_the_page_says_that_the_pbx_is_gone_and_all_goes_on_when_it_is_back(
    centre: Centre, open_page: OpenPage
):
    path = await make_campaign(centre, "Tổng đài bị mất", [Subscriber.PRESSES_1] * 40)
    page = await open_page("quanly", path)
    why = page.get_by_label("Vì sao chưa gọi")
    keys = region(page, "Phím đã bấm")
    async with Stay(page):
        await page.get_by_role("button", name="Bắt đầu").click()
        await expect(keys).to_contain_text("Phím 1")
        [pbx] = [one for one in load_info(centre.info.run_dir).processes if one.name == "pbx"]
        os.kill(pbx.pid, signal.SIGKILL)
        try:
            await expect(why).to_contain_text("Tổng đài mất kết nối.")
            await expect(why).to_contain_text("Tự gọi tiếp khi có lại.")
            await expect(page.get_by_label("Kết nối tổng đài")).to_contain_text("mất kết nối")
        finally:
            centre.info = await revive(centre.info)
        await expect(page.get_by_label("Kết nối tổng đài")).to_contain_text(
            "hoạt động", timeout=30_000
        )
        await expect(why.filter(has_text="Tổng đài mất kết nối.")).to_have_count(0)
        await expect(region(page, "Đang gọi ·").get_by_role("listitem").first).to_be_visible()
        await page.get_by_role("button", name="Tạm dừng").click()
        await expect(region(page, "Tiến độ")).to_contain_text("0 cuộc đang gọi", timeout=90_000)


async def make_campaign(centre: Centre, name: str, people: list[Subscriber]) -> str:
    """The page of a draft that may call these at any hour."""
    async with centre.api("quanly") as api:
        prompt = await api.post("prompts/speech", name=name, text="Xin chào. Bấm một để đăng kí.")
        form = campaign_form(
            prompt["id"], name=name, pbx="sandbox", max_concurrent=4, calls_per_second=3
        )
        campaign = await api.post("campaigns", **form)
        # Numbers of no demo customer, and of no other campaign here.
        lines = [f"{who.name},{who.make_number(690_000 + n)}" for n, who in enumerate(people)]
        text = "\n".join(["Tên,Số điện thoại", *lines])
        path = f"campaigns/{campaign['id']}"
        await api.upload(f"{path}/members/file", file=(text.encode(), "so.csv"))
        return f"/{path}"
