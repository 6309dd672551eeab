"""The customer list: scopes of the search, tiles, pages both ways, neighbours, departments."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import insert, update

from cti.accounts.rights import Caller
from cti.crm.errors import CursorError
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.listing.errors import FilterError
from cti.crm.listing.query import CustomerQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactForm, PhoneForm
from cti.db import Database
from cti.schema import comments, customers, departments, users

NAMES = ("Đức", "an", "Ân", "Bình", "an", "Zoe", "ắn")


async def find(directory: Directory, caller: Caller, q: str = "", **more: object) -> list[str]:
    page = await directory.list.find_page(caller, CustomerQuery(q=q, **more))
    assert page.total == len(page.rows)
    assert not page.more
    return [row.name for row in page.rows]


@pytest.mark.requirement("R130", "R131")
async def test_a_text_is_looked_for_in_the_scope_that_is_chosen(
    create: Create, directory: Directory, staff: Staff
) -> None:
    await create(
        staff.linh,
        name="Công ty Hoà Bình",
        code="HB-2026",
        kind="organisation",
        tax_code="0101234567-001",
        email="hello@hoabinh.vn",
        contact={
            "name": "Nguyễn Thị Đào",
            "email": "Dao@MinhAn.vn",
            "phones": [{"typed": "0912.345.678"}],
        },
    )
    await create(staff.linh, name="Lê Văn Cường", contact={"phones": [{"typed": "0987654321"}]})
    found = ["Công ty Hoà Bình"]
    of_contact = ("nguyen dao", "ĐÀO", "minhan", "dao@", "0912", "+84 912", "345.678", "912345678")
    of_customer = ("hòa bình", "cong ty", "hb-2026", "HB-20", "0101234567", "hello@hoa")
    for q in of_contact:
        if q == "minhan":  # a piece of an address is one with a dot or an at sign
            continue
        assert await find(directory, staff.linh, q, scope="contact") == found, q
        assert await find(directory, staff.linh, q, scope="customer") == [], q
        assert await find(directory, staff.linh, q, scope="all") == found, q
    for q in of_customer:
        assert await find(directory, staff.linh, q, scope="customer") == found, q
        assert await find(directory, staff.linh, q, scope="contact") == [], q
        assert await find(directory, staff.linh, q, scope="all") == found, q
        assert await find(directory, staff.far, q, scope="all") == [], q


async def test_names_with_the_typed_diacritics_come_first_over_all_pages(
    create: Create, directory: Directory, staff: Staff
) -> None:
    for name in ("Trần Đào", "Trần Dao", "TRẦN ĐÀO", "Trần Đạo"):
        await create(staff.linh, name=name)
    wanted = ["TRẦN ĐÀO", "Trần Đào", "Trần Đạo", "Trần Dao"]
    assert await find(directory, staff.linh, "đào") == wanted
    names, cursor = [], None
    for _ in wanted:
        asked = CustomerQuery(q="đào", limit=1, cursor=cursor)
        page = await directory.list.find_page(staff.linh, asked)
        names, cursor = [*names, page.rows[0].name], page.next
    assert (names, cursor) == (wanted, None)
    for name in ("THUỶ", "Thúy"):  # the tone stands where it was taught
        await create(staff.linh, name=name)
    assert await find(directory, staff.linh, "thủy") == ["THUỶ", "Thúy"]


@pytest.mark.requirement("R133", "R134", "R137", "R330")
async def test_a_filter_finds_texts_however_they_are_written_and_who_has_none(
    create: Create, directory: Directory, staff: Staff
) -> None:
    for label, kind in (("Ghi chú riêng", "text"), ("Nhân sự", "number"), ("Ngày ký", "date")):
        await directory.fields.add(staff.admin, CustomFieldForm(label=label, kind=kind))
    own = {"ghi_chu_rieng": "ưu tiên 50%_[a]*?\\", "nhan_su": 0.5, "ngay_ky": "2026-02-28"}
    person = {"name": "Lan", "title": "KẾ TOÁN", "phones": [{"typed": "máy lẻ 12"}]}
    await create(
        staff.linh, name="Đủ", birthday="1990-12-20", province="HÀ NỘI", contact=person,
        description="Muñoz\n12 Đường Láng", custom=own,
    )  # fmt: skip
    await create(staff.linh, name="Trống", contact={"name": "Lan"})

    async def filtered(**one: object) -> list[str]:
        return await find(directory, staff.admin, filters=json.dumps([one]))

    written = {
        "province": ("hà nội", "HÀ NỘI", "ha noi", "Nội"),
        "description": ("đường láng", "DUONG lang", "muñoz 12", "MUÑOZ"),
        "contact.title": ("kế toán", "ke toan"),
        "custom.ghi_chu_rieng": ("Ưu Tiên", "uu tien", "50%_[a]*?\\"),
    }
    for field, pieces in written.items():
        for piece in pieces:
            assert await filtered(field=field, contains=piece) == ["Đủ"], (field, piece)
    for piece in ("50_%", "[b]", "u*t", "^", "."):
        assert await filtered(field="custom.ghi_chu_rieng", contains=piece) == [], piece
    empty = ("birthday", "contact.phones", "custom.nhan_su", "custom.ngay_ky", *written)
    for field in empty:
        assert await filtered(field=field, any=[None]) == ["Trống"], field
    assert await filtered(field="last_contact_at", any=[None]) == ["Trống", "Đủ"]
    await create(staff.linh, name="Không hạn", custom={"ngay_ky": "9999-12-31"})
    signed = {"field": "custom.ngay_ky"}
    assert await filtered(**signed, least="0001-01-01", most="9999-12-30") == ["Đủ"]
    assert await filtered(**signed, least="9999-12-31", most="9999-12-31") == ["Không hạn"]
    assert await filtered(**signed, most="9999-12-31") == ["Không hạn", "Đủ"]
    with pytest.raises(FilterError):
        await filtered(field="custom.nhan_su", least=10**400)


@pytest.mark.parametrize("few", [0, 20_000])  # by a walk, and gathered
async def test_pages_lead_on_and_back_in_every_order(
    create: Create,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    for name in ("FEW", "SOME"):
        monkeypatch.setattr(f"cti.crm.listing.finding.{name}", few)
    for name in NAMES:
        await create(staff.linh, name=name)
    for sort, order in product(
        ("created", "name", "updated", "code", "contacted"), ("asc", "desc")
    ):
        asked = CustomerQuery(sort=sort, order=order, limit=200)
        whole = [row.id for row in (await directory.list.find_page(staff.linh, asked)).rows]
        assert len(whole) == len(NAMES)
        pages, cursor = [], None
        while True:
            asked = CustomerQuery(sort=sort, order=order, limit=3, cursor=cursor)
            pages.append(await directory.list.find_page(staff.linh, asked))
            if (cursor := pages[-1].next) is None:
                break
        assert [row.id for page in pages for row in page.rows] == whole, (sort, order)
        assert [page.first for page in pages] == [1, 4, 7]
        back = replace(asked, cursor=pages[-1].previous)
        before = await directory.list.find_page(staff.linh, back)
        assert [row.id for row in before.rows] == whole[3:6]
        assert before.first == 4
        first = await directory.list.find_page(staff.linh, replace(asked, cursor=before.previous))
        assert ([row.id for row in first.rows], first.previous) == (whole[:3], None)
        beside = await directory.list.find_neighbours(
            staff.linh, whole[3], replace(asked, cursor=None)
        )
        assert (beside.previous, beside.next) == (whole[2], whole[4])
    asked = CustomerQuery(limit=3)
    cursor = (await directory.list.find_page(staff.linh, asked)).next
    others = CustomerQuery(sort="name"), CustomerQuery(q=NAMES[0]), CustomerQuery(kind="person")
    for other in (*others, CustomerQuery(filters='[{"field":"code","contains":"1"}]')):
        with pytest.raises(CursorError):
            await directory.list.find_page(staff.linh, replace(other, cursor=cursor))


@pytest.mark.requirement("R136", "R323", "R137")
async def test_a_department_has_the_customers_of_its_people(
    create: Create, directory: Directory, staff: Staff, db: Database
) -> None:
    async with db.write() as unit:
        row = await unit.connection.execute(
            insert(departments).returning(departments.c.id), {"name": "Kinh doanh"}
        )
        department = row.scalar_one()
        await unit.connection.execute(
            update(users)
            .where(users.c.id.in_([staff.linh.user_id, staff.admin.user_id]))
            .values(department_id=department)
        )
    await create(staff.linh, name="Của Linh")
    await create(staff.nam, name="Của Nam")
    await create(staff.admin, name="Chưa ai nhận", owner_id=None)
    boss = replace(staff.admin, department_id=department)
    assert await find(directory, boss, owner="department") == ["Của Linh"]
    assert await find(directory, staff.admin, owner="department") == []  # is in none
    assert await find(directory, staff.linh, owner="mine") == ["Của Linh"]
    assert await find(directory, boss, owner="none") == ["Chưa ai nhận"]


@pytest.mark.requirement("R033", "R034", "R035", "R036", "R037", "R325")
async def test_tiles_count_what_their_lists_show(
    create: Create, directory: Directory, staff: Staff, db: Database, clock: FakeClock
) -> None:
    fields = {one.key: one for one in (await directory.fields.list()).rows}
    first, second = fields["relationship"].options[:2]
    old = await create(staff.linh, name="Lâu rồi", relationship_id=first.id)
    met = await create(staff.linh, name="Mới gặp", relationship_id=first.id)
    await create(staff.linh, name="Mới tạo", relationship_id=second.id)
    hidden = await create(staff.far, name="Của Far", relationship_id=first.id)
    await directory.tiles.set_days(staff.admin, 7)
    now = clock()
    async with db.write() as unit:
        for one, days in ((old, 8), (met, 6), (hidden, 80)):
            await unit.connection.execute(
                update(customers)
                .where(customers.c.id == one.id)
                .values(
                    created_at=now - timedelta(days=90), last_contact_at=now - timedelta(days=days)
                )
            )
        told = [
            {"customer_id": one.id, "author_id": author.user_id, "body": "a", "posted_at": now}
            for one, author in (
                (old, staff.nam),
                (old, staff.nam),
                (met, staff.linh),
                (hidden, staff.nam),
            )
        ]
        await unit.connection.execute(insert(comments), told)
    tiles = await directory.tiles.count(staff.linh)
    assert (tiles.all, tiles.forgotten, tiles.forgotten_days) == (3, 1, 7)
    assert (tiles.unread.comments, tiles.unread.customers) == (2, 1)
    shares = {one.label: (one.count, one.percent) for one in tiles.relationships if one.count}
    assert shares == {first.label: (2, 66.7), second.label: (1, 33.3)}
    assert await find(directory, staff.linh, tile="forgotten") == ["Lâu rồi"]
    assert await find(directory, staff.linh, tile="unread") == ["Lâu rồi"]
    wanted = json.dumps([{"field": "relationship", "any": [first.id]}])
    assert sorted(await find(directory, staff.linh, filters=wanted)) == ["Lâu rồi", "Mới gặp"]
    rows = (await directory.list.find_page(staff.linh, CustomerQuery())).rows
    assert {row.name: row.unread for row in rows} == {"Lâu rồi": 2, "Mới gặp": 0, "Mới tạo": 0}


@pytest.mark.requirement("R230")
async def test_a_line_has_the_numbers_of_all_contacts_the_primary_ones_first(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Lan", contact={"phones": [{"typed": "0912345678"}]})
    second = ContactForm(name="Đức", phones=[PhoneForm(typed="0987654321")])
    await directory.contacts.add(staff.linh, made.id, second)
    (row,) = (await directory.list.find_page(staff.linh, CustomerQuery())).rows
    assert [(one.contact, one.e164) for one in row.phones] == [
        ("Lan", "+84912345678"),
        ("Đức", "+84987654321"),
    ]
    by_piece = json.dumps([{"field": "contact.phones", "contains": "0987 65"}])
    assert await find(directory, staff.linh, filters=by_piece) == ["Lan"]
    by_name = json.dumps([{"field": "contact.name", "contains": "duc"}])
    assert await find(directory, staff.linh, filters=by_name) == ["Lan"]
