"""Opportunities with many customers at once; and what was done to many, taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from call_centre import Create, FakeClock, Finish, Staff
from sqlalchemy import func, select, update

from cti.accounts.rights import Caller, Role
from cti.crm.bulk.errors import JobNotFoundError, NothingToUndoError
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import (
    BulkAssignForm,
    BulkDeleteForm,
    BulkEditForm,
    BulkJob,
    BulkOpportunitiesForm,
)
from cti.crm.duplicates.shapes import DuplicateRules
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.opportunities.errors import OpportunityNamelessError
from cti.crm.opportunities.shapes import OpportunityChange
from cti.crm.opportunities.store import OpportunityQuery
from cti.crm.service import Directory
from cti.crm.shapes import CustomerChange
from cti.db import Database
from cti.errors import ForbiddenError
from cti.schema import bulk_changes, customer_log, users


async def edit(bulk: Bulk, caller: Caller, fields: dict[str, Any], **selection: object) -> BulkJob:
    asked = {"selection": selection, "fields": fields}
    return await bulk.edit(caller, BulkEditForm.model_validate(asked))


async def assign(
    bulk: Bulk, caller: Caller, assignment: dict[str, Any], **selection: object
) -> BulkJob:
    asked = {"selection": selection, "assignment": assignment}
    return await bulk.assign(caller, BulkAssignForm.model_validate(asked))


@pytest.mark.requirement("R010", "R060")
async def test_each_chosen_customer_gets_an_opportunity_unless_it_is_not_theirs_to_edit(
    directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    lan = await create(staff.linh, name="Chị Lan", contact={"name": "Lan"})
    long = await create(staff.linh, name="Dài " * 75)
    nobodys = await create(staff.admin, name="Không ai", owner_id=None)
    hidden = await create(staff.far, name="Nhóm khác")
    wanted = {"name": "Tư vấn {name}", "value": 5_000_000, "expected_on": "2026-04-30"}
    asked = {"selection": {"query": {}}, "opportunity": wanted}
    form = BulkOpportunitiesForm.model_validate(asked)
    job = await finish(staff.linh, await bulk.open_opportunities(staff.linh, form))
    assert (job.kind, job.state, job.total, job.changed) == ("opportunity", "done", 3, 2)
    assert [(one.customer_id, one.code) for one in job.refusals] == [
        (nobodys.id, "customer.not_editable")
    ]
    page = await directory.opportunities.find_page(staff.admin, OpportunityQuery())
    by_customer = {one.customer.id: one for one in page.rows}
    assert by_customer.keys() == {lan.id, long.id}  # and none for the hidden one
    made = by_customer[lan.id]
    assert (made.name, made.value, made.stage) == ("Tư vấn Chị Lan", 5_000_000, "open")
    assert made.contact is not None
    assert made.contact.name == "Lan"
    assert len(by_customer[long.id].name) == 300
    story = await directory.timeline.get(staff.linh, lan.id, ("change",), None, 5)
    assert story.rows[0].detail["fields"] == {
        "opportunity": [None, "Tư vấn Chị Lan"],
        "value": [None, 5_000_000],
        "stage": [None, "open"],
        "expected_on": [None, "2026-04-30"],
        "contact": [None, "Lan"],
    }
    ids = {"selection": {"ids": [hidden.id]}, "opportunity": {"name": "\u200b"}}
    with pytest.raises(OpportunityNamelessError):
        await bulk.open_opportunities(staff.linh, BulkOpportunitiesForm.model_validate(ids))

    # Taking it back cancels what nobody has worked on since.
    change = OpportunityChange(version=made.version, value=6_000_000)
    await directory.opportunities.change(staff.linh, made.id, change)
    undo = await finish(staff.linh, await bulk.undo(staff.linh, job.id))
    assert (undo.kind, undo.undoes, undo.changed, undo.refused) == ("undo", "opportunity", 1, 1)
    page = await directory.opportunities.find_page(staff.admin, OpportunityQuery())
    assert {one.customer.id: one.stage for one in page.rows} == {
        lan.id: "open",
        long.id: "cancelled",
    }


@pytest.mark.requirement("R171", "R330")
async def test_undoing_an_edit_puts_back_what_nobody_has_changed_since_and_only_once(
    directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    tier = CustomFieldForm(label="Hạng", kind="choice", options=["A", "B"])
    await directory.fields.add(staff.admin, tier)
    lists = await directory.catalogues.list()
    groups = next(one for one in lists.rows if one.name == "group").values
    before = {"group_id": groups[0].id, "province": "Huế", "custom": {"hang": "A"}}
    untouched = await create(staff.linh, name="Nguyên vẹn", **before)
    touched = await create(staff.linh, name="Sửa sau", **before)
    same = await create(staff.linh, name="Vốn đã vậy", group_id=groups[1].id, province="Vinh",
                        custom={"hang": "B"})  # fmt: skip
    gone = await create(staff.linh, name="Xóa sau", **before)
    ids = [untouched.id, touched.id, same.id, gone.id]
    fields = {"group_id": groups[1].id, "province": "Vinh", "custom": {"hang": "B"}}
    job = await finish(staff.lead, await edit(bulk, staff.lead, fields, ids=ids))
    assert (job.changed, job.unchanged, job.can_undo, job.undone_by) == (3, 1, True, None)
    change = CustomerChange(version=touched.version + 1, province="Đà Nẵng")
    await directory.customers.change(staff.linh, touched.id, change)
    await directory.customers.delete(staff.linh, gone.id)

    undo = await finish(staff.lead, await bulk.undo(staff.lead, job.id))
    assert (undo.state, undo.total, undo.done) == ("done", 3, 3)
    assert (undo.changed, undo.refused) == (2, 2)  # one of them in part
    assert {(one.customer_id, one.code, one.name) for one in undo.refusals} == {
        (touched.id, "bulk.changed_since", "Sửa sau"),
        (gone.id, "customer.not_found", None),
    }
    back = await directory.reading.get(staff.linh, untouched.id)
    assert (back.group_id, back.province) == (groups[0].id, "Huế")
    assert back.custom == untouched.custom
    assert back.version == untouched.version + 2
    kept = await directory.reading.get(staff.linh, touched.id)
    assert (kept.group_id, kept.province) == (groups[0].id, "Đà Nẵng")
    assert (await directory.reading.get(staff.linh, same.id)).version == same.version
    entry = (await directory.timeline.get(staff.linh, untouched.id, ("change",), None, 5)).rows[0]
    assert entry.detail["action"] == "customer.bulk_undone"
    assert entry.detail["fields"] == {
        "group": [groups[1].label, groups[0].label],
        "province": ["Vinh", "Huế"],
        "custom.hang": ["B", "A"],
    }
    done = await bulk.get(staff.lead, job.id)
    assert (done.can_undo, done.undone_by) == (False, undo.id)
    assert {one.id: one.can_undo for one in (await bulk.list(staff.lead)).rows} == {
        job.id: False,
        undo.id: False,
    }
    for caller, error in ((staff.lead, NothingToUndoError), (staff.admin, JobNotFoundError)):
        with pytest.raises(error):
            await bulk.undo(caller, job.id)
    with pytest.raises(NothingToUndoError):
        await bulk.undo(staff.lead, undo.id)


@pytest.mark.requirement("R086", "R325")
async def test_undoing_an_assignment_gives_back_also_those_that_were_given_out_of_sight(
    directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    ids = [
        (await create(staff.linh, name=f"K{n}", supporter_ids=[staff.nam.user_id])).id
        for n in range(3)
    ]
    away = {
        "owner_id": staff.far.user_id,
        "supporter_ids": [staff.far_lead.user_id],
        "supporter_mode": "replace",
    }
    job = await finish(staff.lead, await assign(bulk, staff.lead, away, ids=ids))
    assert job.changed == 3
    # One has moved on since: it is neither theirs to see nor where they put it.
    onward = CustomerChange(version=2, owner_id=staff.far_lead.user_id)
    await directory.customers.change(staff.admin, ids[0], onward)
    undo = await finish(staff.lead, await bulk.undo(staff.lead, job.id))
    assert (undo.changed, undo.refused) == (2, 1)
    assert [(one.customer_id, one.name, one.code) for one in undo.refusals] == [
        (ids[0], None, "customer.not_found")
    ]
    back = await directory.reading.get(staff.linh, ids[1])
    assert back.owner is not None
    assert (back.owner.name, [one.name for one in back.supporters]) == ("Linh", ["Nam"])
    entry = (await directory.timeline.get(staff.linh, ids[1], ("change",), None, 5)).rows[0]
    assert entry.detail["fields"] == {
        "owner": ["Far", "Linh"],
        "supporters": [["Far_Lead"], ["Nam"]],
    }
    notices = (await directory.notifications.list(staff.linh)).rows
    assert [one.params["count"] for one in notices if one.kind == "customers.assigned"] == [2]


@pytest.mark.requirement("R074", "R105", "R126", "X14")
async def test_undoing_a_deletion_brings_back_whom_nobody_restored_and_nobody_replaced(
    db: Database, directory: Directory, staff: Staff, create: Create, bulk: Bulk, finish: Finish
) -> None:
    owner = Caller(staff.admin.user_id, "admin", "Admin", Role.OWNER, None, None)
    async with db.write() as unit:
        here = users.c.id == owner.user_id
        await unit.connection.execute(update(users).where(here).values(role="owner"))
    rules = DuplicateRules.model_validate({"phone": "block", "name": "warn"})
    await directory.duplicates.set_rules(owner, rules)

    def reached(number: str) -> dict[str, Any]:
        return {"name": "LH", "phones": [{"typed": number}]}

    firm = await create(staff.linh, name="Công ty An", kind="organisation")
    nam = await create(staff.linh, name="Nam", contact={"name": "Nam", "company_id": firm.id})
    plain = await create(staff.linh, name="Chị Lan", contact=reached("0912000001"))
    replaced = await create(staff.linh, name="Bị thay", contact=reached("0912000002"))
    back = await create(staff.linh, name="Đã khôi phục")
    again = await create(staff.linh, name="Xóa lại")
    ids = [firm.id, plain.id, replaced.id, back.id, again.id]
    form = BulkDeleteForm.model_validate({"selection": {"ids": ids}})
    job = await finish(owner, await bulk.delete(owner, form))
    assert (job.state, job.changed, job.can_undo) == ("done", 5, True)
    assert (await directory.reading.get(staff.linh, nam.id)).contacts[0].company is None

    await directory.deleted.restore(owner, back.id)
    await directory.deleted.restore(owner, again.id)
    await directory.customers.delete(owner, again.id)
    await create(staff.far, name="Chị Lan")  # of which is only warned
    await create(staff.far, name="Người mới", contact=reached("0912 000 002"))
    undo = await finish(owner, await bulk.undo(owner, job.id))
    assert (undo.kind, undo.undoes, undo.state) == ("undo", "delete", "done")
    assert (undo.changed, undo.unchanged, undo.refused) == (2, 1, 2)
    assert {(one.customer_id, one.code) for one in undo.refusals} == {
        (replaced.id, "customer.duplicate"),
        (again.id, "bulk.changed_since"),
    }
    (told,) = [one for one in undo.refusals if one.code == "customer.duplicate"]
    assert (told.params["field"], told.params["customer"]) == ("phone", "Người mới")
    shown = await directory.reading.get(staff.linh, plain.id)
    assert (shown.name, shown.version) == ("Chị Lan", plain.version + 2)
    company = (await directory.reading.get(staff.linh, nam.id)).contacts[0].company
    assert company is not None
    assert company.id == firm.id
    story = await directory.timeline.get(staff.linh, plain.id, ("change",), None, 1)
    assert story.rows[0].detail["action"] == "customer.restored"
    with pytest.raises(NothingToUndoError):
        await bulk.undo(owner, job.id)


async def test_an_undo_cut_off_goes_on_and_whoever_lost_the_right_undoes_nothing(
    db: Database,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
    cut_off: Finish,
) -> None:
    ids = [(await create(staff.linh, name=f"Khách {n}")).id for n in range(7)]
    first = await finish(staff.lead, await edit(bulk, staff.lead, {"province": "Huế"}, ids=ids))
    second = await finish(staff.lead, await edit(bulk, staff.lead, {"stage": "lead"}, ids=ids))
    undo = await bulk.undo(staff.lead, first.id)
    with pytest.raises(NothingToUndoError):  # pressed twice
        await bulk.undo(staff.lead, first.id)
    ended = await cut_off(staff.lead, undo)
    assert (ended.state, ended.done, ended.changed) == ("done", 7, 7)
    async with db.read() as connection:
        undone = customer_log.c.action == "customer.bulk_undone"
        assert (await connection.execute(select(func.count()).where(undone))).scalar_one() == 7
    async with db.write() as unit:
        here = users.c.id == staff.lead.user_id
        await unit.connection.execute(update(users).where(here).values(role="agent"))
    demoted = Caller(staff.lead.user_id, "lead", "Lead", staff.linh.role, staff.lead.team_id, None)
    with pytest.raises(ForbiddenError):
        await bulk.undo(demoted, second.id)


async def test_after_a_month_a_job_is_no_longer_undone(
    db: Database,
    clock: FakeClock,
    staff: Staff,
    create: Create,
    bulk: Bulk,
    finish: Finish,
) -> None:
    made = await create(staff.linh, name="Khách")
    old = await finish(staff.lead, await edit(bulk, staff.lead, {"province": "Huế"}, ids=[made.id]))
    clock.now += timedelta(days=31)
    new = await finish(
        staff.lead, await edit(bulk, staff.lead, {"province": "Vinh"}, ids=[made.id])
    )
    async with asyncio.timeout(10):
        while (await bulk.get(staff.lead, old.id)).can_undo:
            await asyncio.sleep(0.02)
    assert (await bulk.get(staff.lead, new.id)).can_undo
    async with db.read() as connection:
        jobs = (await connection.execute(select(bulk_changes.c.job_id))).scalars().all()
    assert jobs == [new.id]
