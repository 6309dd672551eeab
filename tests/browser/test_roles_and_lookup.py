"""Claiming by two at once, roles of one's own, and the lookup across ownership, in the browser."""

import asyncio
import re

import pytest
from centre import Centre, OpenPage, Stay, late
from playwright.async_api import Route, expect


@pytest.mark.requirement("R011")
async def test_of_two_who_claim_at_once_one_has_it_and_the_other_learns_who(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Spa Ngọc Trai")
    async with centre.api("chutaikhoan") as api:
        found = await api.get(f"customers/{customer}")
        if found["owner"] is not None:  # the demo may give it to somebody
            await api.patch(f"customers/{customer}", version=found["version"], owner_id=None)
    pages = {who: await open_page(who, f"/customers/{customer}") for who in ("linh", "nam")}
    names = {"linh": "Nguyễn Khánh Linh", "nam": "Trần Hoài Nam"}
    buttons = [page.get_by_role("button", name="Nhận khách") for page in pages.values()]
    both = asyncio.Barrier(2)  # the first one's success would take the other's button away

    async def hold(route: Route) -> None:
        await both.wait()
        await route.continue_()

    for page, button in zip(pages.values(), buttons, strict=True):
        await page.route("**/claim", hold)
        await expect(button).to_be_visible()
    await asyncio.gather(*(button.click() for button in buttons))
    async with centre.api("chutaikhoan") as api:
        async with asyncio.timeout(15):
            while (owner := (await api.get(f"customers/{customer}"))["owner"]) is None:
                await asyncio.sleep(0.1)
    winner = next(who for who, name in names.items() if name == owner["name"])
    loser = next(who for who in names if who != winner)
    won, lost = pages[winner], pages[loser]
    await expect(won.get_by_text("Bạn là người phụ trách khách này.")).to_be_visible()
    await expect(won.get_by_role("button", name="Nhận khách")).to_have_count(0)
    told = f"Khách này vừa được {owner['name']} nhận"
    await expect(lost.get_by_role("alert").filter(has_text=told)).to_be_visible()
    main = lost.locator("#main")
    await expect(main.get_by_text(told)).to_be_visible()
    await expect(main.get_by_role("alert")).to_have_count(0)
    await main.get_by_role("link", name="Về danh sách").click()
    await expect(lost).to_have_url(re.compile("/contacts"))


@pytest.mark.requirement("R315", "R321")
async def test_a_role_is_made_by_keyboard_given_and_felt_at_once_by_who_is_signed_in(
    centre: Centre, open_page: OpenPage
):
    linh = await open_page("linh", "/desk")
    rail = linh.get_by_role("navigation", name="Các trang")
    await expect(rail.get_by_role("link", name="Tra cứu")).to_be_visible()
    await expect(rail.get_by_role("link", name="Chiến dịch")).to_have_count(0)

    page = await open_page("chutaikhoan")
    # Who types faster than the list of roles comes makes theirs all the same.
    async with late(page, "**/api/v1/roles"):
        await page.goto("/settings/roles")
        await page.get_by_role("button", name="Thêm vai trò").focus()
        await page.keyboard.press("Enter")
        panel = page.get_by_role("dialog", name="Thêm vai trò")
        await panel.get_by_label("Tên vai trò").fill("Cộng tác viên")
        await page.keyboard.press("Enter")
    editor = page.get_by_role("form", name="Quyền của vai trò Cộng tác viên")
    for right in ("Tra cứu khách hàng", "Xem chiến dịch"):
        box = editor.get_by_role("checkbox", name=right, exact=True)
        await box.focus()
        await page.keyboard.press("Space")
    whose = editor.get_by_role("group", name="Xem khách hàng: Khách hàng của ai")
    await whose.get_by_role("checkbox", name="Của nhóm").focus()
    await page.keyboard.press("Space")
    await expect(editor.get_by_text("Chưa lưu 3 thay đổi")).to_be_visible()
    await page.keyboard.press("Enter")  # in a form, Enter saves
    await expect(page.get_by_text("Đã lưu. Người đang đăng nhập")).to_be_visible()

    await page.goto("/users")
    await page.get_by_role("button", name="Sửa Nguyễn Khánh Linh").click()
    user = page.get_by_role("dialog", name="Nguyễn Khánh Linh")
    await user.get_by_label("Vai trò").first.click()
    async with Stay(linh):
        await page.get_by_role("option", name="Cộng tác viên").click()
        await user.get_by_role("button", name="Cập nhật").click()
        await expect(rail.get_by_role("link", name="Tra cứu")).to_have_count(0)
        await expect(rail.get_by_role("link", name="Chiến dịch")).to_be_visible()

    row = page.get_by_role("row").filter(has_text="Nguyễn Khánh Linh")
    await expect(row).to_contain_text("Cộng tác viên")
    await row.get_by_role("link", name="Quyền hiệu lực của Nguyễn Khánh Linh").click()
    seen = page.get_by_role("row").filter(has_text="Xem khách hàng")
    await expect(seen.first).to_contain_text("Của mình, Của nhóm, Chưa có người phụ trách")
    await expect(seen.first).to_contain_text("Đặt riêng trong vai trò Cộng tác viên")
    async with centre.api("chutaikhoan") as api:
        users = {one["username"]: one["id"] for one in (await api.get("users"))["rows"]}
        await api.patch(f"users/{users['linh']}", role="agent")
    await expect(rail.get_by_role("link", name="Tra cứu")).to_be_visible()


@pytest.mark.requirement("R145", "R146", "R147", "R148")
async def test_a_colleagues_customer_is_found_by_phone_and_one_that_is_not_there_is_added(
    centre: Centre, open_page: OpenPage
):
    customer = await centre.find_customer("Công ty TNHH Minh An")  # Linh's
    async with centre.api("chutaikhoan") as api:
        phones = (await api.get(f"customers/{customer}"))["contacts"][0]["phones"]
    nam = await open_page("nam", "/lookup")
    form = nam.get_by_role("form", name="Tra cứu khách hàng")
    await form.get_by_label("Số điện thoại").fill(phones[0]["typed"])
    await nam.keyboard.press("Enter")
    row = nam.get_by_role("row").filter(has_text="Công ty TNHH Minh An")
    await expect(row).to_contain_text("Nguyễn Khánh Linh")
    await expect(row).to_contain_text("Khách của người khác")
    await expect(row.get_by_role("link")).to_have_count(0)

    await form.get_by_role("button", name="Xóa hết").click()
    await form.get_by_label("Tên khách hàng").fill("Lò gạch Hương Canh")
    await form.get_by_role("button", name="Tra cứu").click()
    await expect(nam.get_by_text("Không có khách hàng nào như vậy")).to_be_visible()
    await nam.get_by_role("button", name="Thêm mới").click()
    panel = nam.get_by_role("dialog")
    await expect(panel.get_by_label("Tên tổ chức")).to_have_value("Lò gạch Hương Canh")
    await panel.get_by_role("button", name="Tạo khách hàng").click()
    await expect(nam).to_have_url(re.compile(r"/customers/\d+$"))
    await expect(nam.get_by_role("heading", name="Lò gạch Hương Canh").first).to_be_visible()

    log = await open_page("chutaikhoan", "/audit")
    line = log.get_by_role("row").filter(has_text="Tra cứu khách hàng").first
    await expect(line).to_contain_text("Trần Hoài Nam")
    await line.click()
    told = log.get_by_role("dialog", name="Tra cứu khách hàng")
    await expect(told).to_contain_text("Số khách tìm thấy")
    await expect(told).not_to_contain_text("not_theirs")
    await told.get_by_role("button", name="Chi tiết thô").click()
    await expect(told).to_contain_text('"not_theirs"')
