"""Merging two customers, what a dry run says of it, and taking it back."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from call_centre import Create, Staff
from sqlalchemy import insert, select

from cti.crm.commerce.shapes import DocumentForm
from cti.crm.errors import (
    CustomerNotFoundError,
    NotAssignableError,
    NotEditableError,
    VersionConflictError,
)
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.merging.errors import (
    MergeFieldError,
    MergeNotFoundError,
    MergeSameError,
    MergeUndoneError,
)
from cti.crm.merging.shapes import MergeForm
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange, Customer, CustomerChange, NoteForm
from cti.db import Database
from cti.schema import calls, commercial_documents, customers, notes

ABLE = {"can_edit": True, "can_delete": True, "can_assign": True}
NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)


class Pair:
    """Two records of one customer, each with something that the other lacks."""

    def __init__(self, directory: Directory, staff: Staff, kept: Customer, gone: Customer) -> None:
        self.directory, self.staff, self.kept, self.gone = directory, staff, kept, gone

    def form(self, **more: object) -> MergeForm:
        return MergeForm.model_validate(
            {
                "gone_id": self.gone.id,
                "version": self.kept.version,
                "gone_version": self.gone.version,
                **more,
            }
        )

    async def read(self, customer: Customer) -> Customer:
        return await self.directory.reading.get(self.staff.lead, customer.id)


@pytest.fixture
async def pair(create: Create, directory: Directory, staff: Staff, db: Database) -> Pair:
    for label in ("Số xe", "Màu"):
        await directory.fields.add(staff.admin, CustomFieldForm(label=label, kind="text"))
    kept = await create(
        staff.linh, name="Lan", tax_code="01", description="Cũ", custom={"so_xe": "A"},
        contact={"name": "Lan", "phones": [{"typed": "0912345678"}]},
    )  # fmt: skip
    gone = await create(
        staff.nam, name="Chị Lan", description="Mới", birthday="1990-12-20",
        referrer={"kind": "user", "id": staff.far.user_id}, custom={"so_xe": "B", "mau": "Đỏ"},
        contact={"name": "Lan (cơ quan)", "phones": [{"typed": "0987654321"}]},
        supporter_ids=[staff.far.user_id],
    )  # fmt: skip
    await directory.notes.add(staff.nam, gone.id, NoteForm(body="Hẹn thứ hai"))
    call = {"pbx": "main", "direction": "inbound", "kind": "inbound", "state": "ended"}
    async with db.write() as unit:
        row = {**call, "id": "c1", "linkedid": "c1", "customer_id": gone.id, "started_at": NOW}
        await unit.connection.execute(insert(calls), row)
    return Pair(directory, staff, kept, gone)


async def test_a_dry_run_says_what_a_merge_would_do_and_does_nothing(pair: Pair) -> None:
    said = await pair.directory.merging.merge(
        pair.staff.lead, pair.kept.id, pair.form(dry_run=True)
    )
    assert (said.merge_id, said.customer) == (None, None)
    told = {one.field: (one.kept, one.gone, one.taken) for one in said.fields}
    assert told == {
        "name": ("Lan", "Chị Lan", "kept"),
        "owner": ("Linh", "Nam", "kept"),
        "tax_code": ("01", None, "kept"),
        "birthday": (None, "1990-12-20", "gone"),
        "description": ("Cũ", "Mới", "kept"),
        "referrer": (None, "Far", "gone"),
        "custom.so_xe": ("A", "B", "kept"),
        "custom.mau": (None, "Đỏ", "gone"),
    }
    moved = said.moved
    assert {name: moved[name] for name in ("contacts", "notes", "calls", "supporters")} == {
        "contacts": 1,
        "notes": 1,
        "calls": 1,
        "supporters": 1,
    }
    assert await pair.read(pair.kept) == pair.kept.model_copy(update=ABLE)
    assert (await pair.read(pair.gone)).version == pair.gone.version


async def test_a_merge_keeps_the_chosen_values_and_everything_that_belongs_to_both(
    pair: Pair,
) -> None:
    choose = {"description": "gone", "custom.so_xe": "gone", "birthday": "kept"}
    done = await pair.directory.merging.merge(
        pair.staff.lead, pair.kept.id, pair.form(choose=choose)
    )
    merged = done.customer
    assert (merged.name, merged.description, merged.birthday) == ("Lan", "Mới", None)
    assert merged.custom == {"so_xe": "B", "mau": "Đỏ"}
    assert merged.referrer.name == "Far"
    assert [(one.name, one.is_primary) for one in merged.contacts] == [
        ("Lan", True),
        ("Lan (cơ quan)", False),
    ]
    assert [one.name for one in merged.supporters] == ["Far"]
    history = await pair.directory.timeline.get(pair.staff.lead, merged.id)
    kinds = [row.kind for row in history.rows]
    assert (kinds.count("note"), kinds.count("call")) == (1, 1)
    actions = [row.detail["action"] for row in history.rows if row.kind == "change"]
    assert actions.count("customer.created") == 2
    assert actions[0] == "customer.merged"
    with pytest.raises(CustomerNotFoundError):
        await pair.read(pair.gone)
    (match,) = await pair.directory.lookup.match("+84987654321")
    assert match.customer_id == merged.id


def _without_versions(customer: Customer, skipped: set[str]) -> dict[str, Any]:
    found = customer.model_dump(exclude=skipped)
    found["contacts"] = [
        {name: value for name, value in one.items() if name != "version"}
        for one in found["contacts"]
    ]
    return found


async def test_undone_both_are_as_they_were(pair: Pair, db: Database) -> None:
    choose = {"name": "gone", "description": "gone", "owner": "gone", "custom.so_xe": "gone"}
    form = pair.form(choose=choose)
    done = await pair.directory.merging.merge(pair.staff.lead, pair.kept.id, form)
    (line,) = (await pair.directory.merging.find_merges(pair.staff.lead, pair.kept.id)).rows
    assert (line.id, line.by.name, line.gone.name) == (done.merge_id, "Lead", "Chị Lan")
    undone = await pair.directory.merge_undoing.undo(pair.staff.lead, done.merge_id)
    assert undone.left == []
    skipped = {"version", "updated_at", *ABLE, "warnings"}
    for now, before in ((undone.kept, pair.kept), (undone.restored, pair.gone)):
        assert _without_versions(now, skipped) == _without_versions(before, skipped)
    async with db.read() as connection:
        keys = select(customers.c.name_key).order_by(customers.c.id)
        assert (await connection.execute(keys)).scalars().all() == ["lan", "chi lan"]
        of_call = await connection.execute(select(calls.c.customer_id))
        assert of_call.scalar_one() == pair.gone.id
    with pytest.raises(MergeUndoneError):
        await pair.directory.merge_undoing.undo(pair.staff.lead, done.merge_id)
    again = pair.form(version=undone.kept.version, gone_version=undone.restored.version)
    assert (await pair.directory.merging.merge(pair.staff.lead, pair.kept.id, again)).merge_id


async def test_what_was_changed_since_the_merge_stays_changed(pair: Pair) -> None:
    form = pair.form(choose={"description": "gone", "custom.so_xe": "gone"})
    done = await pair.directory.merging.merge(pair.staff.lead, pair.kept.id, form)
    star = done.customer.contacts[1].id
    await pair.directory.contacts.make_primary(pair.staff.lead, star)
    await pair.directory.contacts.change(pair.staff.lead, star, ContactChange(title="Kế toán"))
    change = {"version": done.customer.version, "description": "Sau", "custom": {"so_xe": "C"}}
    await pair.directory.customers.change(
        pair.staff.lead, pair.kept.id, CustomerChange.model_validate(change)
    )
    undone = await pair.directory.merge_undoing.undo(pair.staff.lead, done.merge_id)
    assert sorted(undone.left) == ["custom.so_xe", "description"]
    assert (undone.kept.description, undone.kept.custom["so_xe"]) == ("Sau", "C")
    assert (undone.restored.description, undone.restored.custom["so_xe"]) == ("Mới", "B")
    assert [one.is_primary for one in undone.kept.contacts] == [True]
    assert [(one.is_primary, one.title) for one in undone.restored.contacts] == [(True, "Kế toán")]


async def test_what_came_since_goes_with_the_contact_or_the_document_it_hangs_on(
    pair: Pair, db: Database
) -> None:
    lead, commerce = pair.staff.lead, pair.directory.commerce
    order = await commerce.create(lead, pair.gone.id, DocumentForm(kind="order", amount=500))
    form = pair.form(gone_version=(await pair.read(pair.gone)).version)
    done = await pair.directory.merging.merge(lead, pair.kept.id, form)
    mine, theirs = (one.id for one in done.customer.contacts)
    for contact_id in (mine, theirs):
        note = NoteForm(body=str(contact_id), contact_id=contact_id)
        await pair.directory.notes.add(lead, pair.kept.id, note)
    receipt = {"kind": "receipt", "amount": 200, "contact_id": mine}
    for about in (order.id, None):
        paid = DocumentForm.model_validate({**receipt, "about_id": about})
        await commerce.create(lead, pair.kept.id, paid)
    await pair.directory.merge_undoing.undo(lead, done.merge_id)
    async with db.read() as connection:
        told = select(notes.c.customer_id).where(notes.c.body == str(theirs))
        assert (await connection.execute(told)).scalar_one() == pair.gone.id
        told = select(notes.c.customer_id).where(notes.c.body == str(mine))
        assert (await connection.execute(told)).scalar_one() == pair.kept.id
        papers = commercial_documents.c
        rows = await connection.execute(
            select(papers.customer_id, papers.kind, papers.contact_id).order_by(papers.id)
        )
    assert [tuple(row) for row in rows] == [
        (pair.gone.id, "order", None),
        (pair.gone.id, "receipt", None),  # whom it named is the other one's again
        (pair.kept.id, "receipt", mine),
    ]


async def test_a_merge_needs_two_that_one_may_edit_and_has_read(pair: Pair, create: Create) -> None:
    merging, staff = pair.directory.merging, pair.staff
    with pytest.raises(MergeSameError):
        await merging.merge(staff.lead, pair.gone.id, pair.form())
    with pytest.raises(CustomerNotFoundError):
        await merging.merge(staff.far_lead, pair.kept.id, pair.form())
    free = await create(staff.admin, name="Tự do", owner_id=None)
    with pytest.raises(NotEditableError):
        await merging.merge(staff.lead, pair.kept.id, pair.form(gone_id=free.id))
    with pytest.raises(VersionConflictError):
        await merging.merge(staff.lead, pair.kept.id, pair.form(gone_version=7))
    with pytest.raises(MergeFieldError):
        await merging.merge(staff.lead, pair.kept.id, pair.form(choose={"code": "gone"}))
    grants = {one: reach for one, reach in staff.lead.grants.items() if "assign" not in one}
    keeper = replace(staff.lead, given=grants)
    owner = pair.form(choose={"owner": "gone"}, dry_run=True)
    with pytest.raises(NotAssignableError):
        await merging.merge(keeper, pair.kept.id, owner)
    assert (await merging.merge(staff.lead, pair.kept.id, owner)).fields
    said = await merging.merge(keeper, pair.kept.id, pair.form(dry_run=True))
    assert [one.taken for one in said.fields if one.field == "owner"] == ["kept"]
    done = await merging.merge(staff.lead, pair.kept.id, pair.form())
    for wrong in (done.merge_id + 1, 987_654):
        with pytest.raises(MergeNotFoundError):
            await pair.directory.merge_undoing.undo(staff.lead, wrong)
    with pytest.raises(MergeNotFoundError):
        await pair.directory.merge_undoing.undo(staff.far_lead, done.merge_id)


async def test_of_two_merges_the_other_way_round_at_once_one_is_done(pair: Pair) -> None:
    other = MergeForm(
        gone_id=pair.kept.id, version=pair.gone.version, gone_version=pair.kept.version
    )
    results = await asyncio.gather(
        pair.directory.merging.merge(pair.staff.lead, pair.kept.id, pair.form()),
        pair.directory.merging.merge(pair.staff.lead, pair.gone.id, other),
        return_exceptions=True,
    )
    refused = [one for one in results if isinstance(one, CustomerNotFoundError)]
    assert len(refused) == 1, results


async def test_a_third_one_that_is_the_same_is_told_of(pair: Pair, create: Create) -> None:
    phone = {"phones": [{"typed": "0987654321"}]}
    third = await create(pair.staff.linh, name="Lan nữa", contact=phone)
    said = await pair.directory.merging.merge(
        pair.staff.lead, pair.kept.id, pair.form(dry_run=True)
    )
    assert [(one.field, one.customer_id) for one in said.warnings] == [("phone", third.id)]


async def test_a_referrer_that_is_merged_away_is_the_kept_one_from_then_on(
    pair: Pair, create: Create
) -> None:
    brought = {"kind": "customer", "id": pair.gone.id}
    friend = await create(pair.staff.nam, name="Bạn", referrer=brought)
    change = CustomerChange.model_validate({"version": 1, "referrer": brought})
    pair.kept = await pair.directory.customers.change(pair.staff.lead, pair.kept.id, change)
    done = await pair.directory.merging.merge(pair.staff.lead, pair.kept.id, pair.form())
    assert done.customer.referrer is None  # nobody brought themselves
    assert (await pair.read(friend)).referrer.id == pair.kept.id
    undone = await pair.directory.merge_undoing.undo(pair.staff.lead, done.merge_id)
    assert undone.kept.referrer.id == pair.gone.id
    assert (await pair.read(friend)).referrer.id == pair.gone.id
