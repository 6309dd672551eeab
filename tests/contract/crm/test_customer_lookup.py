"""Looking a customer up whoever owns it: what is found, what is told, and that it is noted."""

from dataclasses import replace

import pytest
from call_centre import Create, Staff

from cti.accounts.audit import read_audit
from cti.accounts.rights import DEFAULTS, Right, Role
from cti.crm.errors import (
    ClaimedError,
    CustomerNotFoundError,
    LookupEmptyError,
    LookupNumberError,
    LookupWideError,
)
from cti.crm.lookup.service import LookupQuery
from cti.crm.lookup.shapes import LookupRow
from cti.crm.service import Directory
from cti.db import Database


@pytest.fixture
async def minh_an(create: Create, staff: Staff) -> int:
    """A company of an agent of another team, and one like it that is nobody's."""
    made = await create(
        staff.far,
        name="Công ty TNHH Minh An",
        kind="organisation",
        code="MA01",
        address="12 Láng Hạ, Ba Đình, Hà Nội",
        office_address="Toà nhà Sông Đà, Cầu Giấy",
        tax_code="0101234567",
        contact={"name": "Nguyễn Thị Lan", "phones": [{"typed": "0912 345 678"}]},
    )
    await create(staff.admin, name="Minh An Khang", owner_id=None, code="XY77")
    return made.id


@pytest.mark.requirement("R145", "R146", "R148")
@pytest.mark.parametrize(
    "asked",
    [
        {"code": "ma01"},
        {"code": "MA"},
        {"name": "minh an tnhh"},
        {"name": "Công ty Minh"},
        {"address": "láng hạ"},
        {"office_address": "SÔNG"},
        {"phone": "0912345678"},
        {"phone": "+84 912 345 678"},
        {"phone": "84912345678"},
        {"phone": "345678"},
        {"phone": "0912 345 678", "name": "minh", "code": "MA01"},
    ],
)
async def test_each_criterion_finds_what_somebody_else_owns(
    directory: Directory, staff: Staff, minh_an: int, asked: dict[str, str]
) -> None:
    page = await directory.customer_lookup.find(staff.linh, LookupQuery(**asked))
    found = {row.id: row for row in page.rows}
    row = found[minh_an]
    assert (row.code, row.name, row.may_open) == ("MA01", "Công ty TNHH Minh An", False)
    assert row.owner is not None
    assert row.owner.name == "Far"
    assert LookupRow.model_fields.keys() == {
        "id", "code", "name", "owner", "address", "office_address", "may_open"
    }  # fmt: skip


@pytest.mark.requirement("R146")
async def test_by_owner_and_by_all_that_is_given(
    directory: Directory, staff: Staff, minh_an: int, create: Create
) -> None:
    lookup = directory.customer_lookup
    mine = await create(staff.linh, name="Hoa Sữa")
    by_owner = await lookup.find(staff.linh, LookupQuery(owner_id=staff.far.user_id))
    assert [row.id for row in by_owner.rows] == [minh_an]
    both = await lookup.find(staff.linh, LookupQuery(name="minh an"))
    assert [row.name for row in both.rows] == ["Công ty TNHH Minh An", "Minh An Khang"]
    assert [row.may_open for row in both.rows] == [False, True]
    for nothing in (
        LookupQuery(name="minh an", code="KH"),
        LookupQuery(name="nguyễn thị lan"),  # a contact's: only the customer's own name is asked
        LookupQuery(name="hoa sữa", owner_id=staff.far.user_id),
        LookupQuery(phone="0999999999"),
        LookupQuery(address="100%"),
    ):
        assert (await lookup.find(staff.linh, nothing)).rows == []
    await directory.customers.delete(staff.linh, mine.id)
    assert (await lookup.find(staff.linh, LookupQuery(name="hoa sữa"))).rows == []


async def test_nothing_reads_the_directory_out(directory: Directory, staff: Staff) -> None:
    for empty in (LookupQuery(), LookupQuery(name="a", code=" ", address="x")):
        with pytest.raises(LookupEmptyError):
            await directory.customer_lookup.find(staff.linh, empty)
    for number in ("abc", "0912", "+"):
        with pytest.raises(LookupNumberError):
            await directory.customer_lookup.find(staff.linh, LookupQuery(phone=number))


async def test_an_address_alone_is_not_looked_for_among_too_many(
    directory: Directory,
    staff: Staff,
    minh_an: int,
    create: Create,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find, address = directory.customer_lookup.find, "láng hạ"
    await create(staff.far, name="Bên cạnh", address="14 Láng Hạ, Ba Đình")
    monkeypatch.setattr("cti.crm.lookup.service.MOST_READ", 1)
    for alone in (LookupQuery(address=address), LookupQuery(address=address, name="a")):
        with pytest.raises(LookupWideError):
            await find(staff.linh, alone)
    for narrowed in (
        LookupQuery(address=address, name="minh an"),
        LookupQuery(address="12 láng hạ", owner_id=staff.far.user_id),
    ):
        assert [row.id for row in (await find(staff.linh, narrowed)).rows] == [minh_an]


@pytest.mark.requirement("R148")
async def test_who_looked_up_what_is_noted(
    directory: Directory, staff: Staff, minh_an: int, db: Database
) -> None:
    await directory.customer_lookup.find(staff.linh, LookupQuery(name="minh an", phone=""))
    (line,) = (await read_audit(db, action="customer.looked_up")).rows
    assert line.user is not None
    assert line.user.id == staff.linh.user_id
    assert line.detail == {"asked": {"name": "minh an"}, "found": 2, "not_theirs": [minh_an]}


@pytest.mark.requirement("R011", "R148", "R325")
async def test_a_claim_tells_of_whom_one_may_not_see_as_a_lookup_does(
    directory: Directory, staff: Staff, db: Database, minh_an: int
) -> None:
    claim = directory.customers.claim
    with pytest.raises(ClaimedError) as caught:
        await claim(staff.linh, minh_an)
    assert caught.value.params["owner"] == {"id": staff.far.user_id, "name": "Far"}
    (line,) = (await read_audit(db, action="customer.claim_refused")).rows
    assert line.user is not None
    assert (line.user.id, line.subject) == (staff.linh.user_id, f"customer/{minh_an}")
    with pytest.raises(ClaimedError):  # whom they see: nothing is told that is not theirs
        await claim(staff.far_lead, minh_an)
    rights = DEFAULTS[Role.AGENT]
    given = {one: reach for one, reach in rights.items() if one is not Right.CUSTOMERS_LOOKUP}
    with pytest.raises(CustomerNotFoundError):  # as of an id that never was
        await claim(replace(staff.nam, given=given), minh_an)
    assert len((await read_audit(db, action="customer.claim_refused")).rows) == 1
