"""Every page for everybody: narrow, dark, by keyboard, read aloud, in English, by role."""

import re
from collections.abc import Callable

import pytest
from centre import Centre, OpenPage, Stay
from pages import (
    OF_COLOURS,
    PAGES,
    find_barriers,
    find_missing_words,
    find_too_wide,
    see_loaded,
    show_in,
)
from playwright.async_api import Locator, Page, expect
from running import Api, campaign_form

from cti.demo.people import DEMO_PASSWORD

VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
APPS_OWN = "nav, h2:not(.mantine-Drawer-title), dt, label, [role=columnheader], th, #main button"
"""Where the app speaks; elsewhere are names and texts that people gave."""
AGENT = [
    "Tổng quan",
    "Bàn gọi",
    "Khách hàng",
    "Liên hệ",
    "Doanh nghiệp",
    "Việc",
    "Cơ hội",
    "Bán hàng",
    "Phiếu ghi",
    "Tra cứu",
]
SUPERVISOR = [*AGENT, "Chiến dịch", "Marketing", "Không gọi"]
ADMIN = [*SUPERVISOR, "Tổng đài", "Người dùng", "Nhật ký", "Cài đặt"]


SIZES = (1024, 390)  # pixels wide, besides the 1440 that a page is opened with


async def test_every_page_has_its_words_no_serious_barrier_in_any_light_and_fits_any_width(
    open_page: OpenPage,
):
    page = await open_page("chutaikhoan", "/desk")
    found: dict[str, object] = {}
    for path in PAGES:
        await page.set_viewport_size({"width": 1440, "height": 900})
        await page.goto(path)
        await see_loaded(page)
        found[f"{path}: words"] = await find_missing_words(page)
        await show_in(page, "light")
        found[f"{path}: barriers"] = await find_barriers(page)
        await show_in(page, "dark")
        found[f"{path}: barriers in the dark"] = await find_barriers(page, *OF_COLOURS)
        for width in SIZES:
            await page.set_viewport_size({"width": width, "height": 844})
            await see_loaded(page)
            found[f"{path}: too wide for {width}"] = await find_too_wide(page)
    anonymous = await open_page(None, "/login")
    await expect(anonymous.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    for scheme in ("light", "dark"):
        await show_in(anonymous, scheme)
        found[f"/login: barriers, {scheme}"] = await find_barriers(anonymous)
    assert {where: what for where, what in found.items() if what} == {}


async def find_data_words(api: Api) -> Callable[[str], bool]:
    """What of the demo's own words may be on a page in any language."""
    fields = (await api.get("fields"))["rows"]
    labels = {field["label"] for field in fields if field["label"]}
    labels |= {option["label"] for field in fields for option in field["options"]}
    labels |= {person["name"] for person in (await api.get("people"))["rows"]}
    titled = {
        "tasks?state=all&limit=200": "title",
        "opportunities?limit=200": "name",
        "tickets?limit=200": "subject",
        "customers/1/appointments?limit=200": "title",
    }
    for path, title in titled.items():
        labels |= {row[title] for row in (await api.get(path))["rows"]}
    # Another test's, on the same server.
    labels |= {role["name"] for role in (await api.get("roles"))["rows"] if role["name"]}
    return lambda line: any(label in line for label in labels)


async def test_the_app_is_english_for_who_chose_english_and_knows_every_word(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("chutaikhoan") as api:
        await api.post(
            "users", username="alice", name="Alice Owner", role="owner", password=DEMO_PASSWORD
        )
        data = await find_data_words(api)
    page = await open_page("alice", "/campaigns")
    await page.get_by_role("button", name="Tài khoản: Alice Owner").click()
    await page.get_by_text("English", exact=True).click()
    await expect(page.get_by_role("heading", name="Campaigns", level=1)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    missing, vietnamese = {}, {}
    for path in PAGES:
        await page.goto(path)
        await see_loaded(page)
        if found := await find_missing_words(page):
            missing[path] = found
        words = page.locator(APPS_OWN)
        texts = [line for text in await words.all_inner_texts() for line in text.splitlines()]
        own = [line for line in texts if VIETNAMESE.search(line) and not data(line)]
        if own:
            vietnamese[path] = own
    assert missing == {}
    assert vietnamese == {}

    other = await open_page(None, "/login")  # another machine: the server remembers
    await other.get_by_label("Tên đăng nhập").fill("alice")
    await other.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    await other.get_by_role("button", name="Đăng nhập").click()
    await expect(other.get_by_role("heading", name="Overview", level=1)).to_be_visible()


@pytest.mark.requirement("R315", "X10")
@pytest.mark.parametrize(
    ("username", "places"),
    [("linh", AGENT), ("quanly", SUPERVISOR), ("admin", ADMIN), ("chutaikhoan", ADMIN)],
)
async def test_whoever_signs_in_is_shown_what_the_role_may_use(
    open_page: OpenPage, username: str, places: list[str]
):
    page = await open_page(None, "/")
    await expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    rail = page.get_by_role("navigation", name="Các trang").get_by_role("link")
    await expect(rail).to_have_text(places)


async def test_an_agent_who_types_a_managers_address_is_told_that_it_is_not_for_them(
    open_page: OpenPage,
):
    page = await open_page("linh", "/users")
    await expect(page.get_by_text("Bạn không có quyền làm việc này.")).to_be_visible()


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, as somebody without a mouse does."""
    await expect(wanted).to_be_visible()
    for _ in range(60):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(await page.evaluate("document.activeElement.outerHTML"))


async def test_by_keyboard_alone_from_sign_in_to_a_running_campaign(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("quanly") as api:
        prompt = await api.post("prompts/speech", name="Phím", text="Xin chào. Bấm một.")
        form = campaign_form(prompt["id"], name="Chỉ dùng bàn phím", pbx="sandbox")
        campaign = await api.post("campaigns", **form)
        await api.upload(
            f"campaigns/{campaign['id']}/members/file", file=(b"so\n0981234501\n", "so.csv")
        )
    page = await open_page(None, "/")
    await expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    await page.keyboard.type("quanly")
    await page.keyboard.press("Tab")
    await page.keyboard.type(DEMO_PASSWORD)
    await page.keyboard.press("Enter")
    await tab_to(page, page.get_by_role("link", name="Chiến dịch"))
    await page.keyboard.press("Enter")
    await tab_to(page, page.get_by_role("link", name="Chỉ dùng bàn phím"))
    await page.keyboard.press("Enter")
    async with Stay(page):
        await tab_to(page, page.get_by_role("button", name="Bắt đầu"))
        await page.keyboard.press("Enter")
        state = page.get_by_label("Trạng thái chiến dịch")
        await expect(state).to_have_text(re.compile("Đang chạy|Đã xong"))
        await expect(state).to_have_text("Đã xong", timeout=30_000)


async def test_ctrl_k_finds_a_customer_from_anywhere(open_page: OpenPage):
    page = await open_page("linh", "/customers")
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    await page.keyboard.press("/")  # also out of a field
    await expect(page.get_by_role("searchbox").first).to_be_focused()
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("minh an")
    found = page.get_by_role("dialog")
    await expect(found.get_by_text("Nguyễn Thị Lan").first).to_be_enabled()
    await expect(found.get_by_text("Đoàn Minh Khuê")).to_have_count(0)  # found for "minh"
    await page.keyboard.press("Enter")  # the first line
    await expect(page.get_by_role("heading", name="Công ty TNHH Minh An", level=1)).to_be_visible()
