"""Duplicates: warned of or refused, with who has the customer already."""

import asyncio

import pytest
from call_centre import Create, Staff
from sqlalchemy import event, select

from cti.crm.duplicates.errors import DuplicateError, DuplicateSuspectedError
from cti.crm.duplicates.keys import Candidate, Criterion, make_keys
from cti.crm.duplicates.shapes import DuplicateRules
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange, ContactForm, Customer, CustomerChange
from cti.db import Database
from cti.schema import audit_log

EVERYTHING = {
    "name": "Minh An",
    "code": "MA-1",
    "tax_code": "0101234567",
    "fax": "024 7300 4666",
    "office_address": "1 Lê Lợi, Q.1",
    "description": "Bán gạo",
    "birthday": "1990-12-20",
    "email": "cty@minhan.vn",
    "contact": {"name": "Lan", "email": "Lan@x.vn", "phones": [{"typed": "0912 345 678"}]},
}
AGAIN = {
    "name": {"name": "MINH  ÁN"},
    "code": {"code": "MA-1"},
    "email": {"contact": {"name": "B", "email": "CTY@minhan.vn"}},
    "phone": {"contact": {"name": "B", "phones": [{"typed": "+84912345678"}]}},
    "fax": {"fax": "02473004666"},
    "tax_code": {"tax_code": "0101.234.567"},
    "office_address": {"office_address": "1 lê lợi q 1"},
    "description": {"description": "ban gao"},
    "birthday": {"birthday": "1990-12-20"},
}

SHARED = {
    **{key: str(EVERYTHING[key]) for key in Criterion if key in EVERYTHING and key != "name"},
    "email": "cty@minhan.vn",
    "phone": "0912 345 678",
}
"""What is told of a group; of those with one name, nothing more than the names."""


async def rule(directory: Directory, staff: Staff, **severities: str) -> None:
    off = dict.fromkeys(Criterion, "off")
    form = DuplicateRules.model_validate(off | severities)
    await directory.duplicates.set_rules(staff.admin, form)


@pytest.mark.requirement("R122", "V7", "X14")
async def test_what_is_there_already_is_refused_with_field_customer_and_owner(
    create: Create, directory: Directory, staff: Staff, db: Database
) -> None:
    """Vector 7: A has anha@gmail.com; B with it is refused: Email, name A, owner of A."""
    await rule(directory, staff, email="block")
    a = await create(staff.far, name="Anh A", contact={"email": "anha@gmail.com"})
    with pytest.raises(DuplicateError) as refused:
        await create(staff.linh, name="Anh B", contact={"email": "AnhA@gmail.com "})
    told = refused.value.params
    assert (told["field"], told["customer"], told["owner"]) == ("email", "Anh A", "Far")
    (match,) = told["matches"]
    assert set(match) == {"field", "severity", "customer", "code", "owner", "customer_id"}
    assert match["customer_id"] is None  # X14: it is another's
    assert (await directory.search.list_contacts(staff.linh, ListQuery(owner="mine"))).rows == []
    async with db.read() as connection:
        lines = (
            await connection.execute(
                select(audit_log).where(audit_log.c.action == "customer.disclosed")
            )
        ).all()
    assert [(line.user_id, line.detail["matches"][0]["code"]) for line in lines] == [
        (staff.linh.user_id, a.code)
    ]


@pytest.mark.requirement("R121", "R124", "R378", "X2")
@pytest.mark.parametrize("criterion", list(Criterion))
async def test_each_criterion_is_off_warns_or_blocks_by_itself(
    create: Create, directory: Directory, staff: Staff, criterion: Criterion
) -> None:
    await rule(directory, staff)
    there = await create(staff.linh, **EVERYTHING)
    again = {"name": "Khác"} | AGAIN[criterion]
    await rule(directory, staff, **{criterion.value: "block"})
    with pytest.raises(DuplicateError) as refused:
        await create(staff.linh, **again, confirm_duplicates=True)
    assert refused.value.params["field"] == criterion
    assert refused.value.params["matches"][0]["customer_id"] == there.id
    others = {one.value: "block" for one in Criterion if one is not criterion}
    await rule(directory, staff, **others)
    if criterion is not Criterion.CODE:  # a code is never given twice, whatever the rules
        assert (await create(staff.linh, **again)).warnings == []
        await rule(directory, staff, **{criterion.value: "warn"})
        made = await create(staff.linh, **again)
        assert there.id in {one.customer_id for one in made.warnings}


@pytest.mark.requirement("R123")
async def test_a_warning_asks_first_when_the_form_wants_that_and_is_told_otherwise(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phone = {"contact": {"phones": [{"typed": "0912345678"}]}}
    there = await create(staff.linh, name="Lan", **phone)
    with pytest.raises(DuplicateSuspectedError) as asked:
        await create(staff.linh, name="Hoa", **phone, confirm_duplicates=False)
    assert (asked.value.params["field"], asked.value.params["customer"]) == ("phone", "Lan")
    for confirm in ({"confirm_duplicates": True}, {}):
        made = await create(staff.linh, name="Hoa", **phone, **confirm)
        assert there.id in {one.customer_id for one in made.warnings}
        assert (await directory.reading.get(staff.linh, made.id)).warnings == []


async def test_an_edit_is_checked_for_what_it_changes_and_not_against_itself(
    create: Create, directory: Directory, staff: Staff
) -> None:
    lan = await create(staff.linh, **EVERYTHING)
    hoa = await create(staff.linh, name="Hoa", contact={"email": "hoa@x.vn"})
    await rule(directory, staff, **dict.fromkeys(Criterion, "block"))

    async def change(one: Customer, **fields: object) -> Customer:
        form = CustomerChange.model_validate({"version": one.version, **fields})
        return await directory.customers.change(staff.linh, one.id, form)

    with pytest.raises(DuplicateError):
        await change(hoa, tax_code="0101234567")
    lan = await change(lan, tax_code="0101234567", description="Bán gạo!", website="x.vn")
    assert lan.warnings == []
    contact = hoa.contacts[0].id
    for wrong in ({"email": "lan@x.vn"}, {"phones": [{"typed": "0912345678"}]}):
        form = ContactChange.model_validate(wrong)
        with pytest.raises(DuplicateError):
            await directory.contacts.change(staff.linh, contact, form)
    with pytest.raises(DuplicateError):
        await directory.contacts.add(staff.linh, hoa.id, ContactForm(name="L", email="lan@x.vn"))
    same = ContactForm(name="Lan (nhà)", email="lan@x.vn")
    assert (await directory.contacts.add(staff.linh, lan.id, same)).warnings == []


@pytest.mark.requirement("R125")
async def test_numbers_are_compared_over_all_phones_of_all_contacts_but_not_of_the_deleted(
    create: Create, directory: Directory, staff: Staff
) -> None:
    await rule(directory, staff, phone="block")
    there = await create(staff.linh, name="Lan")
    form = {"name": "Em", "phones": [{"typed": "12"}, {"typed": "0987 654 321"}]}
    await directory.contacts.add(staff.linh, there.id, ContactForm.model_validate(form))
    again = {"contact": {"phones": [{"typed": "0912345678"}, {"typed": "84987654321"}]}}
    with pytest.raises(DuplicateError):
        await create(staff.linh, name="Hoa", **again)
    assert await create(staff.linh, name="Tú", contact={"phones": [{"typed": "12"}]})
    await directory.customers.delete(staff.linh, there.id)
    assert await create(staff.linh, name="Hoa", **again)


async def test_of_many_who_create_the_same_customer_at_once_one_does(
    create: Create, directory: Directory, staff: Staff
) -> None:
    await rule(directory, staff, email="block", phone="block")
    for round_number in range(3):
        email = f"a{round_number}@x.vn"
        phone = {"typed": f"09123456{round_number:02d}"}
        contact = {"email": email, "phones": [phone]}
        results = await asyncio.gather(
            *(
                create(who, name=f"K{n}", contact=contact)
                for n, who in enumerate([staff.linh, staff.nam, staff.far, staff.lead])
            ),
            return_exceptions=True,
        )
        made = [one for one in results if not isinstance(one, BaseException)]
        refused = [one for one in results if isinstance(one, DuplicateError)]
        assert (len(made), len(refused)) == (1, 3), results


async def test_a_batch_costs_a_few_questions_whatever_its_size(
    create: Create, directory: Directory, staff: Staff, db: Database
) -> None:
    await rule(directory, staff, **dict.fromkeys(Criterion, "warn"))
    there = await create(staff.linh, **EVERYTHING)
    wanted = {
        n: make_keys(Candidate(name=f"Tên {n}", tax_code=f"99{n:08d}"), "VN") for n in range(400)
    }
    wanted[7] = make_keys(Candidate(name="minh an", phones=("+84912345678",)), "VN")
    wanted[8] = wanted[7]
    asked: list[str] = []
    event.listen(db.engine.sync_engine, "before_cursor_execute", lambda *a: asked.append(str(a[2])))
    async with db.write() as unit:
        found = await directory.check.check_batch(unit, staff.linh, wanted, {8: there.id})
    assert [(n, [one.field for one in of_one]) for n, of_one in found.items()] == [
        (7, ["name", "phone"])
    ]
    assert len(asked) < 20


async def test_those_that_are_there_already_are_found_group_by_group(
    create: Create, directory: Directory, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = {}
    for n in range(5):
        email = {"contact": {"email": f"e{n}@x.vn"}}
        pairs[n] = [(await create(staff.linh, name=f"K{n}{m}", **email)).id for m in range(2)]
    await create(staff.far, name="Của Far", contact={"email": "e0@x.vn"})
    await create(staff.linh, name="Một mình", email="a@x.vn", contact={"email": "a@x.vn"})
    for piece, read in ((2, 2), (1, 100), (50_000, 100)):  # whatever is read at once
        monkeypatch.setattr("cti.crm.duplicates.existing.PIECE", piece)
        monkeypatch.setattr("cti.crm.duplicates.existing.READ", read)
        seen: list[list[int]] = []
        cursor = None
        while True:
            page = await directory.duplicates.find_page(staff.lead, Criterion.EMAIL, cursor, 2)
            seen += [[one.id for one in group.customers] for group in page.rows]
            cursor = page.next
            if cursor is None:
                break
        assert seen == list(pairs.values())
    everyone = await directory.duplicates.find_page(staff.admin, Criterion.EMAIL)
    assert (len(everyone.rows[0].customers), everyone.rows[0].more) == (3, False)
    # Those of an import that was taken back are passed by, not told of page after page.
    for n in range(4):
        await directory.customers.delete(staff.admin, pairs[n][0])
    page = await directory.duplicates.find_page(staff.lead, Criterion.EMAIL, None, 1)
    assert [[one.id for one in group.customers] for group in page.rows] == [pairs[4]]


@pytest.mark.parametrize("criterion", list(Criterion))
async def test_every_criterion_can_be_looked_through(
    create: Create,
    directory: Directory,
    staff: Staff,
    criterion: Criterion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By who sees a part, however many others have it: with all keys at once, and key by key."""
    await rule(directory, staff)
    same = {key: value for key, value in EVERYTHING.items() if key != "code"}
    made = [await create(one, **same) for one in (staff.far, staff.linh, staff.far, staff.linh)]
    theirs = [] if criterion is Criterion.CODE else [[made[1].id, made[3].id]]
    for at_once in (100, 0):
        monkeypatch.setattr("cti.crm.duplicates.existing.MOST_AT_ONCE", at_once)
        for caller in (staff.lead, staff.linh):
            page = await directory.duplicates.find_page(caller, criterion, None, 1)
            assert [[one.id for one in group.customers] for group in page.rows] == theirs
            assert [group.value for group in page.rows] == [SHARED.get(criterion)] * len(theirs)
