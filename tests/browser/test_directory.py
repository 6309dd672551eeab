"""The directory set up and kept clean: fields, pick lists, duplicates, merges, two editors."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from centre import Centre, OpenPage
from playwright.async_api import Locator, Page, Route, expect

OWN_FIELD = "Hạng thành viên"


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


async def choose(scope: Locator | Page, label: str, option: str) -> None:
    """Pick from a list that opens under its field."""
    page = scope if isinstance(scope, Page) else scope.page
    await scope.get_by_role("combobox", name=label, exact=True).click()
    await page.get_by_role("option", name=option, exact=True).click()


@pytest_asyncio.fixture(loop_scope="session")
async def tidy(centre: Centre) -> AsyncIterator[None]:
    """Afterwards no field must be filled that other tests don't know of, and nothing is blocked."""
    yield
    async with centre.api("admin") as api:
        await api.patch("duplicates/rules", email="warn")
        for field in (await api.get("fields"))["rows"]:
            if field["label"] == OWN_FIELD:
                await api.delete(f"fields/custom/{field['custom_id']}")


@pytest.mark.usefixtures("tidy")
@pytest.mark.requirement(
    "R004", "R007", "R020", "R021", "R022", "R024", "R072", "R330", "R331", "R340", "R341", "R342"
)
async def test_a_field_that_an_admin_adds_must_be_filled_in_the_form_of_a_new_organisation(
    open_page: OpenPage,
):
    admin = await open_page("admin", "/settings/fields")
    await admin.get_by_role("button", name="Thêm trường").click()
    form = panel(admin, "Thêm trường")
    await form.get_by_label("Tên trường").fill(OWN_FIELD)
    await choose(form, "Kiểu dữ liệu", "Chọn một")
    await form.get_by_label("Các giá trị").fill("Vàng\nBạc\n\nVàng")
    await form.get_by_role("checkbox", name="Phải điền").check()
    await form.get_by_role("button", name="Thêm trường").click()
    await expect(admin.get_by_role("checkbox", name="Phải điền Hạng thành viên")).to_be_checked()

    page = await open_page("linh", "/companies")
    await page.get_by_role("button", name="Tạo doanh nghiệp").click()
    form = panel(page, "Tạo doanh nghiệp")
    await form.get_by_label("Tên tổ chức").fill("Công ty Gốm Bát Tràng")
    await form.get_by_label("Người liên hệ", exact=True).fill("Phạm Văn Lò")
    await form.get_by_label("Số điện thoại 1", exact=True).fill("12345")
    await expect(form.get_by_text("Số này không gọi được")).to_be_visible()
    await form.get_by_label("Số điện thoại 1", exact=True).fill("+84 912 111 222")
    await expect(form.get_by_text("0912 111 222")).to_be_visible()
    await form.get_by_role("button", name="Thêm người liên hệ").click()
    second = form.get_by_role("group", name="Người liên hệ 2")
    await second.get_by_label("Người liên hệ", exact=True).fill("Lê Thị Men")
    await form.get_by_role("button", name="Tạo khách hàng").click()
    await expect(form.get_by_text("Cần điền")).to_be_visible()

    # Closed by mistake, and nothing is lost.
    await form.get_by_role("button", name="Đóng").click()
    await page.get_by_role("button", name="Tạo doanh nghiệp").click()
    await expect(form.get_by_text("Đã lấy lại nội dung chưa lưu")).to_be_visible()
    await expect(form.get_by_label("Tên tổ chức")).to_have_value("Công ty Gốm Bát Tràng")
    await choose(form, OWN_FIELD, "Vàng")
    await form.get_by_role("button", name="Hiện thêm trường").click()
    await form.get_by_text("Dữ liệu người dùng").click()
    await form.get_by_role("combobox", name="Người giới thiệu").fill("vu thu")
    await page.get_by_role("option", name="Vũ Thu Hà").click()
    await form.get_by_label("Facebook").first.fill("facebook.com/gom")
    number = form.get_by_label("Số nhân viên sử dụng")
    await number.press_sequentially("10,05")
    await expect(number).to_have_value("10,05")
    await number.press("Control+Enter")
    await expect(page.get_by_role("heading", name="Công ty Gốm Bát Tràng")).to_be_visible()
    about = page.get_by_role("region", name="Thông tin")
    head = page.get_by_role("region", name="Công ty Gốm Bát Tràng")
    await expect(head).to_contain_text(re.compile(r"KH\d{6}"))
    await expect(about).to_contain_text("Vũ Thu Hà")
    own = page.get_by_role("region", name="Trường tùy chỉnh")
    await expect(own).to_contain_text("Hạng thành viên")
    await expect(own).to_contain_text("Vàng")
    await expect(own).to_contain_text("10,05")
    people = page.get_by_role("region", name="Liên hệ", exact=True)
    await expect(people.get_by_role("listitem")).to_have_count(2)
    await expect(people.get_by_role("link", name="facebook.com/gom")).to_be_visible()


@pytest.mark.usefixtures("tidy")
@pytest.mark.requirement("R026", "R120", "R122", "R124", "R126")
async def test_what_is_there_already_is_refused_with_whose_it_is(
    centre: Centre, open_page: OpenPage
):
    admin = await open_page("admin", "/settings/duplicates")
    await admin.get_by_role("radiogroup", name="Email").get_by_text("Từ chối").click()
    await admin.get_by_role("button", name="Cập nhật").click()
    await expect(admin.get_by_text("Đã lưu thiết lập trùng lặp.")).to_be_visible()
    async with centre.api("nam") as api:
        contact = {"name": "Anh A", "email": "anha@gmail.com", "phones": [{"typed": "0912333444"}]}
        await api.post("customers", name="Anh A", contact=contact)

    page = await open_page("linh", "/contacts?create=true")
    form = panel(page, "Tạo khách hàng")
    await expect(form.get_by_text("danh xưng và họ tên: tin nhắn")).to_be_visible()
    await form.get_by_label("Họ tên").fill("Anh B")
    await form.get_by_label("Email").fill("AnhA@gmail.com")
    await form.get_by_role("button", name="Tạo khách hàng").click()
    await expect(form.get_by_role("alert")).to_contain_text(
        "Email đã tồn tại trong khách hàng Anh A thuộc chủ sở hữu Trần Hoài Nam"
    )
    await expect(form.get_by_role("button", name="Vẫn lưu")).to_have_count(0)

    # A number is only warned of: whoever means it saves all the same.
    await form.get_by_label("Email").fill("anhb@gmail.com")
    await form.get_by_label("Số điện thoại 1", exact=True).fill("84912333444")
    await form.get_by_role("button", name="Tạo khách hàng").click()
    await expect(form.get_by_role("alert")).to_contain_text(
        "Số điện thoại đã tồn tại trong khách hàng Anh A thuộc chủ sở hữu Trần Hoài Nam"
    )
    await form.get_by_role("button", name="Vẫn lưu").click()
    await expect(page.get_by_role("heading", name="Anh B")).to_be_visible()

    # The edit is asked the same (R126).
    await page.get_by_role("button", name="Sửa Anh B").click()
    form = panel(page, "Sửa liên hệ")
    await form.get_by_label("Email").fill("anha@gmail.com")
    await form.get_by_role("button", name="Cập nhật").click()
    await expect(form.get_by_role("alert")).to_contain_text(
        "Email đã tồn tại trong khách hàng Anh A"
    )


async def test_two_that_are_one_are_found_merged_field_by_field_and_parted_again(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("quanly") as api:
        phone = [{"typed": "0912777888"}]
        for name, more in (
            ("Chị Hoa", {"description": "Khách cũ"}),
            ("Hoa Spa", {"description": "Mới hỏi giá", "tax_code": "0301234567"}),
        ):
            await api.post("customers", name=name, contact={"name": name, "phones": phone}, **more)
    page = await open_page("quanly", "/duplicates")
    group = page.get_by_role("region", name="2 khách hàng cùng số điện thoại").filter(
        has_text="Hoa Spa"
    )
    await group.get_by_role("link", name=re.compile("Gộp Hoa Spa")).click()
    await page.get_by_role("radio", name="Mô tả: Lấy của bản bị gộp").check()
    await expect(page.get_by_role("radio", name="Mã số thuế: Lấy của bản bị gộp")).to_be_checked()
    await expect(page.get_by_role("region", name="Sẽ chuyển sang bản giữ lại")).to_contain_text(
        "1 liên hệ"
    )
    await page.get_by_role("button", name="Gộp", exact=True).click()
    await expect(page.get_by_role("heading", name="Chị Hoa")).to_be_visible()
    history = page.get_by_role("list", name="Lần gộp")
    await expect(history).to_contain_text("Hoa Spa đã được gộp vào Chị Hoa")
    await page.get_by_role("tab", name="Tổng quan").click()
    about = page.get_by_role("region", name="Thông tin")
    await expect(about).to_contain_text("Mới hỏi giá")
    await expect(about).to_contain_text("0301234567")

    await page.get_by_role("tab", name="Lần gộp").click()
    await history.get_by_role("button", name="Hoàn tác").click()
    await history.get_by_role("button", name="Bấm lần nữa để hoàn tác").click()
    await expect(page.get_by_text("Đã tách lại thành hai khách hàng.")).to_be_visible()
    await page.get_by_role("tab", name="Tổng quan").click()
    await expect(about).to_contain_text("Khách cũ")
    await expect(about).not_to_contain_text("0301234567")


async def test_two_editors_of_one_customer_see_both_changes_and_lose_neither(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("linh") as api:
        made = await api.post("customers", name="Nhà hàng Sen", contact={"name": "Sen"})
    pages = [await open_page(who, f"/customers/{made['id']}") for who in ("linh", "quanly")]
    forms = []
    for page in pages:
        await page.get_by_role("button", name="Sửa", exact=True).first.click()
        forms.append(panel(page, "Sửa khách hàng"))
    first, second = forms
    await first.get_by_label("Mô tả").fill("Của Linh")
    await first.get_by_label("Website").fill("sen.vn")
    await second.get_by_label("Mô tả").fill("Của quản lý")
    await second.get_by_label("Mã số thuế").fill("0309999999")
    await first.get_by_role("button", name="Cập nhật").click()
    await expect(first).to_have_count(0)
    await second.get_by_role("button", name="Cập nhật").click()
    told = second.get_by_role("alert")
    await expect(told).to_contain_text("Có người vừa sửa khách hàng này")
    await expect(told.get_by_role("row", name=re.compile("Website"))).to_contain_text("sen.vn")
    await told.get_by_role("radio", name="Mô tả: Của người kia").check()
    await told.get_by_role("button", name="Lưu lại trên bản mới").click()
    await expect(second).to_have_count(0)
    about = pages[1].get_by_role("region", name="Thông tin")
    for text in ("Của Linh", "sen.vn", "0309999999"):
        await expect(about).to_contain_text(text)


@pytest.mark.requirement("R332", "R333")
async def test_a_pick_list_saves_itself_and_a_value_in_use_is_replaced(
    centre: Centre, open_page: OpenPage
):
    page = await open_page("admin", "/settings/catalogues?name=group")
    lists = page.get_by_role("navigation", name="Danh mục")
    for name in ("Mối quan hệ", "Nguồn khách", "Nhóm khách hàng", "Nguồn liên hệ"):
        await expect(lists.get_by_role("button", name=name)).to_be_visible()
    new = page.get_by_role("textbox", name="Thêm giá trị")
    values = page.get_by_role("list", name="Nhóm khách hàng")
    await expect(values).to_be_visible()
    before = await values.get_by_role("listitem").count()
    for label in ("Đối tác", "Cộng tác viên"):
        await new.fill(label)
        await new.press("Enter")
        await expect(new).to_have_value("")
    await expect(values.get_by_role("listitem")).to_have_count(before + 2)
    last = values.get_by_role("textbox").last
    await last.fill("Cộng tác viên online")
    await last.press("Tab")
    await expect(values.get_by_label("Đã lưu")).to_be_visible()
    async with centre.api("admin") as api:
        rows = (await api.get("catalogues"))["rows"]
        [group] = [one["values"] for one in rows if one["name"] == "group"]
        assert [one["label"] for one in group[-2:]] == ["Đối tác", "Cộng tác viên online"]
        made = await api.post("customers", name="Đại lý Tân", group_id=group[-2]["id"])
    await page.get_by_role("button", name="Xóa Đối tác").click()
    told = page.get_by_role("alert").filter(has_text="đang được dùng ở 1 bản ghi")
    await choose(told, "Giá trị thay thế", "Cộng tác viên online")
    await told.get_by_role("button", name="Thay thế và xóa").click()
    await expect(values.get_by_role("listitem")).to_have_count(before + 1)
    page = await open_page("admin", f"/customers/{made['id']}")
    await expect(page.get_by_role("region", name="Thông tin")).to_contain_text(
        "Cộng tác viên online"
    )


@pytest.mark.requirement("R014", "R028", "R029", "R031", "R032", "R342")
async def test_a_customer_is_reassigned_in_place_deleted_and_restored(
    centre: Centre, open_page: OpenPage
):
    async with centre.api("quanly") as api:
        referrer = {"kind": "user", "id": (await api.get("session"))["user"]["id"]}
        made = await api.post("customers", name="Tiệm Hoa Cúc", referrer=referrer)
    page = await open_page("quanly", f"/customers/{made['id']}?list=sort%3Dname%26order%3Dasc")
    head = page.get_by_role("region", name="Tiệm Hoa Cúc")
    await choose(head, "Mối quan hệ", "Tiềm năng")
    await choose(head, "Nhân viên phụ trách", "Trần Hoài Nam (102)")
    await expect(head.get_by_role("combobox", name="Mối quan hệ")).to_have_value("Tiềm năng")
    owner = head.get_by_role("combobox", name="Nhân viên phụ trách")
    await expect(owner).to_have_value("Trần Hoài Nam (102)")
    about = page.get_by_role("region", name="Thông tin")
    await expect(about).to_contain_text("Vũ Thu Hà")  # who brought it
    await head.get_by_role("button", name="Người xem").click()
    viewers = page.get_by_role("list", name="Người xem").get_by_role("listitem")
    await expect(viewers.filter(has_text="Trần Hoài Nam")).to_be_visible()
    await expect(viewers.filter(has_text="Nguyễn Khánh Linh")).to_have_count(0)
    await panel(page, "Người xem").get_by_role("button", name="Đóng").click()
    await page.get_by_role("button", name="Khách hàng trước").click()
    await expect(page.get_by_role("heading", name="Tiệm Hoa Cúc")).to_have_count(0)
    await page.get_by_role("button", name="Khách hàng sau").click()
    await expect(page.get_by_role("heading", name="Tiệm Hoa Cúc")).to_be_visible()
    await page.get_by_role("button", name="Thao tác khác").click()
    await page.get_by_role("menuitem", name="Xóa khách hàng").click()

    async def answer_late(route: Route) -> None:
        answer = await route.fetch()
        if route.request.method != "DELETE":
            await route.fulfill(response=answer)
            return
        await expect(page.get_by_text("Không có khách hàng này")).to_be_visible()
        await route.fulfill(response=answer)

    # The page hears from the server that the customer is gone before its own answer is there.
    await page.route(f"**/customers/{made['id']}", answer_late)
    await page.get_by_role("menuitem", name="Bấm lần nữa để xóa").click()
    await expect(page).to_have_url(re.compile("/contacts"))
    await page.goto("/deleted?q=hoa+cuc")
    await page.get_by_role("button", name="Khôi phục Tiệm Hoa Cúc").click()
    await expect(page.get_by_text("Đã khôi phục Tiệm Hoa Cúc.")).to_be_visible()
    await page.goto(f"/customers/{made['id']}")
    await expect(page.get_by_role("list", name="Dòng thời gian")).to_contain_text(
        "Khôi phục khách hàng"
    )
