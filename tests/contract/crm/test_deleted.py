"""What is deleted can come back, by those who may delete it; a merge has its own way back."""

from typing import Any

import pytest
from call_centre import Create, Staff
from sqlalchemy import event

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm.deleted.errors import DeletedNotFoundError
from cti.crm.duplicates.errors import DuplicateError, DuplicateSuspectedError
from cti.crm.duplicates.keys import Criterion
from cti.crm.duplicates.shapes import DuplicateRules
from cti.crm.errors import CursorError, CustomerNotFoundError
from cti.crm.merging.shapes import MergeForm
from cti.crm.messages import CustomerChanged
from cti.crm.service import Directory
from cti.crm.shapes import ContactForm
from cti.db import Database


async def find_names(directory: Directory, caller: Caller, q: str = "") -> list[str]:
    return [row.name for row in (await directory.deleted.find_page(caller, q)).rows]


@pytest.mark.requirement("R030", "R171")
async def test_a_deleted_customer_comes_back_with_all_it_had_and_the_history_tells(
    directory: Directory, staff: Staff, create: Create, bus: Bus
) -> None:
    told: list[CustomerChanged] = []
    bus.subscribe(CustomerChanged, told.append)
    made = await create(
        staff.linh, name="Hoàng Gia", contact={"name": "Lan", "phones": [{"typed": "0912345678"}]}
    )
    await directory.customers.delete(staff.linh, made.id)
    with pytest.raises(CustomerNotFoundError):
        await directory.reading.get(staff.linh, made.id)
    (row,) = (await directory.deleted.find_page(staff.linh, "hoang gia")).rows
    assert (row.id, row.owner.name, row.deleted_by) == (made.id, "Linh", "Linh")
    back = await directory.deleted.restore(staff.linh, made.id)
    assert [phone.e164 for phone in back.contacts[0].phones] == ["+84912345678"]
    assert back.version == made.version + 2
    # By which campaigns know who may be called again: cti.dialer.returning.
    assert [one.is_back for one in told] == [False, False, True]
    story = await directory.timeline.get(staff.linh, made.id)
    assert story.rows[0].detail["action"] == "customer.restored"
    assert await find_names(directory, staff.linh) == []
    with pytest.raises(DeletedNotFoundError):
        await directory.deleted.restore(staff.linh, made.id)


async def test_each_sees_and_restores_the_deleted_that_they_might_have_deleted(
    directory: Directory, staff: Staff, create: Create
) -> None:
    ids = {}
    for name, who in (("Của Linh", staff.linh), ("Của Nam", staff.nam), ("Của Far", staff.far)):
        ids[name] = (await create(who, name=name)).id
        await directory.customers.delete(staff.admin, ids[name])
    assert await find_names(directory, staff.linh) == ["Của Linh"]
    assert await find_names(directory, staff.lead) == ["Của Nam", "Của Linh"]
    assert await find_names(directory, staff.admin) == ["Của Far", "Của Nam", "Của Linh"]
    with pytest.raises(DeletedNotFoundError):
        await directory.deleted.restore(staff.lead, ids["Của Far"])


async def test_the_last_deleted_come_first_page_by_page(
    directory: Directory, staff: Staff, create: Create
) -> None:
    for n in range(5):
        made = await create(staff.linh, name=f"Khách {n}")
        await directory.customers.delete(staff.linh, made.id)
    seen, cursor = [], None
    while True:
        page = await directory.deleted.find_page(staff.linh, "khach", cursor, 2)
        seen += [row.name for row in page.rows]
        if (cursor := page.next) is None:
            break
    assert seen == [f"Khách {n}" for n in (4, 3, 2, 1, 0)]
    with pytest.raises(CursorError):
        await directory.deleted.find_page(staff.linh, "", "không phải")


async def test_who_went_in_a_merge_comes_back_by_undoing_it_only(
    directory: Directory, staff: Staff, create: Create
) -> None:
    kept, gone = await create(staff.linh, name="Lan"), await create(staff.linh, name="Chị Lan")
    form = MergeForm(gone_id=gone.id, version=kept.version, gone_version=gone.version)
    done = await directory.merging.merge(staff.lead, kept.id, form)
    assert await find_names(directory, staff.admin) == []
    with pytest.raises(DeletedNotFoundError):
        await directory.deleted.restore(staff.admin, gone.id)
    undone = await directory.merge_undoing.undo(staff.lead, done.merge_id)
    await directory.customers.delete(staff.linh, undone.restored.id)
    assert await find_names(directory, staff.admin) == ["Chị Lan"]


@pytest.mark.requirement("R020", "R074")
async def test_an_organisation_is_made_with_its_people_who_outlive_it(
    directory: Directory, staff: Staff, create: Create
) -> None:
    people = [
        {"name": "Nam", "title": "Kế toán", "phones": [{"typed": "0987654321"}]},
        {"name": "Hạnh", "title": "Nhân sự", "email": "hanh@minhan.vn"},
    ]
    company = await create(
        staff.linh, name="Minh An", kind="organisation", stage="lead",
        contact={"name": "Lan", "title": "Giám đốc"}, more_contacts=people,
    )  # fmt: skip
    assert company.stage == "lead"
    told = [(one.name, one.is_primary, one.company.name) for one in company.contacts]
    assert told == [("Lan", True, "Minh An"), ("Nam", False, "Minh An"), ("Hạnh", False, "Minh An")]
    person = await create(staff.linh, name="Đức")
    form = ContactForm(name="Đức (chi nhánh)", company_id=company.id)
    await directory.contacts.add(staff.linh, person.id, form)
    (linked,) = (await directory.companies.find_linked(staff.linh, company.id)).rows
    assert (linked.name, linked.customer) == ("Đức (chi nhánh)", "Đức")
    with pytest.raises(CustomerNotFoundError):
        await directory.companies.find_linked(staff.far, company.id)
    await directory.companies.delete(staff.linh, company.id)
    left = await directory.reading.get(staff.linh, person.id)
    assert {one.company for one in left.contacts} == {None}
    # A form that was open meanwhile is told of it: saved, it would link her again.
    assert [(one.name, one.version) for one in left.contacts if one.version > 1] == [
        ("Đức (chi nhánh)", 2)
    ]
    back = await directory.deleted.restore(staff.linh, company.id)
    assert back.contacts == []


@pytest.mark.requirement("R126")
async def test_every_person_of_a_new_customer_is_compared_with_who_is_there(
    directory: Directory, staff: Staff, create: Create
) -> None:
    await create(staff.nam, name="Cũ", contact={"name": "Cũ", "email": "hanh@minhan.vn"})
    made = await create(
        staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"},
        more_contacts=[{"name": "Hạnh", "email": "Hanh@MinhAn.vn"}],
    )  # fmt: skip
    assert [(one.field, one.customer) for one in made.warnings] == [("email", "Cũ")]
    page = await directory.duplicates.find_page(staff.admin, Criterion.EMAIL)
    assert [(one.count, one.more) for one in page.rows] == [(2, False)]


@pytest.mark.requirement("R122", "R123", "R126")
async def test_who_comes_back_is_compared_with_who_was_created_meanwhile(
    directory: Directory, staff: Staff, create: Create
) -> None:
    phone = {"phones": [{"typed": "0912345678"}]}
    made = await create(staff.linh, name="Lan", contact={"name": "Lan", **phone})
    await directory.customers.delete(staff.linh, made.id)
    await create(staff.far, name="Chị Lan", contact={"name": "Lan", **phone})
    with pytest.raises(DuplicateSuspectedError) as asked:
        await directory.deleted.restore(staff.linh, made.id, confirmed=False)
    told = asked.value.params
    assert (told["field"], told["customer"], told["owner"]) == ("phone", "Chị Lan", "Far")
    assert await find_names(directory, staff.linh) == ["Lan"]
    rules = DuplicateRules.model_validate({"phone": "block"})
    await directory.duplicates.set_rules(staff.admin, rules)
    with pytest.raises(DuplicateError):
        await directory.deleted.restore(staff.linh, made.id, confirmed=True)
    rules = DuplicateRules.model_validate({"phone": "warn"})
    await directory.duplicates.set_rules(staff.admin, rules)
    back = await directory.deleted.restore(staff.linh, made.id, confirmed=True)
    assert [(one.field, one.customer) for one in back.warnings] == [("phone", "Chị Lan")]
    assert await find_names(directory, staff.linh) == []


async def test_the_bin_is_read_off_its_own_index(
    db: Database, directory: Directory, staff: Staff, create: Create
) -> None:
    made = await create(staff.linh, name="Lan")
    await directory.customers.delete(staff.linh, made.id)
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        if "ORDER BY customers.deleted_at DESC" in statement:
            asked.append((statement, values))

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    assert await find_names(directory, staff.admin) == ["Lan"]
    event.remove(db.engine.sync_engine, "before_cursor_execute", note)
    ((statement, values),) = asked
    async with db.write() as unit:
        if not db.is_sqlite:  # a table of one row is quicker read whole and sorted
            for way in ("seqscan", "bitmapscan", "sort"):
                await unit.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        explain = "EXPLAIN QUERY PLAN" if db.is_sqlite else "EXPLAIN"
        plan = await unit.connection.exec_driver_sql(f"{explain} {statement}", values)
        told = " ".join(str(row) for row in plan)
    assert "ix_customers_deleted" in told
    assert "ORDER BY" not in told  # SQLite's word for sorting
    assert "Sort" not in told
