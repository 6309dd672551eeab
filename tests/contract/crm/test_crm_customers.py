import asyncio
from dataclasses import asdict, replace

import pytest
from call_centre import Create, Staff

from cti.bus import Bus
from cti.crm.errors import (
    ClaimedError,
    CodeTakenError,
    CustomerNotFoundError,
    NameMissingError,
    NotAssignableError,
    NotEditableError,
    OwnerFixedError,
    UserUnknownError,
    VersionConflictError,
)
from cti.crm.messages import CustomerChanged
from cti.crm.service import Directory
from cti.crm.shapes import CustomerChange


@pytest.mark.requirement("R002", "R003", "R004", "R005")
async def test_a_company_is_created_with_the_person_looked_after_in_it(
    create: Create, staff: Staff
) -> None:
    made = await create(
        staff.linh,
        name="Công ty TNHH Minh An",
        kind="organisation",
        contact={
            "name": "Nguyễn Thị Lan",
            "title": "Giám đốc",
            "email": "Lan@MinhAn.vn",
            "phones": [{"typed": "0912 345 678"}],
        },
    )
    assert (made.name, made.kind, made.email) == ("Công ty TNHH Minh An", "organisation", None)
    (lan,) = made.contacts
    assert (lan.name, lan.title, lan.email) == ("Nguyễn Thị Lan", "Giám đốc", "lan@minhan.vn")
    assert lan.is_primary
    assert (lan.phones[0].typed, lan.phones[0].e164) == ("0912 345 678", "+84912345678")


@pytest.mark.requirement("R006")
async def test_one_name_is_enough_and_stands_for_the_other(create: Create, staff: Staff) -> None:
    by_contact = await create(staff.linh, contact={"name": "Trần Văn Đức"})
    by_customer = await create(staff.linh, name="Hộ kinh doanh Sáu", contact={"title": "Chủ"})
    assert (by_contact.name, by_contact.contacts[0].name) == ("Trần Văn Đức", "Trần Văn Đức")
    assert by_customer.contacts[0].name == "Hộ kinh doanh Sáu"
    assert by_customer.contacts[0].title == "Chủ"


@pytest.mark.requirement("R006")
@pytest.mark.parametrize("name", [None, "", "   ", "\u200b\x07"])
async def test_no_name_at_all_is_refused(create: Create, staff: Staff, name: str | None) -> None:
    with pytest.raises(NameMissingError):
        await create(staff.linh, name=name, contact={"phones": [{"typed": "0912345678"}]})


@pytest.mark.requirement("R009", "R324")
async def test_an_agent_owns_what_they_create_and_cannot_name_another(
    create: Create, staff: Staff
) -> None:
    assert (await create(staff.linh, name="A")).owner.id == staff.linh.user_id
    assert (await create(staff.linh, name="B", owner_id=None)).owner.id == staff.linh.user_id
    with pytest.raises(OwnerFixedError):
        await create(staff.linh, name="C", owner_id=staff.nam.user_id)


async def test_a_supervisor_gives_a_customer_to_anybody_or_nobody(
    create: Create, staff: Staff
) -> None:
    assert (await create(staff.lead, name="A")).owner.id == staff.lead.user_id
    given = await create(staff.lead, name="B", owner_id=staff.nam.user_id)
    assert (given.owner.name, given.can_claim) == ("Nam", False)
    nobodys = await create(staff.lead, name="C", owner_id=None)
    assert (nobodys.owner, nobodys.can_claim, nobodys.can_edit) == (None, True, False)
    with pytest.raises(UserUnknownError):
        await create(staff.lead, name="D", owner_id=999_999)


@pytest.mark.requirement("R009", "R012")
async def test_the_owner_may_add_supporters_and_hand_over_afterwards(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="A")
    change = CustomerChange(version=made.version, supporter_ids=[staff.far.user_id])
    helped = await directory.customers.change(staff.linh, made.id, change)
    assert [person.name for person in helped.supporters] == ["Far"]
    assert (await directory.reading.get(staff.far, made.id)).can_edit
    # Who supports does what the owner may (X13): to give it away, also to themselves, is a right.
    grants = {one: reach for one, reach in staff.far.grants.items() if "assign" not in one}
    taking = CustomerChange(version=helped.version, owner_id=staff.far.user_id)
    with pytest.raises(NotAssignableError):
        await directory.customers.change(replace(staff.far, given=grants), made.id, taking)
    given = await directory.customers.change(
        staff.linh, made.id, CustomerChange(version=helped.version, owner_id=staff.nam.user_id)
    )
    assert given.owner.id == staff.nam.user_id
    with pytest.raises(CustomerNotFoundError):  # it is Nam's now
        await directory.reading.get(staff.linh, made.id)


@pytest.mark.requirement("R011")
async def test_of_many_who_claim_at_once_one_wins_and_the_others_hear_who(
    create: Create, directory: Directory, staff: Staff
) -> None:
    everybody = [staff.linh, staff.nam, staff.lead, staff.far, staff.far_lead, staff.admin]
    for round_number in range(5):
        free = await create(staff.admin, name=f"Khách {round_number}", owner_id=None)
        claims = (directory.customers.claim(who, free.id) for who in everybody)
        results = await asyncio.gather(*claims, return_exceptions=True)
        winners = [found for found in results if not isinstance(found, BaseException)]
        losers = [found for found in results if isinstance(found, ClaimedError)]
        assert (len(winners), len(losers)) == (1, len(everybody) - 1)
        owner = winners[0].owner
        assert all(
            loser.params["owner"] == {"id": owner.id, "name": owner.name} for loser in losers
        )
        assert winners[0].version == free.version + 1


@pytest.mark.requirement("R011")
async def test_claiming_twice_is_no_error(
    create: Create, directory: Directory, staff: Staff
) -> None:
    free = await create(staff.admin, name="A", owner_id=None)
    first = await directory.customers.claim(staff.linh, free.id)
    second = await directory.customers.claim(staff.linh, free.id)
    assert first.version == second.version
    with pytest.raises(CustomerNotFoundError):
        await directory.customers.claim(staff.linh, 999_999)


async def test_codes_are_made_and_unique_when_many_are_created_at_once(
    create: Create, staff: Staff
) -> None:
    made = await asyncio.gather(*(create(staff.linh, name=f"K{n}") for n in range(20)))
    codes = {customer.code for customer in made}
    assert len(codes) == 20
    assert all(one.code == f"KH{one.id:06d}" for one in made)


async def test_a_code_somebody_typed_is_kept_and_never_given_twice(
    create: Create, directory: Directory, staff: Staff
) -> None:
    first = await create(staff.linh, name="A")
    squatter = await create(staff.linh, name="B", code=f"KH{first.id + 2:06d}")
    pushed = await create(staff.linh, name="C")
    assert pushed.code in {f"KH{pushed.id:06d}", f"KH{pushed.id:06d}-2"}
    assert pushed.code != squatter.code
    for typed in (squatter.code, squatter.code.lower()):
        with pytest.raises(CodeTakenError):
            await create(staff.linh, name="D", code=typed)
    with pytest.raises(CodeTakenError):
        await directory.customers.change(
            staff.linh, first.id, CustomerChange(version=first.version, code=squatter.code)
        )
    assert (await directory.reading.get(staff.linh, first.id)).code == first.code


async def test_of_two_who_edit_the_same_version_the_second_gets_the_newer_one_back(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Tên cũ")
    edits = [CustomerChange(version=made.version, name=f"Tên {n}") for n in range(4)]
    results = await asyncio.gather(
        *(directory.customers.change(staff.linh, made.id, edit) for edit in edits),
        return_exceptions=True,
    )
    kept = [found for found in results if not isinstance(found, BaseException)]
    refused = [found for found in results if isinstance(found, VersionConflictError)]
    assert (len(kept), len(refused)) == (1, 3)
    assert {found.params["current"]["name"] for found in refused} == {kept[0].name}
    assert (await directory.reading.get(staff.linh, made.id)).name == kept[0].name


@pytest.mark.requirement("R171")
async def test_every_change_is_in_the_history_with_before_and_after(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Tên cũ", email="a@b.vn")
    change = CustomerChange(version=1, name="Tên mới", email="a@b.vn", owner_id=staff.nam.user_id)
    await directory.customers.change(staff.linh, made.id, change)
    timeline = await directory.timeline.get(staff.nam, made.id, ("change",))
    newest = timeline.rows[0]
    assert newest.by.name == "Linh"
    assert newest.detail == {
        "action": "customer.changed",
        "fields": {"name": ["Tên cũ", "Tên mới"], "owner": ["Linh", "Nam"]},
    }


async def test_saving_what_is_there_already_changes_nothing(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="A")
    change = CustomerChange(version=1, name="A", owner_id=staff.linh.user_id)
    same = await directory.customers.change(staff.linh, made.id, change)
    assert (same.version, same.updated_at) == (made.version, made.updated_at)


@pytest.mark.requirement("R030")
async def test_a_deleted_customer_is_gone_from_every_list_and_lookup(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="A", contact={"phones": [{"typed": "0912345678"}]})
    with pytest.raises(CustomerNotFoundError):
        await directory.customers.delete(staff.nam, made.id)
    await directory.customers.delete(staff.linh, made.id)
    for caller in (staff.linh, staff.admin):
        with pytest.raises(CustomerNotFoundError):
            await directory.reading.get(caller, made.id)
        with pytest.raises(CustomerNotFoundError):
            await directory.timeline.get(caller, made.id)
    assert await directory.lookup.match("+84912345678") == []


@pytest.mark.requirement("R316", "R317", "R318", "R325")
async def test_who_sees_whose_customer(create: Create, directory: Directory, staff: Staff) -> None:
    linhs = (await create(staff.linh, name="Của Linh")).id
    fars = (await create(staff.far, name="Của Far")).id
    free = (await create(staff.admin, name="Chưa ai nhận", owner_id=None)).id
    sees = {
        "linh": {linhs, free},
        "nam": {free},
        "lead": {linhs, free},
        "far": {fars, free},
        "far_lead": {fars, free},
        "admin": {linhs, fars, free},
    }
    for name, expected in sees.items():
        caller = getattr(staff, name)
        seen = set()
        for customer_id in (linhs, fars, free):
            try:
                seen.add((await directory.reading.get(caller, customer_id)).id)
            except CustomerNotFoundError:
                continue
        assert (name, seen) == (name, expected)
    assert set(asdict(staff)) == set(sees)


@pytest.mark.requirement("R319", "X13")
async def test_what_is_nobodys_is_claimed_before_it_is_edited(
    create: Create, directory: Directory, staff: Staff
) -> None:
    free = await create(staff.admin, name="A", owner_id=None)
    change = CustomerChange(version=free.version, name="B")
    for caller in (staff.linh, staff.lead):
        with pytest.raises(NotEditableError):
            await directory.customers.change(caller, free.id, change)
    claimed = await directory.customers.claim(staff.linh, free.id)
    assert claimed.can_edit
    renamed = await directory.customers.change(
        staff.lead, free.id, CustomerChange(version=claimed.version, name="B")
    )
    assert renamed.name == "B"


async def test_the_bus_hears_of_a_change_once_committed_and_of_no_refusal(
    create: Create, directory: Directory, staff: Staff, bus: Bus
) -> None:
    heard: list[CustomerChanged] = []
    bus.subscribe(CustomerChanged, heard.append)
    made = await create(staff.linh, name="A")
    with pytest.raises(VersionConflictError):
        await directory.customers.change(staff.linh, made.id, CustomerChange(version=7, name="B"))
    assert heard == [CustomerChanged(made.id)]


HOSTILE = (
    "Robert'); DROP TABLE customers;--",
    '"><script>alert(1)</script>',
    "=cmd|' /C calc'!A0",
    "مؤسسة النور \u202etxt.exe",
    "100% _thật_ \\ vậy",
    "Lan\r\nAction: Originate\r\nChannel: x",
    "\U0001d577\U0001d586\U0001d593 👩‍👩‍👧",
    "NUL\x00here",
)


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_is_kept_as_text_and_found_again(
    create: Create, directory: Directory, staff: Staff, name: str
) -> None:
    made = await create(staff.linh, name=name, description=name, contact={"title": name})
    read = await directory.reading.get(staff.linh, made.id)
    assert read.name == made.name
    assert not set(read.name) & set("\x00\r\n\u202e")
    assert "\x00" not in (read.description or "")
    await directory.customers.change(
        staff.linh, made.id, CustomerChange(version=1, description=f"{name} {name}")
    )
