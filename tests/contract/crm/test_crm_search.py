from dataclasses import replace

import pytest
from call_centre import Create, Staff
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cti.accounts.rights import Caller
from cti.crm.errors import CursorError
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange


async def find(directory: Directory, caller: Caller, q: str, **more: object) -> list[str]:
    page = await directory.search.list_contacts(caller, ListQuery(q=q, **more))
    assert page.total == len(page.rows)
    return [row.name for row in page.rows]


@pytest.mark.requirement("R130", "R137")
async def test_contacts_are_found_by_pieces_of_names_without_marks(
    create: Create, directory: Directory, staff: Staff
) -> None:
    await create(staff.linh, name="Công ty Hoà Bình", contact={"name": "Nguyễn Thị Đào"})
    await create(staff.linh, name="Phương")
    for q in ("nguyen dao", "ĐÀO", "dao", "thị", "hòa bình", "hoà", "cong ty", "BINH cong"):
        assert await find(directory, staff.linh, q) == ["Nguyễn Thị Đào"], q
    assert await find(directory, staff.linh, "dao phuong") == []
    assert await find(directory, staff.linh, "") == ["Phương", "Nguyễn Thị Đào"]


@pytest.mark.requirement("R130")
async def test_contacts_are_found_by_a_number_in_any_format(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phones = [{"typed": "+84 912.345.678"}, {"typed": "12-34-5"}]
    await create(staff.linh, name="Lan", contact={"phones": phones})
    await create(staff.linh, name="Đức", contact={"phones": [{"typed": "0987654321"}]})
    whole = ("0912345678", "0912 345 678", "84912345678", "+84912345678", "0084912345678")
    for q in (*whole, "912345678", "+84 (0)912 345 678"):
        assert await find(directory, staff.linh, q) == ["Lan"], q
    for q in ("0912", "+84 912", "5678", "345.678", "0912 34", "(0912)", "12345"):
        assert await find(directory, staff.linh, q) == ["Lan"], q
    assert await find(directory, staff.linh, "0912345679") == []
    assert await find(directory, staff.linh, "12") == []


async def test_contacts_are_found_by_mail_and_code(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Lan", contact={"email": "Lan.Nguyen@MinhAn.vn"})
    await create(staff.linh, name="Đức")
    for q in ("lan.nguyen@", "MINHAN.VN", made.code, made.code.lower()):
        assert await find(directory, staff.linh, q) == ["Lan"], q


@pytest.mark.parametrize("q", ["%", "_", "\\", "'", "a%b", "*", '"', "\x00", "\u202e", "(", "+"])
async def test_wildcards_and_quotes_are_only_characters(
    create: Create, directory: Directory, staff: Staff, q: str
) -> None:
    await create(staff.linh, name="Lan")
    everything = {"\x00", "\u202e"}  # nothing is left of these
    assert await find(directory, staff.linh, q) == (["Lan"] if q in everything else [])


@pytest.mark.requirement("R318", "R325", "R130")
async def test_nobody_finds_what_they_may_not_see_nor_counts_it(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phone = {"phones": [{"typed": "0912345678"}]}
    await create(staff.linh, name="Của Linh", contact=phone)
    await create(staff.far, name="Của Far", contact=phone)
    await create(staff.admin, name="Chưa ai nhận", owner_id=None, contact=phone)
    for q in ("", "0912345678", "0912", "cu nh"):
        assert "Của Far" not in await find(directory, staff.linh, q), q
    assert await find(directory, staff.linh, "") == ["Chưa ai nhận", "Của Linh"]
    assert await find(directory, staff.far_lead, "0912345678") == ["Chưa ai nhận", "Của Far"]
    assert len(await find(directory, staff.admin, "0912345678")) == 3


@pytest.mark.requirement("R137")
async def test_the_list_is_narrowed_to_mine_or_to_nobodys(
    create: Create, directory: Directory, staff: Staff
) -> None:
    await create(staff.linh, name="Của Linh")
    await create(staff.admin, name="Của admin")
    await create(staff.admin, name="Chưa ai nhận", owner_id=None)
    assert await find(directory, staff.admin, "", owner="mine") == ["Của admin"]
    assert await find(directory, staff.linh, "", owner="none") == ["Chưa ai nhận"]
    assert len(await find(directory, staff.admin, "", owner="all")) == 3


@pytest.mark.requirement("R053")
@pytest.mark.parametrize("sort", ["created", "name", "updated"])
@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("counted", [3, 10_000])  # of many, and of few
async def test_pages_hold_every_contact_once_in_order(
    create: Create,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    sort: str,
    order: str,
    counted: int,
) -> None:
    monkeypatch.setattr("cti.crm.search.service.COUNTED", counted)
    for name in ("Đức", "an", "Ân", "Bình", "an", "Zoe", "ắn"):
        made = await create(staff.linh, name=name)
        if name == "Bình":
            first = made.contacts[0].id
    await directory.contacts.change(staff.linh, first, ContactChange(title="Mới sửa"))
    asked = ListQuery(sort=sort, order=order, limit=200)
    whole = (await directory.search.list_contacts(staff.linh, asked)).rows
    paged, cursor, pages = [], None, 0
    while True:
        asked = ListQuery(sort=sort, order=order, limit=2, cursor=cursor)
        page = await directory.search.list_contacts(staff.linh, asked)
        assert (page.total, page.more) == (min(7, counted), counted < 7)
        paged, cursor, pages = [*paged, *page.rows], page.next, pages + 1
        if cursor is None:
            break
    assert [row.id for row in paged] == [row.id for row in whole]
    assert (len(paged), pages) == (7, 4)
    if (sort, order) == ("name", "asc"):
        assert [row.name for row in whole] == ["an", "Ân", "an", "ắn", "Bình", "Đức", "Zoe"]
    if (sort, order) == ("updated", "desc"):
        assert whole[0].name == "Bình"
    if (sort, order) == ("created", "desc"):
        assert [row.name for row in whole][:2] == ["ắn", "Zoe"]


async def test_a_cursor_of_another_list_or_of_nobody_is_refused(
    create: Create, directory: Directory, staff: Staff
) -> None:
    for name in "ab":
        await create(staff.linh, name=name)
    by_name = await directory.search.list_contacts(staff.linh, ListQuery(sort="name", limit=1))
    for cursor in (by_name.next, "x", "ée", "AAAA", "bnVsbA", "W10"):
        with pytest.raises(CursorError):
            await directory.search.list_contacts(staff.linh, ListQuery(cursor=cursor))
    for other in (ListQuery(q="a"), ListQuery(owner="mine"), ListQuery(owner_id=1)):
        asked = replace(other, sort="name", cursor=by_name.next)
        with pytest.raises(CursorError):
            await directory.search.list_contacts(staff.linh, asked)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(q=st.text(max_size=30), cursor=st.none() | st.text(max_size=30))
async def test_no_text_at_all_upsets_the_search(
    directory: Directory, staff: Staff, q: str, cursor: str | None
) -> None:
    try:
        page = await directory.search.list_contacts(staff.linh, ListQuery(q=q, cursor=cursor))
    except CursorError:
        assert cursor is not None
    else:
        assert page.rows == []
