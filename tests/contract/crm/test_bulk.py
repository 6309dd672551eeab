"""Work on many customers at once: edited, given away, deleted, written to files."""

import csv
from collections import Counter
from typing import Any

import pytest
from call_centre import Create, FakeClock, Finish, Staff
from openpyxl import load_workbook
from outage import Outage
from sqlalchemy import func, select, update

from cti.bus import Bus
from cti.crm.bulk import runner as bulk_runner
from cti.crm.bulk.errors import (
    ColumnUnknownError,
    FileGoneError,
    JobEndedError,
    JobNotFoundError,
    NothingAskedError,
    TeamEmptyError,
)
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import (
    BulkAssignForm,
    BulkDeleteForm,
    BulkEditForm,
    ExportForm,
)
from cti.crm.errors import UserUnknownError
from cti.crm.fields.errors import FieldValueError
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.messages import CustomerChanged
from cti.crm.service import Directory
from cti.db import Database
from cti.live.hub import Hub
from cti.schema import customer_log, customers, users


def ask_edit(fields: dict[str, Any], **selection: object) -> BulkEditForm:
    return BulkEditForm.model_validate({"selection": selection, "fields": fields})


def ask_assign(assignment: dict[str, Any], **selection: object) -> BulkAssignForm:
    return BulkAssignForm.model_validate({"selection": selection, "assignment": assignment})


async def count_owners(db: Database) -> Counter[str | None]:
    async with db.read() as connection:
        rows = await connection.execute(
            select(users.c.username).select_from(
                customers.outerjoin(users, users.c.id == customers.c.owner_id)
            )
        )
        return Counter(rows.scalars())


@pytest.mark.requirement("R009", "R316", "R325")
async def test_a_lead_shares_a_list_out_among_the_team_and_nobody_elses_customers_move(
    db: Database,
    bus: Bus,
    hub: Hub,
    directory: Directory,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
) -> None:
    for n in range(4):
        await create(staff.admin, name=f"Của không ai {n}", owner_id=None)
    await create(staff.nam, name="Của Nam")
    await create(staff.far, name="Của nhóm khác")
    heard: list[int] = []
    bus.subscribe(CustomerChanged, lambda message: heard.append(message.customer_id))
    everybody = ask_assign({"team_id": staff.lead.team_id}, query={})
    job = await finish(staff.lead, await bulk.assign(staff.lead, everybody))
    assert (job.state, job.total, job.done, job.refused) == ("done", 5, 5, 0)
    owners = await count_owners(db)
    assert owners["far"] == 1  # neither seen nor given away
    assert sorted(owners[name] for name in ("linh", "nam", "lead")) == [1, 2, 2]
    async with db.read() as connection:
        query = select(customer_log.c.detail).where(customer_log.c.action == "customer.changed")
        told = [detail["owner"] for detail in (await connection.execute(query)).scalars()]
    assert len(told) == job.changed == len(heard)
    assert [None, "Linh"] in told
    shown = hub.document(f"user/{staff.lead.user_id}").entries[f"job/{job.id}"]
    assert (shown["state"], shown["done"], shown["total"]) == ("done", 5, 5)
    notices = (await directory.notifications.list(staff.linh)).rows
    assert [(one.kind, one.params["count"]) for one in notices] == [
        ("customers.assigned", owners["linh"])
    ]
    assert (await directory.notifications.list(staff.lead)).rows == []  # did it themselves


@pytest.mark.requirement("R330", "R171", "R325")
async def test_an_edit_changes_what_the_caller_may_and_says_of_each_other_one_why_not(
    directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    tier = CustomFieldForm(label="Hạng", kind="choice", options=["A", "B"])
    await directory.fields.add(staff.admin, tier)
    lists = await directory.catalogues.list()
    size = next(one for one in lists.rows if one.name == "size").values[0].id
    company = await create(staff.linh, name="Công ty Minh An", kind="organisation")
    person = await create(staff.nam, name="Lan")
    nobodys = await create(staff.admin, name="Không ai", kind="organisation", owner_id=None)
    hidden = await create(staff.far, name="Nhóm khác", kind="organisation")
    ids = [company.id, person.id, nobodys.id, hidden.id]
    fields = {"size_id": size, "stage": "customer", "custom": {"hang": "B"}}
    job = await finish(staff.lead, await bulk.edit(staff.lead, ask_edit(fields, ids=ids)))
    assert (job.state, job.done, job.changed, job.refused) == ("done", 4, 1, 3)
    assert {(one.customer_id, one.code, one.name) for one in job.refusals} == {
        (person.id, "bulk.organisation_only", "Lan"),
        (nobodys.id, "customer.not_editable", "Không ai"),
        (hidden.id, "customer.not_found", None),
    }
    changed = await directory.reading.get(staff.linh, company.id)
    assert (changed.stage, changed.size_id, changed.version) == ("customer", size, 2)
    assert changed.custom["hang"] is not None
    entry = (await directory.timeline.get(staff.linh, company.id, ("change",), None, 5)).rows[0]
    assert entry.detail["fields"] == {
        "stage": ["contact", "customer"],
        "size": [None, "1–9 người"],
        "custom.hang": [None, "B"],
    }
    again = await bulk.edit(staff.lead, ask_edit(fields, ids=[company.id]))
    assert (await finish(staff.lead, again)).unchanged == 1
    for refused, error in (
        (ask_edit({}, ids=ids), NothingAskedError),
        (ask_edit({"custom": {"hang": "C"}}, ids=ids), FieldValueError),
        (ask_assign({}, ids=ids), NothingAskedError),
        (ask_assign({"owner_id": 10**6}, ids=ids), UserUnknownError),
        (ask_assign({"team_id": 10**6}, ids=ids), TeamEmptyError),
    ):
        begin = bulk.edit if isinstance(refused, BulkEditForm) else bulk.assign
        with pytest.raises(error):
            await begin(staff.lead, refused)  # type: ignore[arg-type]  # each with its own form


@pytest.mark.requirement("R086", "R105", "R320")
async def test_supporters_come_and_go_and_only_who_may_deletes_many(
    directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    ids = [
        (await create(staff.linh, name=f"Khách {n}", supporter_ids=[staff.nam.user_id])).id
        for n in range(3)
    ]
    adding = {"supporter_ids": [staff.far.user_id], "supporter_mode": "add"}
    job = await finish(staff.linh, await bulk.assign(staff.linh, ask_assign(adding, ids=ids[:2])))
    assert job.changed == 2
    seen = await directory.reading.get(staff.far, ids[0])
    assert [one.name for one in seen.supporters] == ["Far", "Nam"]
    removing = {"supporter_ids": [staff.nam.user_id], "supporter_mode": "remove", "owner_id": None}
    job = await finish(staff.admin, await bulk.assign(staff.admin, ask_assign(removing, ids=ids)))
    assert job.changed == 3
    seen = await directory.reading.get(staff.admin, ids[2])
    assert (seen.supporters, seen.owner) == ([], None)
    deleting = BulkDeleteForm.model_validate({"selection": {"ids": ids}})
    job = await finish(staff.lead, await bulk.delete(staff.lead, deleting))
    assert (job.state, job.error) == ("failed", "forbidden")
    assert (await directory.reading.get(staff.admin, ids[0])).name == "Khách 0"


async def test_a_job_cut_off_goes_on_where_it_was_and_does_nothing_twice(
    db: Database,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    cut_off: Finish,
) -> None:
    ids = [(await create(staff.linh, name=f"Khách {n}")).id for n in range(9)]
    job = await bulk.edit(staff.lead, ask_edit({"province": "Huế"}, ids=ids))
    ended = await cut_off(staff.lead, job)
    assert (ended.state, ended.done, ended.changed) == ("done", 9, 9)
    async with db.read() as connection:
        lines = await connection.execute(
            select(func.count()).where(customer_log.c.action == "customer.changed")
        )
        assert lines.scalar_one() == 9


async def test_who_is_created_while_a_job_runs_is_not_meant_by_it(
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
    directory: Directory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_runner, "PIECE", 1)
    monkeypatch.setattr(bulk_runner, "PAUSE_S", 0.1)
    for n in range(4):
        await create(staff.linh, name=f"Khách {n}")
    job = await bulk.edit(staff.lead, ask_edit({"province": "Huế"}, query={}))
    later = await create(staff.linh, name="Đến sau")
    ended = await finish(staff.lead, job)
    assert (ended.state, ended.total, ended.done, ended.changed) == ("done", 4, 4, 4)
    assert (await directory.reading.get(staff.linh, later.id)).province is None


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_database_that_goes_away_holds_a_job_up_and_does_not_end_it(
    db: Database,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_runner, "PIECE", 2)
    monkeypatch.setattr("cti.rounds.RETRY_S", 0.05)
    ids = [(await create(staff.linh, name=f"Khách {n}")).id for n in range(7)]
    outage = Outage(db)
    await outage.prepare(ids[4])
    job = await bulk.edit(staff.lead, ask_edit({"province": "Huế"}, ids=ids))
    await outage.strike()
    ended = await finish(staff.lead, job)
    assert (ended.state, ended.done, ended.changed, ended.error) == ("done", 7, 7, None)
    async with db.read() as connection:
        lines = await connection.execute(
            select(func.count()).where(customer_log.c.action == "customer.changed")
        )
        assert lines.scalar_one() == 7


async def test_a_job_is_cancelled_by_its_user_and_ends_when_the_right_is_taken_away(
    db: Database,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk_runner, "PIECE", 1)
    monkeypatch.setattr(bulk_runner, "PAUSE_S", 0.05)
    for n in range(30):
        await create(staff.linh, name=f"Khách {n}")
    job = await bulk.edit(staff.lead, ask_edit({"province": "Huế"}, query={"q": "khach"}))
    with pytest.raises(JobNotFoundError):
        await bulk.cancel(staff.linh, job.id)
    assert (await bulk.cancel(staff.lead, job.id)).state == "cancelled"
    with pytest.raises(JobEndedError):
        await bulk.cancel(staff.lead, job.id)
    job = await bulk.edit(staff.lead, ask_edit({"province": "Vinh"}, query={}))
    async with db.write() as unit:
        here = users.c.id == staff.lead.user_id
        await unit.connection.execute(update(users).where(here).values(role="agent"))
    ended = await finish(staff.lead, job)
    assert (ended.state, ended.error) == ("failed", "forbidden")
    assert ended.done < 30


COLUMNS = [
    {"key": "code", "heading": "Mã"},
    {"key": "name", "heading": "Tên"},
    {"key": "stage", "heading": "Giai đoạn"},
    {"key": "owner", "heading": "Phụ trách"},
    {"key": "supporters", "heading": "Hỗ trợ"},
    {"key": "contact.name", "heading": "Liên hệ"},
    {"key": "contact.phones", "heading": "Điện thoại"},
    {"key": "custom.diem", "heading": "Điểm"},
    {"key": "referrer", "heading": "Người giới thiệu"},
]


@pytest.mark.requirement("R325", "R083")
async def test_an_export_has_what_the_caller_sees_numbers_as_text_and_no_formula(
    directory: Directory,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
    clock: FakeClock,
) -> None:
    await directory.fields.add(staff.admin, CustomFieldForm(label="Điểm", kind="number"))
    phones = [{"typed": "0912 345 678"}, {"typed": "024 7300 4666", "is_primary": True}]
    contact = {"name": "=cmd()", "phones": phones}
    by_user = {"kind": "user", "id": staff.linh.user_id}
    far = await create(staff.far, name="Nhóm khác", code="K2", referrer=by_user)
    await create(
        staff.admin, owner_id=staff.linh.user_id, name="Minh An", code="K1", contact=contact,
        custom={"diem": 7.5}, referrer={"kind": "customer", "id": far.id},
    )  # fmt: skip
    asked: dict[str, Any] = {"selection": {"query": {"sort": "name"}}, "columns": COLUMNS}
    asked["words"] = {"stage.contact": "Liên hệ"}
    job = await bulk.export(staff.lead, ExportForm.model_validate(asked))
    job = await finish(staff.lead, job)
    assert (job.state, job.total, job.changed, job.has_file) == ("done", 1, 1, True)
    path, name = await bulk.find_file(staff.lead, job.id)
    assert name == "customers-20260302-1200.xlsx"
    header, row = load_workbook(path).active.iter_rows()
    assert [cell.value for cell in header] == [column["heading"] for column in COLUMNS]
    assert [cell.value for cell in row] == [
        "K1",
        "Minh An",
        "Liên hệ",
        "Linh",
        None,
        "=cmd()",
        "024 7300 4666, 0912 345 678",
        7.5,
        None,  # a customer that the lead does not see
    ]
    assert row[5].data_type == "s"
    with pytest.raises(JobNotFoundError):
        await bulk.find_file(staff.admin, job.id)

    asked |= {"form": "csv", "of": "contacts", "columns": [*COLUMNS[5:7], COLUMNS[-1]]}
    job = await bulk.export(staff.admin, ExportForm.model_validate(asked))
    path, _ = await bulk.find_file(staff.admin, (await finish(staff.admin, job)).id)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1:] == [  # Z–A
        ["Nhóm khác", "", "Linh"],
        ["'=cmd()", "024 7300 4666, 0912 345 678", "Nhóm khác"],
    ]
    clock.now = clock.now.replace(day=4)
    with pytest.raises(FileGoneError):
        await bulk.find_file(staff.admin, job.id)
    asked["columns"] = [{"key": "custom.gone", "heading": "x"}]
    with pytest.raises(ColumnUnknownError):
        await bulk.export(staff.admin, ExportForm.model_validate(asked))
