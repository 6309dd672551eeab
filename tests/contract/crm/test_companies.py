"""Companies and their contacts, referrers, and who sees a customer."""

import pytest
from call_centre import Create, Staff

from cti.crm.companies.errors import CompanyNotFoundError
from cti.crm.companies.shapes import CompanyRow, ConvertForm
from cti.crm.errors import (
    CompanyFixedError,
    CompanyUnknownError,
    ContactNotFoundError,
    CustomerNotFoundError,
    ReferrerUnknownError,
)
from cti.crm.listing.service import CustomerQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange, ContactForm, CustomerChange, NoteForm

COMPANIES = CustomerQuery(kind="organisation")


async def companies(directory: Directory, staff: Staff) -> dict[str, CompanyRow]:
    page = await directory.companies.find_page(staff.linh, COMPANIES)
    return {row.name: row for row in page.rows}


@pytest.mark.requirement("R057")
async def test_a_contact_of_a_person_is_linked_to_a_company_or_to_one_made_at_once(
    create: Create, directory: Directory, staff: Staff
) -> None:
    company = await create(staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"})
    assert company.contacts[0].company.id == company.id
    person = await create(staff.linh, name="Đức", contact={"company_id": company.id})
    assert (person.contacts[0].company.id, person.contacts[0].company.name) == (
        company.id,
        "Minh An",
    )
    change = ContactChange(company_name="Hoàng Gia")
    moved = await directory.contacts.change(staff.linh, person.contacts[0].id, change)
    assert moved.company.name == "Hoàng Gia"
    made = await directory.reading.get(staff.linh, moved.company.id)
    assert (made.kind, made.owner.id) == ("organisation", staff.linh.user_id)
    alone = ContactChange(company_id=None)
    assert (await directory.contacts.change(staff.linh, moved.id, alone)).company is None


async def test_a_company_that_is_none_or_not_to_be_seen_is_refused(
    create: Create, directory: Directory, staff: Staff
) -> None:
    company = await create(staff.linh, name="Minh An", kind="organisation")
    other = await create(staff.linh, name="Hoàng Gia", kind="organisation")
    fars = await create(staff.far, name="Của Far", kind="organisation")
    person = await create(staff.linh, name="Đức")
    for wrong in (fars.id, person.id, 987_654):
        with pytest.raises(CompanyUnknownError):
            await create(staff.linh, name="Lan", contact={"company_id": wrong})
    form = ContactForm(name="Lan", company_id=other.id)
    with pytest.raises(CompanyFixedError):
        await directory.contacts.add(staff.linh, company.id, form)
    inside = ContactForm(name="Lan", company_id=company.id)
    assert (await directory.contacts.add(staff.linh, company.id, inside)).company.id == company.id


@pytest.mark.requirement("R071")
async def test_the_company_list_shows_the_contacts_of_each_the_newest_company_first(
    create: Create, directory: Directory, staff: Staff
) -> None:
    old = await create(
        staff.linh, name="Minh An", kind="organisation", description="Gạo", contact={"name": "Lan"}
    )
    await directory.contacts.add(staff.linh, old.id, ContactForm(name="Hoa"))
    await create(staff.linh, name="Đức", contact={"company_id": old.id})
    new = await create(staff.linh, name="Hoàng Gia", kind="organisation", contact={"name": "Tú"})
    await create(staff.far, name="Của Far", kind="organisation")
    found = await companies(directory, staff)
    assert list(found) == ["Hoàng Gia", "Minh An"]
    row = found["Minh An"]
    assert (row.description, row.contact_count) == ("Gạo", 3)
    assert {one.name for one in row.contacts} == {"Lan", "Hoa", "Đức"}
    assert row.contacts[0].name in {"Lan", "Đức"}  # the stars first
    assert [one.name for one in found["Hoàng Gia"].contacts] == ["Tú"]
    assert new.id == found["Hoàng Gia"].id


@pytest.mark.requirement("R058", "R074", "V8")
async def test_a_deleted_company_leaves_its_contacts_and_a_deleted_contact_its_company(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phone = {"phones": [{"typed": "0912345678"}]}
    company = await create(
        staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan", **phone},
        supporter_ids=[staff.far.user_id],
    )  # fmt: skip
    lan = company.contacts[0].id
    note = NoteForm(body="Lan thích trà", contact_id=lan)
    await directory.notes.add(staff.linh, company.id, note)
    outside = await create(staff.linh, name="Đức", contact={"company_id": company.id})
    gone = await create(staff.linh, name="Hoàng Gia", kind="organisation", contact={"name": "Tú"})
    await directory.contacts.delete(staff.linh, gone.contacts[0].id)
    assert (await companies(directory, staff))["Hoàng Gia"].contact_count == 0

    await directory.companies.delete(staff.linh, company.id)
    assert list(await companies(directory, staff)) == ["Hoàng Gia"]
    (match,) = await directory.lookup.match("+84912345678")
    assert (match.contact_id, match.customer_kind) == (lan, "person")
    for caller in (staff.linh, staff.far):  # whoever saw her still does
        freed = await directory.reading.get(caller, match.customer_id)
        assert (freed.contacts[0].company, freed.contacts[0].is_primary) == (None, True)
    history = await directory.timeline.get(staff.linh, match.customer_id, ["note"])
    assert [row.detail["body"] for row in history.rows] == ["Lan thích trà"]
    assert (await directory.reading.get(staff.linh, outside.id)).contacts[0].company is None
    with pytest.raises(CompanyNotFoundError):
        await directory.companies.delete(staff.linh, outside.id)
    with pytest.raises(CustomerNotFoundError):
        await directory.companies.delete(staff.linh, company.id)


@pytest.mark.requirement("R016", "X3")
async def test_a_contact_is_made_a_customer_by_hand(
    create: Create, directory: Directory, staff: Staff
) -> None:
    person = await create(staff.linh, name="Đức")
    for version in (2, 2):
        made = await directory.companies.convert(staff.linh, person.contacts[0].id, ConvertForm())
        assert (made.id, made.stage, made.version) == (person.id, "customer", version)
    company = await create(staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"})
    await directory.contacts.add(staff.linh, company.id, ContactForm(name="Hoa"))
    own = await directory.companies.convert(
        staff.linh, company.contacts[0].id, ConvertForm(own=True)
    )
    assert (own.name, own.kind, own.stage) == ("Lan", "person", "customer")
    assert own.contacts[0].company.id == company.id
    left = await directory.reading.get(staff.linh, company.id)
    assert [(one.name, one.is_primary) for one in left.contacts] == [("Hoa", True)]
    with pytest.raises(ContactNotFoundError):
        await directory.companies.convert(staff.far, own.contacts[0].id, ConvertForm())


@pytest.mark.requirement("R340", "R342")
async def test_a_referrer_is_a_customer_or_a_user_picked_by_name(
    create: Create, directory: Directory, staff: Staff
) -> None:
    friend = await create(staff.linh, name="Trần Đức Thắng")
    hidden = await create(staff.far, name="Trần Đức Hoà")
    found = await directory.people.find_referrers(staff.linh, "customer", "duc tran")
    assert [(one.kind, one.id) for one in found.rows] == [("customer", friend.id)]
    (nam,) = (await directory.people.find_referrers(staff.linh, "user", "nam")).rows
    made = await create(staff.linh, name="A", referrer={"kind": "user", "id": nam.id})
    assert (made.referrer.kind, made.referrer.name) == ("user", "Nam")
    change = {"version": 1, "referrer": {"kind": "customer", "id": friend.id}}
    changed = await directory.customers.change(
        staff.linh, made.id, CustomerChange.model_validate(change)
    )
    assert (changed.referrer.kind, changed.referrer.name) == ("customer", "Trần Đức Thắng")
    for wrong in (hidden.id, made.id, 987_654):
        change = {"version": 2, "referrer": {"kind": "customer", "id": wrong}}
        with pytest.raises(ReferrerUnknownError):
            await directory.customers.change(
                staff.linh, made.id, CustomerChange.model_validate(change)
            )
    change = {"version": 2, "referrer": {"kind": "customer", "id": hidden.id}}
    await directory.customers.change(staff.admin, made.id, CustomerChange.model_validate(change))
    unseen = (await directory.reading.get(staff.linh, made.id)).referrer
    assert (unseen.id, unseen.name) == (hidden.id, None)  # R325: no name of who is hidden
    read = directory.timeline.get
    for reader, named in ((staff.linh, hidden.code), (staff.admin, "Trần Đức Hoà")):
        line = (await read(reader, made.id, ("change",), None, 5)).rows[0]
        assert line.detail["fields"] == {"referrer": ["Trần Đức Thắng", named]}
    same = {"version": 3, "referrer": change["referrer"], "description": "Gọi lại"}
    await directory.customers.change(staff.linh, made.id, CustomerChange.model_validate(same))
    gone = await directory.customers.change(
        staff.linh, made.id, CustomerChange(version=4, referrer=None)
    )
    assert gone.referrer is None
    told = (await directory.timeline.get(staff.linh, made.id, ("change",), None, 5)).rows[0]
    assert told.detail["fields"]["referrer"] == [hidden.code, None]


@pytest.mark.requirement("R031")
async def test_the_people_who_see_a_customer_are_those_whom_the_rule_lets_see_it(
    create: Create, directory: Directory, staff: Staff
) -> None:
    mine = await create(staff.linh, name="A")
    viewers = await directory.people.find_viewers(staff.linh, mine.id)
    assert [one.name for one in viewers.rows] == ["Admin", "Lead", "Linh"]
    helped = CustomerChange(version=1, supporter_ids=[staff.far.user_id])
    await directory.customers.change(staff.linh, mine.id, helped)
    viewers = await directory.people.find_viewers(staff.far, mine.id)
    assert [one.name for one in viewers.rows] == ["Admin", "Far", "Lead", "Linh"]
    free = await create(staff.admin, name="B", owner_id=None)
    assert len((await directory.people.find_viewers(staff.nam, free.id)).rows) == 6
    with pytest.raises(CustomerNotFoundError):
        await directory.people.find_viewers(staff.nam, mine.id)
