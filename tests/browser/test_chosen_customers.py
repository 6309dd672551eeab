"""What chosen customers become, and work on many taken back."""

import re

import pytest
from centre import Centre, OpenPage, Stay
from playwright.async_api import Page, expect

POTTERS = ("Xưởng Gốm Bát Tràng", "Xưởng Gốm Phù Lãng")
SINGERS = ("Phường hát Xoan", "Phường hát Dặm", "Phường hát Xẩm")
WEAVERS = ("Xưởng Lụa Vạn Phúc", "Xưởng Lụa Nha Xá")


async def create(
    centre: Centre, person: str, names: tuple[str, ...], *numbers: str, by: str = "admin"
) -> list[int]:
    async with centre.api(by) as api:
        return [
            (
                await api.post(
                    "customers",
                    name=name,
                    province="Hà Nội",
                    contact={"name": person, "phones": [{"typed": number}]},
                )
            )["id"]
            for name, number in zip(names, numbers, strict=True)
        ]


async def tick(page: Page, names: tuple[str, ...]) -> None:
    for name in names:
        await page.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()


async def begin(page: Page, what: str) -> None:
    bar = page.get_by_role("toolbar", name="Việc trên nhiều khách hàng")
    await bar.get_by_role("button", name=what, exact=True).click()


async def close(page: Page) -> None:
    panel = page.get_by_role("dialog")
    await panel.get_by_role("button", name="Đóng").last.click()
    await expect(panel).to_have_count(0)


@pytest.mark.requirement("R010", "R255")
async def test_two_chosen_customers_get_opportunities_and_join_a_campaign(
    centre: Centre, open_page: OpenPage
):
    made = await create(centre, "Cụ Gốm", POTTERS, "0912 711 001", "12")
    async with centre.api("admin") as api:
        [prompt] = (await api.get("prompts"))["rows"][:1]
        campaign = await api.post(
            "campaigns", name="Lễ hội gốm", pbx="sandbox", trunk="carrier",
            caller_id="02873001000", prompt_id=prompt["id"], keys={"1": "registered"},
        )  # fmt: skip
    page = await open_page("admin", "/customers?q=cu gom")
    panel = page.get_by_role("dialog")
    async with Stay(page):
        await tick(page, POTTERS)
        await begin(page, "Tạo cơ hội")
        await panel.get_by_label("Tên cơ hội").fill("Đơn gốm {name}")
        await panel.get_by_role("button", name="Tạo cơ hội cho 2 khách hàng").click()
        await expect(panel.get_by_text("Đã tạo cơ hội: 2")).to_be_visible()
        await close(page)

        await begin(page, "Thêm vào chiến dịch gọi")
        await expect(panel.get_by_role("button", name="Thêm 2 khách hàng")).to_be_disabled()
        await page.get_by_role("combobox", name="Chiến dịch gọi").click()
        await page.get_by_role("option", name="Lễ hội gốm · Nháp").click()
        await panel.get_by_role("button", name="Thêm 2 khách hàng").click()
        await expect(panel.get_by_text("Đã thêm vào chiến dịch: 1")).to_be_visible()
        left = panel.get_by_role("table", name="Khách hàng không thêm được")
        await expect(left).to_contain_text(POTTERS[1])
        await expect(left).to_contain_text("Không có số điện thoại nào gọi được")
        await close(page)
    await page.goto(f"/customers/{made[0]}")
    story = page.get_by_role("list", name="Dòng thời gian")
    for line in ("Vào chiến dịch gọi", "Lễ hội gốm", f"Đơn gốm {POTTERS[0]}"):
        await expect(story).to_contain_text(line)

    # From the campaign's own page: all customers of a view.
    await page.goto(f"/campaigns/{campaign['id']}")
    await page.get_by_role("button", name="Thêm thành viên").click()
    await panel.get_by_role("tab", name="Từ khách hàng").click()
    await page.get_by_role("combobox", name="Danh sách khách hàng").click()
    await page.get_by_role("option", name="Khách hàng của tôi").click()
    await panel.get_by_role("button", name=re.compile(r"Thêm \d+ khách hàng")).click()
    await expect(panel.get_by_text("Số đã có trong chiến dịch: 1")).to_be_visible()


@pytest.mark.requirement("R255")
async def test_a_manager_takes_out_of_a_campaign_again_those_whom_nobody_has_touched(
    centre: Centre, open_page: OpenPage
):
    numbers = ("0912 711 021", "0912 711 022", "0912 711 023")
    made = await create(centre, "Cụ Hát", SINGERS, *numbers, by="quanly")
    async with centre.api("quanly") as api:
        [prompt] = (await api.get("prompts"))["rows"][:1]
        campaign = await api.post(
            "campaigns", name="Hội làng", pbx="sandbox", trunk="carrier",
            caller_id="02873001000", prompt_id=prompt["id"], keys={"1": "registered"},
        )  # fmt: skip
    page = await open_page("quanly", "/customers?q=cu hat")
    panel = page.get_by_role("dialog")
    await tick(page, SINGERS)
    await begin(page, "Thêm vào chiến dịch gọi")
    await page.get_by_role("combobox", name="Chiến dịch gọi").click()
    await page.get_by_role("option", name="Hội làng · Nháp").click()
    await panel.get_by_role("button", name="Thêm 3 khách hàng").click()
    await expect(panel.get_by_text("Đã thêm vào chiến dịch: 3")).to_be_visible()
    await close(page)

    # One of them has answered on another way since.
    members = f"campaigns/{campaign['id']}/members"
    async with centre.api("quanly") as api:
        rows = (await api.get(members))["rows"]
        [answered] = [row for row in rows if row["e164"].endswith("711021")]
        await api.post(f"members/{answered['id']}/state", state="registered")

    await page.goto("/imports?tab=jobs")
    job = page.get_by_role("row").filter(has_text="Thêm vào chiến dịch gọi").first
    await job.get_by_role("button", name="Hoàn tác").click()
    await expect(panel.get_by_text("Đã đưa ra khỏi chiến dịch: 2")).to_be_visible()
    left = panel.get_by_role("table", name="Khách hàng vẫn ở trong chiến dịch")
    await expect(left).to_contain_text(SINGERS[0])
    await close(page)
    await expect(page.get_by_role("row").nth(2)).to_contain_text("Đã hoàn tác")

    await page.goto(f"/campaigns/{campaign['id']}")
    listed = page.get_by_role("table", name="Thành viên").get_by_role("row")
    await expect(listed).to_have_count(2)
    await expect(listed.last).to_contain_text("Cụ Hát")
    await page.goto(f"/customers/{made[1]}")
    story = page.get_by_role("list", name="Dòng thời gian")
    await expect(story).to_contain_text("Ra khỏi chiến dịch gọi")
    await page.goto("/customers?q=cu hat")
    await tick(page, SINGERS[1:])
    await begin(page, "Thêm vào chiến dịch gọi")
    await page.get_by_role("combobox", name="Chiến dịch gọi").click()
    await page.get_by_role("option", name="Hội làng · Nháp").click()
    await panel.get_by_role("button", name="Thêm 2 khách hàng").click()
    await expect(panel.get_by_text("Đã thêm vào chiến dịch: 2")).to_be_visible()


@pytest.mark.requirement("R171", "R330")
async def test_an_edit_of_two_is_undone_but_for_what_somebody_changed_since(
    centre: Centre, open_page: OpenPage
):
    made = await create(centre, "Cụ Lụa", WEAVERS, "0912 711 011", "0912 711 012")
    page = await open_page("admin", "/customers?q=cu lua")
    panel = page.get_by_role("dialog")
    await tick(page, WEAVERS)
    await begin(page, "Sửa")
    await page.get_by_role("combobox", name="Mục", exact=True).click()
    await page.get_by_role("option", name="Tỉnh / thành phố", exact=True).click()
    await panel.get_by_label("Đổi thành").fill("Hà Nam")
    await panel.get_by_role("button", name="Cập nhật 2 khách hàng").click()
    await expect(panel.get_by_text("Đã đổi: 2")).to_be_visible()
    await expect(panel.get_by_role("button", name="Hoàn tác")).to_be_visible()
    await close(page)
    async with centre.api("admin") as api:
        one = f"customers/{made[1]}"
        version = (await api.get(one))["version"]
        await api.patch(one, version=version, province="Hưng Yên")

    await page.goto("/imports?tab=jobs")
    first = page.get_by_role("row").filter(has_text="Sửa hàng loạt").first
    await first.get_by_role("button", name="Hoàn tác").click()
    await expect(panel.get_by_text("Đã trả lại như cũ: 1")).to_be_visible()
    await expect(panel).to_contain_text("Đã có người sửa sau đó")
    await close(page)
    job = page.get_by_role("row").filter(has_text="Sửa hàng loạt").last
    await expect(job).to_contain_text("Đã hoàn tác")
    await expect(job.get_by_role("button", name="Hoàn tác")).to_have_count(0)
    async with centre.api("admin") as api:
        now = [(await api.get(f"customers/{one}"))["province"] for one in made]
    assert now == ["Hà Nội", "Hưng Yên"]
    await page.goto(f"/customers/{made[0]}")
    story = page.get_by_role("list", name="Dòng thời gian")
    await expect(story).to_contain_text("Hoàn tác việc hàng loạt")


@pytest.mark.requirement("R105")
async def test_customers_deleted_from_the_list_come_back_by_one_press(
    centre: Centre, open_page: OpenPage
):
    names = ("Xưởng Giấy Dó", "Xưởng Giấy Phong Khê")
    await create(centre, "Cụ Giấy", names, "0912 711 031", "0912 711 032")
    page = await open_page("chutaikhoan", "/customers?q=cu giay")
    panel = page.get_by_role("dialog")
    rows = page.get_by_role("row").filter(has_text="Xưởng Giấy")
    async with Stay(page):
        await tick(page, names)
        await begin(page, "Xóa")
        await panel.get_by_role("button", name="Xóa 2 khách hàng").click()
        await panel.get_by_role("button", name="Bấm lần nữa để xóa").click()
        await expect(panel.get_by_text("Đã xóa: 2")).to_be_visible()
        await expect(rows).to_have_count(0)
        await panel.get_by_role("button", name="Hoàn tác").click()
        await expect(panel.get_by_text("Đã đưa trở lại: 2")).to_be_visible()
        await expect(rows).to_have_count(2)
