import asyncio

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import insert

from cti.accounts.rights import Caller
from cti.compliance.dnc import Dnc
from cti.crm.errors import (
    ContactNotFoundError,
    CustomerNotFoundError,
    LastContactError,
    NameMissingError,
    NotEditableError,
    PhoneUnknownError,
)
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange, ContactForm, Customer
from cti.db import Database
from cti.schema import dnc_numbers


async def stars(directory: Directory, caller: Caller, customer_id: int) -> list[tuple[str, bool]]:
    customer = await directory.reading.get(caller, customer_id)
    return [(contact.name, contact.is_primary) for contact in customer.contacts]


async def add(directory: Directory, caller: Caller, customer: Customer, name: str) -> int:
    return (await directory.contacts.add(caller, customer.id, ContactForm(name=name))).id


@pytest.mark.requirement("R050", "R005")
async def test_the_first_contact_has_the_star_and_hands_it_on_when_removed(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Cty", contact={"name": "Lan"})
    duc = await add(directory, staff.linh, made, "Đức")
    await add(directory, staff.linh, made, "Hoa")
    assert await stars(directory, staff.linh, made.id) == [
        ("Lan", True),
        ("Đức", False),
        ("Hoa", False),
    ]
    await directory.contacts.delete(staff.linh, made.contacts[0].id)
    assert await stars(directory, staff.linh, made.id) == [("Đức", True), ("Hoa", False)]
    with pytest.raises(ContactNotFoundError):
        await directory.contacts.delete(staff.linh, made.contacts[0].id)
    assert (await directory.reading.get(staff.linh, made.id)).contacts[0].id == duc


@pytest.mark.requirement("R050")
async def test_the_star_moves_to_the_contact_it_is_given_to(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Cty", contact={"name": "Lan"})
    duc = await add(directory, staff.linh, made, "Đức")
    assert (await directory.contacts.make_primary(staff.linh, duc)).is_primary
    assert await stars(directory, staff.linh, made.id) == [("Đức", True), ("Lan", False)]


@pytest.mark.requirement("R050")
async def test_there_is_one_star_whatever_happens_at_once(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Cty", contact={"name": "Lan"})
    ids = [await add(directory, staff.linh, made, name) for name in "abcdef"]
    steps = [directory.contacts.make_primary(staff.linh, one) for one in ids[:3]]
    deletions = [
        directory.contacts.delete(staff.linh, one) for one in (ids[3], made.contacts[0].id)
    ]
    additions = [add(directory, staff.lead, made, f"m{n}") for n in range(3)]
    await asyncio.gather(*steps, *deletions, *additions)
    primary = [name for name, star in await stars(directory, staff.linh, made.id) if star]
    assert len(primary) == 1


async def test_the_last_contact_stays(create: Create, directory: Directory, staff: Staff) -> None:
    made = await create(staff.linh, name="Cty", contact={"name": "Lan"})
    duc = await add(directory, staff.linh, made, "Đức")
    both = (directory.contacts.delete(staff.linh, one) for one in (duc, made.contacts[0].id))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(found) for found in results if found) == [LastContactError]
    assert len(await stars(directory, staff.linh, made.id)) == 1


@pytest.mark.requirement("R056", "R007")
async def test_a_contact_has_many_numbers_one_of_them_first_and_odd_ones_are_flagged(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Lan", contact={"phones": [{"typed": "0912345678"}]})
    contact_id = made.contacts[0].id
    kept = made.contacts[0].phones[0].id
    form = ContactChange.model_validate(
        {
            "phones": [
                {"typed": "12ab", "label": "cũ"},
                {"typed": "024 7300 4666", "is_primary": True},
                {"id": kept, "typed": "0912345678"},
            ]
        }
    )
    changed = await directory.contacts.change(staff.linh, contact_id, form)
    assert [(phone.typed, phone.e164, phone.is_primary) for phone in changed.phones] == [
        ("12ab", None, False),
        ("024 7300 4666", "+842473004666", True),
        ("0912345678", "+84912345678", False),
    ]
    odd, landline, mobile = changed.phones
    assert (odd.badge.verdict, odd.badge.reasons) == ("deny", ["number.invalid"])
    assert (landline.badge.verdict, landline.badge.display) == ("allow", "024 7300 4666")
    assert (mobile.id, mobile.badge.display) == (kept, "0912 345 678")
    assert mobile.badge.carrier == "Vinaphone"


@pytest.mark.requirement("R056")
async def test_taking_away_the_first_number_makes_another_first(
    create: Create, directory: Directory, staff: Staff
) -> None:
    numbers = [{"typed": "0912345678", "is_primary": True}, {"typed": "0987654321"}]
    made = await create(staff.linh, name="Lan", contact={"phones": numbers})
    rest = made.contacts[0].phones[1]
    form = ContactChange.model_validate({"phones": [{"id": rest.id, "typed": rest.typed}]})
    changed = await directory.contacts.change(staff.linh, made.contacts[0].id, form)
    assert [(phone.id, phone.is_primary) for phone in changed.phones] == [(rest.id, True)]


async def test_a_number_of_another_contact_cannot_be_taken_over(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phone = {"typed": "0912345678"}
    theirs = (await create(staff.far, name="X", contact={"phones": [phone]})).contacts[0].phones[0]
    mine = await create(staff.linh, name="Y", contact={"phones": [{"typed": "0987654321"}]})
    form = ContactChange.model_validate({"phones": [{"id": theirs.id, "typed": "0900000000"}]})
    with pytest.raises(PhoneUnknownError):
        await directory.contacts.change(staff.linh, mine.contacts[0].id, form)
    assert (await directory.reading.get(staff.linh, mine.id)).contacts[0].phones


@pytest.mark.requirement("R051")
async def test_adding_changing_and_removing_a_contact_are_in_the_history(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="Cty", contact={"name": "Lan"})
    form = ContactForm.model_validate({"name": "Đức", "phones": [{"typed": "0912345678"}]})
    duc = await directory.contacts.add(staff.lead, made.id, form)
    change = ContactChange.model_validate({"title": "Kế toán", "phones": []})
    await directory.contacts.change(staff.linh, duc.id, change)
    await directory.contacts.delete(staff.linh, duc.id)
    rows = (await directory.timeline.get(staff.linh, made.id, ("change",))).rows
    told = [(row.by.name, row.detail["action"], row.detail["fields"]) for row in rows[:3]]
    assert told == [
        ("Linh", "contact.removed", {"contact": ["Đức", None]}),
        (
            "Linh",
            "contact.changed",
            {"contact": ["Đức", "Đức"], "title": [None, "Kế toán"], "phones": [["0912345678"], []]},
        ),
        ("Lead", "contact.added", {"contact": [None, "Đức"], "phones": [[], ["0912345678"]]}),
    ]


async def test_contacts_of_others_customers_cannot_be_touched(
    create: Create, directory: Directory, staff: Staff
) -> None:
    theirs = await create(staff.far, name="X")
    free = await create(staff.admin, name="Y", owner_id=None)
    contact_id = theirs.contacts[0].id
    with pytest.raises(CustomerNotFoundError):
        await directory.contacts.add(staff.linh, theirs.id, ContactForm(name="Z"))
    with pytest.raises(ContactNotFoundError):
        await directory.contacts.change(staff.linh, contact_id, ContactChange(name="Z"))
    with pytest.raises(ContactNotFoundError):
        await directory.contacts.make_primary(staff.linh, contact_id)
    with pytest.raises(NotEditableError):
        await directory.contacts.add(staff.linh, free.id, ContactForm(name="Z"))


async def test_a_name_of_nothing_visible_is_refused(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = await create(staff.linh, name="X")
    with pytest.raises(NameMissingError):
        await directory.contacts.add(staff.linh, made.id, ContactForm(name="\u200b"))
    assert len(await stars(directory, staff.linh, made.id)) == 1


@pytest.mark.requirement("R245")
async def test_a_number_on_the_national_list_says_so_before_the_click(
    db: Database, create: Create, staff: Staff, dnc: Dnc, clock: FakeClock
) -> None:
    async with db.write() as unit:
        listed = {"list": "national", "number": 84912345678, "source": "import"}
        await unit.connection.execute(
            insert(dnc_numbers).values(**listed, voice=True, sms=True, added_at=clock())
        )
    await dnc.load()
    made = await create(staff.linh, name="Lan", contact={"phones": [{"typed": "0912345678"}]})
    badge = made.contacts[0].phones[0].badge
    assert (badge.verdict, badge.reasons) == ("confirm", ["dnc.national.voice"])
