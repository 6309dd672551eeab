"""A colleague saves the same record first: nothing that was typed is lost, nor what they saved."""

import pytest
from centre import Centre, OpenPage, Stay, late
from playwright.async_api import Locator, Page, expect

OURS, THEIRS = "quầy vé", "phòng vé"


async def take_theirs(form: Page | Locator, save: str, what: str) -> None:
    """Press the button that saves, be told that somebody was faster, take their version."""
    await form.get_by_role("button", name=save, exact=True).click()
    told = form.get_by_role("alert")
    await expect(told).to_contain_text(f"Người khác vừa sửa {what} này")
    await told.get_by_role("button", name="Lấy bản mới nhất").click()
    await expect(told).to_have_count(0)


@pytest.mark.requirement("R022", "R055")
async def test_who_leaves_a_form_before_its_answer_finds_the_next_one_open(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("linh") as api:
        person = {"name": "Cô Lê", "phones": [{"typed": "0912 714 001"}]}
        customer = await api.post("customers", name="Đò Lê", kind="organisation", contact=person)
        await api.post(f"customers/{customer['id']}/contacts", name="Chú Ổi")
    page = await open_page("linh", f"/customers/{customer['id']}")
    panel = page.get_by_role("dialog")
    name = panel.get_by_label("Họ tên").first

    async with late(page, "**/api/v1/contacts/*") as told:
        await page.get_by_role("button", name="Sửa Cô Lê").click()
        await panel.get_by_label("Chức vụ").fill(OURS)
        await panel.get_by_role("button", name="Cập nhật").click()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Sửa Chú Ổi").click()
        await expect(name).to_have_value("Chú Ổi")
        async with page.expect_response("**/timeline*"):
            told.set()
        await expect(page.get_by_text(OURS).first).to_be_visible()
        await expect(name).to_have_value("Chú Ổi")
    # The panel goes on to another contact without being closed, and is that one's.
    await page.get_by_role("button", name="Sửa Cô Lê").click()
    await expect(name).to_have_value("Cô Lê")
    await panel.get_by_role("button", name="Hủy bỏ").click()

    # Refused, with no form left to say so: told all the same.
    async with late(page, "**/api/v1/contacts/*") as told:
        await page.get_by_role("button", name="Sửa Cô Lê").click()
        await panel.get_by_label("Chức vụ").fill("thủ quỹ")
        async with centre.api("admin") as api:
            await api.patch(f"contacts/{customer['contacts'][0]['id']}", address=THEIRS)
        await panel.get_by_role("button", name="Cập nhật").click()
        await page.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
        told.set()
        alert = page.get_by_role("alert").filter(has_text="Người khác vừa sửa liên hệ này")
        await expect(alert).to_be_visible()


@pytest.mark.requirement("R055", "R123")
async def test_why_a_form_was_not_saved_comes_into_sight(centre: Centre, open_page: OpenPage):
    async with centre.api("linh") as api:
        person = {"name": "Cô Me", "phones": [{"typed": "0912 714 011"}]}
        await api.post("customers", name="Vựa Me", contact=person)
        person = {"name": "Cô Khế", "phones": [{"typed": "0912 714 012"}]}
        customer = await api.post("customers", name="Vựa Khế", contact=person)
    low = {"width": 1280, "height": 600}
    page = await open_page("linh", f"/customers/{customer['id']}", viewport=low)
    panel = page.get_by_role("dialog")
    save = panel.get_by_role("button", name="Cập nhật")
    await page.get_by_role("button", name="Sửa Cô Khế").click()

    # A warning stands at the form's end, under the buttons that stay in sight.
    await panel.get_by_label("Số điện thoại 1", exact=True).fill("0912 714 011")
    await save.click()
    warned = panel.get_by_role("alert")
    await expect(warned.get_by_role("button")).to_be_in_viewport(ratio=1)
    told, buttons = await warned.bounding_box(), await save.bounding_box()
    assert told
    assert buttons
    assert told["y"] + told["height"] <= buttons["y"]

    # What is wrong with a field is at the field, here at the beginning.
    name = panel.get_by_label("Họ tên").first
    await name.fill("")
    await panel.get_by_label("UTM Content").fill("to roi")
    await expect(name).not_to_be_in_viewport()
    await save.click()
    await expect(name).to_be_focused()
    await expect(name).to_be_in_viewport()
    # Going on elsewhere is not called back.
    await panel.get_by_label("Chức vụ").press_sequentially("chủ vựa")
    await expect(panel.get_by_label("Chức vụ")).to_be_focused()


@pytest.mark.requirement("R055", "R200")
async def test_a_contact_and_an_appointment_keep_what_both_wrote(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("linh") as api:
        person = {"name": "Cô Mận", "phones": [{"typed": "0912 713 001"}]}
        customer = await api.post("customers", name="Nhà xe Mận", contact=person)
        [contact] = customer["contacts"]
        meets = await api.post(
            f"customers/{customer['id']}/appointments",
            title="Xem bến", starts_at="2031-03-01T02:00:00Z", user_ids=[],
        )  # fmt: skip
    page = await open_page("linh", f"/customers/{customer['id']}")
    panel = page.get_by_role("dialog")
    async with Stay(page):
        await page.get_by_role("button", name="Sửa Cô Mận").click()
        await panel.get_by_label("Chức vụ").fill(OURS)
        await panel.get_by_role("button", name="Thêm số").click()
        await panel.get_by_label("Số điện thoại 2", exact=True).fill("0912 713 002")
        async with centre.api("admin") as api:
            kept = {"id": contact["phones"][0]["id"], "typed": "0912 713 001"}
            await api.patch(
                f"contacts/{contact['id']}",
                address=THEIRS, phones=[kept, {"typed": "0912 713 003"}],
            )  # fmt: skip
        async with late(page, "**/phones/reading?typed=0912+713+003") as held:
            await take_theirs(panel, "Cập nhật", "liên hệ")
            await expect(panel.get_by_label("Địa chỉ")).to_have_value(THEIRS)
            await expect(panel.get_by_label("Chức vụ")).to_have_value(OURS)
            # What is told of their number comes while the button is held down: it stays in place.
            await panel.get_by_role("button", name="Cập nhật").hover()
            await page.mouse.down()
            held.set()
            read = panel.get_by_role("status").filter(has_text="0912 713 003")
            await expect(read).to_be_visible()
            await page.mouse.up()
        await expect(panel).to_have_count(0)
        for number in ("0912 713 001", "0912 713 002", "0912 713 003"):
            await expect(page.get_by_text(number).first).to_be_visible()

        await page.get_by_role("tab", name="Lịch hẹn").click()
        await page.get_by_role("button", name="Xem bến").click()
        await panel.get_by_label("Mô tả").fill(OURS)
        async with centre.api("admin") as api:
            await api.patch(f"appointments/{meets['id']}", version=meets["version"], place=THEIRS)
        await take_theirs(panel, "Cập nhật", "lịch hẹn")
        await expect(panel.get_by_label("Địa điểm")).to_have_value(THEIRS)
        await panel.get_by_role("button", name="Cập nhật").click()
        await expect(panel).to_have_count(0)
    async with centre.api("linh") as api:
        [now] = (await api.get(f"customers/{customer['id']}/appointments"))["rows"]
    assert (now["place"], now["description"]) == (THEIRS, OURS)


@pytest.mark.requirement("R321")
async def test_what_is_typed_while_a_form_is_saved_stays_typed(centre: Centre, open_page: OpenPage):
    async with centre.api("admin") as api:
        made = await api.post("webhooks", name="Kho ga", url="https://example.com/g", kinds=[])
        role = await api.post("roles", name="Soát vé", base="agent", grants={"call": []})
    hook = made["webhook"]
    page = await open_page("admin", f"/settings/webhooks?open={hook['id']}")
    panel = page.get_by_role("dialog")
    name, switch = panel.get_by_label("Tên"), panel.get_by_role("switch")
    async with late(page, f"**/api/v1/webhooks/{hook['id']}") as told:
        await name.fill("Kho ga tàu")
        await switch.press("Space")
        await panel.get_by_role("button", name="Cập nhật").click()
        await name.fill("Kho ga xe")
        told.set()
        await expect(page.get_by_text("Đã lưu webhook")).to_be_visible()
    await expect(switch).not_to_be_checked()
    await expect(name).to_have_value("Kho ga xe")
    await panel.get_by_role("button", name="Cập nhật").click()
    await expect(page.get_by_role("dialog", name="Kho ga xe")).to_be_visible()

    await page.goto(f"/settings/roles?role={role['key']}")
    editor = page.get_by_role("form", name="Soát vé")
    async with late(page, f"**/api/v1/roles/{role['key']}") as told:
        await editor.get_by_label("Tên vai trò").fill("Soát vé tàu")
        await editor.get_by_role("button", name="Lưu quyền").click()
        await editor.get_by_label("Tên vai trò").fill("Soát vé xe")
        told.set()
        await expect(page.get_by_role("link", name="Soát vé tàu")).to_be_visible()
    editor = page.get_by_role("form", name="Soát vé tàu")
    await expect(editor.get_by_label("Tên vai trò")).to_have_value("Soát vé xe")

    await page.goto("/settings/automation")
    title = page.get_by_label("Tên lịch hẹn")
    save = page.get_by_role("button", name="Cập nhật")
    async with centre.api("admin") as api:
        before = await api.get("settings/automation")
        await api.put("settings/automation", **{**before, "makes_appointment": True})
    await page.reload()
    await expect(title).to_be_enabled()
    async with late(page, "**/api/v1/settings/automation") as told:
        await title.fill("Hỏi thăm")
        await save.click()
        await title.fill("Hỏi thăm lần đầu")
        told.set()
        await expect(page.get_by_text("Đã lưu")).to_be_visible()
    await expect(title).to_have_value("Hỏi thăm lần đầu")
    await expect(save).to_be_enabled()
    async with centre.api("admin") as api:
        await api.put("settings/automation", **before)
        await api.delete(f"webhooks/{hook['id']}")
        await api.delete(f"roles/{role['key']}")


@pytest.mark.requirement("R136", "R321")
async def test_a_role_a_view_and_a_webhook_keep_what_both_set(centre: Centre, open_page: OpenPage):
    async with centre.api("admin") as api:
        role = await api.post("roles", name="Bán vé", base="agent", grants={"call": []})
        view = await api.post(
            "views", list="customers", name="Khách đi xe", shared="private", query={}, columns=[]
        )
        made = await api.post("webhooks", name="Kho vé", url="https://example.com/a", kinds=[])
        hook = made["webhook"]
    page = await open_page("admin", f"/settings/roles?role={role['key']}")
    editor = page.get_by_role("form", name="Bán vé")
    await editor.get_by_label("Tên vai trò").fill("Bán vé tàu")
    async with centre.api("chutaikhoan") as api:
        await api.patch(f"roles/{role['key']}", version=role["version"], grants={"dnc.view": []})
    await take_theirs(editor, "Lưu quyền", "vai trò")
    await editor.get_by_role("button", name="Lưu quyền").click()
    async with centre.api("chutaikhoan") as api:
        await expect(page.get_by_role("link", name="Bán vé tàu")).to_be_visible()
        [now] = [one for one in (await api.get("roles"))["rows"] if one["key"] == role["key"]]
        given = {one["right"] for one in now["grants"] if one["reach"] is not None}
        assert "dnc.view" in given
        assert "call" not in given

    await page.goto(f"/customers?view={view['id']}&panel=save")
    panel = page.get_by_role("dialog")
    await panel.get_by_label("Tên").fill("Khách đi tàu")
    async with centre.api("admin") as api:
        await api.patch(f"views/{view['id']}", version=view["version"], shared="all")
    await take_theirs(panel, "Cập nhật", "chế độ xem")
    await expect(panel.get_by_role("radio", name="Mọi người")).to_be_checked()
    await panel.get_by_role("button", name="Cập nhật").click()
    await expect(page.get_by_role("link", name="Khách đi tàu")).to_be_visible()

    await page.goto(f"/settings/webhooks?open={hook['id']}")
    await panel.get_by_label("Tên").fill("Kho vé tàu")
    async with centre.api("chutaikhoan") as api:
        await api.patch(f"webhooks/{hook['id']}", version=hook["version"], active=False)
    await take_theirs(panel, "Cập nhật", "webhook")
    await expect(panel.get_by_role("switch")).not_to_be_checked()
    await panel.get_by_role("button", name="Cập nhật").click()
    # The form stays open, and goes on from what was saved.
    await expect(page.get_by_role("dialog", name="Kho vé tàu")).to_be_visible()
    async with centre.api("admin") as api:
        await api.delete(f"webhooks/{hook['id']}")
        await api.delete(f"views/{view['id']}")
        await api.delete(f"roles/{role['key']}")
