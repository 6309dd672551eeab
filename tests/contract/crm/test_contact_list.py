"""The contact list: its columns, its filters, what is chosen for it, and its file (R052, R053)."""

import csv
from typing import Any

import pytest
from call_centre import Create, Finish, Staff

from cti.accounts.rights import Caller
from cti.crm.bulk.errors import ColumnUnknownError
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import ContactExportForm
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactForm, ContactPage
from cti.crm.views.shapes import Choices


async def find(directory: Directory, caller: Caller, **query: object) -> ContactPage:
    return await directory.search.list_contacts(caller, ListQuery(**query))  # type: ignore[arg-type]


def names(page: ContactPage) -> list[str]:
    return [row.name for row in page.rows]


async def read_file(bulk: Bulk, finish: Finish, caller: Caller, **asked: Any) -> list[list[str]]:  # noqa: ANN401 - a form
    form = ContactExportForm.model_validate({"form": "csv", "columns": COLUMNS} | asked)
    job = await finish(caller, await bulk.export_contacts(caller, form))
    assert job.state == "done", job.error
    path, name = await bulk.find_file(caller, job.id)
    assert name.startswith("contacts-")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


COLUMNS = [
    {"key": key, "heading": key}
    for key in ("contact.name", "contact.phones", "contact.company", "owner", "contact.created_at")
]


@pytest.mark.requirement("R052", "R053")
async def test_a_line_says_who_it_is_where_they_work_who_manages_them_and_since_when(
    create: Create, directory: Directory, staff: Staff
) -> None:
    acme = await create(
        staff.linh, name="Công ty Minh An", kind="organisation", contact={"name": "Lan"}
    )
    phone = {"typed": "0912 345 678"}
    person = {"name": "Đức", "company_id": acme.id, "phones": [phone]}
    await create(staff.linh, name="Đức", contact=person)
    hidden = await create(
        staff.far, name="Nhà máy kín", kind="organisation", contact={"name": "Kín"}
    )
    await create(staff.far, name="Tú", contact={"name": "Tú", "company_id": hidden.id})
    free = await create(staff.admin, name="Mai", owner_id=None)

    page = await find(directory, staff.linh)
    assert names(page) == ["Mai", "Đức", "Lan"]  # the newest first; another team's are not there
    told = [
        (row.company and row.company.name, row.owner and row.owner.name, len(row.phones))
        for row in page.rows
    ]
    assert told == [(None, None, 0), ("Công ty Minh An", "Linh", 1), ("Công ty Minh An", "Linh", 0)]
    assert page.rows[2].id == acme.contacts[0].id
    assert page.rows[0].created_at == page.rows[0].updated_at == free.created_at

    assert names(await find(directory, staff.linh, company_id=acme.id)) == ["Đức", "Lan"]
    assert names(await find(directory, staff.linh, company_id=acme.id, q="lan")) == ["Lan"]
    assert names(await find(directory, staff.linh, company_id=free.id)) == []  # works nowhere
    assert names(await find(directory, staff.admin, company_id=hidden.id)) == ["Tú", "Kín"]
    assert names(await find(directory, staff.linh, company_id=hidden.id)) == []
    assert names(await find(directory, staff.admin, owner_id=staff.far.user_id)) == ["Tú", "Kín"]
    assert names(await find(directory, staff.linh, owner_id=staff.far.user_id)) == []
    linhs = await find(directory, staff.lead, owner_id=staff.linh.user_id, sort="name", order="asc")
    assert (names(linhs), linhs.total) == (["Đức", "Lan"], 2)


async def test_filters_hold_when_many_are_found(
    create: Create, directory: Directory, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti.crm.search.service.COUNTED", 2)
    acme = await create(staff.linh, name="Minh An", kind="organisation")
    other = await create(staff.linh, name="Bình Minh", kind="organisation")
    for number in range(5):
        await directory.contacts.add(staff.linh, acme.id, ContactForm(name=f"Lan {number}"))
        await directory.contacts.add(staff.linh, other.id, ContactForm(name=f"Lan khác {number}"))
    found: list[str] = []
    cursor = None
    while True:
        page = await find(
            directory, staff.linh, company_id=acme.id, q="lan", limit=2, cursor=cursor
        )
        found += names(page)
        cursor = page.next
        if cursor is None:
            break
    assert found == [f"Lan {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.requirement("R325")
async def test_a_file_has_the_contacts_that_are_listed_and_no_others(
    create: Create, directory: Directory, staff: Staff, bulk: Bulk, finish: Finish
) -> None:
    risky = {"name": "=cmd()", "phones": [{"typed": "0912345678"}]}
    acme = await create(staff.linh, name="Minh An", kind="organisation", contact=risky)
    lan = {"name": "Lan", "company_id": acme.id}
    nams = await create(staff.lead, name="Lan", owner_id=staff.nam.user_id, contact=lan)
    await create(staff.far, name="Nhóm khác")
    gone = await directory.contacts.add(staff.linh, acme.id, ContactForm(name="Đã xoá"))
    await directory.contacts.delete(staff.linh, gone.id)

    rows = await read_file(bulk, finish, staff.lead, selection={"query": {}})
    assert [row[:4] for row in rows] == [
        ["Lan", "", "Minh An", "Nam"],  # the newest first, as in the list
        ["'=cmd()", "0912 345 678", "Minh An", "Linh"],
    ]
    by_name = {"query": {"sort": "name", "order": "asc"}}
    in_order = await read_file(bulk, finish, staff.lead, selection=by_name)
    assert [row[0] for row in in_order] == ["'=cmd()", "Lan"]
    assert all(row[4].startswith("2026-03-02") or row[4].startswith("02/03/2026") for row in rows)
    by_name = {"query": {"q": "lan", "owner_id": staff.nam.user_id, "company_id": acme.id}}
    rows = await read_file(bulk, finish, staff.lead, selection=by_name)
    assert [row[0] for row in rows] == ["Lan"]
    everybody = {"query": {"company_id": 999_999}}
    assert await read_file(bulk, finish, staff.lead, selection=everybody) == []
    ticked = {"ids": [acme.contacts[0].id, nams.contacts[0].id, gone.id, 999_999]}
    rows = await read_file(bulk, finish, staff.lead, selection=ticked)
    assert [row[0] for row in rows] == ["'=cmd()", "Lan"]
    unknown = {"selection": {"query": {}}, "columns": [{"key": "custom.no", "heading": "x"}]}
    with pytest.raises(ColumnUnknownError):
        await bulk.export_contacts(staff.lead, ContactExportForm.model_validate(unknown))


@pytest.mark.requirement("R135")
async def test_each_list_remembers_columns_of_its_own(directory: Directory, staff: Staff) -> None:
    views = directory.views
    await views.choose(staff.linh, "customers", Choices(columns=["code"]))
    await views.choose(staff.linh, "contacts", Choices(columns=["company", "owner"]))
    await views.choose(staff.linh, "companies", Choices(columns=["tickets"]))
    assert (await views.list(staff.linh, "contacts")).choices.columns == ["company", "owner"]
    assert (await views.list(staff.linh, "companies")).choices.columns == ["tickets"]
    assert (await views.list(staff.linh, "customers")).choices.columns == ["code"]
    assert (await views.list(staff.nam, "contacts")).choices.columns is None
