"""Opportunities on a customer and one of its contacts."""

import pytest
from call_centre import Create, Staff
from sqlalchemy import insert

from cti.crm.errors import ContactNotFoundError, CursorError, NotEditableError
from cti.crm.opportunities.errors import (
    OpportunityNamelessError,
    OpportunityNotFoundError,
    OpportunityVersionError,
)
from cti.crm.opportunities.shapes import OpportunityChange, OpportunityForm
from cti.crm.opportunities.store import OpportunityQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactForm
from cti.db import Database
from cti.schema import campaign_members, campaigns, prompts


async def actions(directory: Directory, staff: Staff, customer_id: int) -> list[str]:
    history = await directory.timeline.get(staff.linh, customer_id, ["change"])
    return [str(row.detail["action"]) for row in history.rows]


@pytest.mark.requirement("R150", "R060", "R152", "R172")
async def test_an_opportunity_is_of_one_contact_and_each_step_is_logged(
    create: Create, directory: Directory, staff: Staff
) -> None:
    customer = await create(
        staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"}
    )
    other = await create(staff.linh, name="Hoàng Gia", contact={"name": "Tú"})
    hoa = await directory.contacts.add(staff.linh, customer.id, ContactForm(name="Hoa"))
    form = OpportunityForm(name="  Gói \u202e 50 người ", contact_id=hoa.id, value=120_000_000)
    made = await directory.opportunities.create(staff.linh, customer.id, form)
    assert (made.name, made.contact.name, made.stage, made.can_edit) == (
        "Gói 50 người", "Hoa", "open", True,
    )  # fmt: skip
    assert made.owner is not None
    assert made.owner.id == staff.linh.user_id

    change = OpportunityChange(version=1, stage="cancelled", contact_id=customer.contacts[0].id)
    cancelled = await directory.opportunities.change(staff.linh, made.id, change)
    assert (cancelled.stage, cancelled.contact.name, cancelled.version) == ("cancelled", "Lan", 2)
    assert cancelled.closed_at is not None
    with pytest.raises(OpportunityVersionError) as stale:
        await directory.opportunities.change(staff.linh, made.id, change)
    assert stale.value.params["current"]["version"] == 2
    again = OpportunityChange(version=2, stage="open", value=None, expected_on="2026-04-30")
    reopened = await directory.opportunities.change(staff.linh, made.id, again)
    assert (reopened.value, reopened.closed_at) == (120_000_000, None)
    same = OpportunityChange(version=3, stage="open")
    assert (await directory.opportunities.change(staff.linh, made.id, same)).version == 3
    assert await actions(directory, staff, customer.id) == [
        "opportunity.reopened", "opportunity.cancelled", "opportunity.created",
        "contact.added", "contact.added", "customer.created",
    ]  # fmt: skip

    strange = OpportunityForm(name="x", contact_id=other.contacts[0].id)
    with pytest.raises(ContactNotFoundError):
        await directory.opportunities.create(staff.linh, customer.id, strange)
    with pytest.raises(OpportunityNamelessError):
        await directory.opportunities.create(
            staff.linh, customer.id, OpportunityForm(name="\u200b")
        )


@pytest.mark.requirement("R008", "R153")
async def test_one_is_made_with_the_customer_when_that_is_ticked(
    create: Create, directory: Directory, staff: Staff
) -> None:
    ticked = await create(staff.linh, contact={"name": "Trần Đức Thắng"}, create_opportunity=True)
    await create(staff.linh, name="Không")
    (only,) = (await directory.opportunities.find_page(staff.linh, OpportunityQuery())).rows
    assert (only.name, only.customer.id, only.contact.id, only.stage) == (
        "Trần Đức Thắng", ticked.id, ticked.contacts[0].id, "open",
    )  # fmt: skip
    assert (await actions(directory, staff, ticked.id))[0] == "opportunity.created"


@pytest.mark.requirement("R151", "R325")
async def test_the_list_is_filtered_paged_and_never_shows_what_one_may_not_see(
    create: Create, directory: Directory, staff: Staff
) -> None:
    mine = await create(staff.linh, name="Cà phê Hoà Bình")
    fars = await create(staff.far, name="Của Far")
    for at, stage in enumerate(("open", "won", "lost", "cancelled", "open")):
        form = OpportunityForm(
            name=f"Gói {at}", stage=stage, value=at % 3, expected_on=f"2026-05-0{at + 1}"
        )
        await directory.opportunities.create(staff.linh, mine.id, form)
    hidden = await directory.opportunities.create(
        staff.far, fars.id, OpportunityForm(name="Kín", value=9)
    )
    find = directory.opportunities.find_page
    page = await find(staff.linh, OpportunityQuery())
    assert (page.total, page.worth, {row.customer.id for row in page.rows}) == (5, 4, {mine.id})
    assert (await find(staff.admin, OpportunityQuery())).worth == 13
    assert (await find(staff.admin, OpportunityQuery(owner="mine"))).total == 0
    with pytest.raises(OpportunityNotFoundError):
        await directory.opportunities.get(staff.linh, hidden.id)
    with pytest.raises(OpportunityNotFoundError):
        await directory.opportunities.change(
            staff.linh, hidden.id, OpportunityChange(version=1, stage="won")
        )
    won = await find(staff.linh, OpportunityQuery(stage="won"))
    assert [row.name for row in won.rows] == ["Gói 1"]
    by_name = await find(staff.linh, OpportunityQuery(q="hoa binh goi 3"))
    assert [row.name for row in by_name.rows] == ["Gói 3"]
    for sort in ("created", "value", "expected", "updated"):
        for order in ("asc", "desc"):
            names, cursor = [], ""
            while True:
                query = OpportunityQuery(sort=sort, order=order, limit=2, cursor=cursor)
                page = await find(staff.linh, query)
                names += [row.name for row in page.rows]
                if page.next is None:
                    break
                cursor = page.next
            assert sorted(names) == [f"Gói {at}" for at in range(5)], (sort, order)
    with pytest.raises(CursorError):
        await find(staff.linh, OpportunityQuery(sort="value", cursor=cursor))


@pytest.mark.requirement("R154")
async def test_it_tells_which_campaigns_the_customer_is_in(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    customer = await create(staff.linh, name="Minh An", create_opportunity=True)
    now = customer.created_at
    common = {"created_at": now, "name": "Hội thảo"}
    async with db.write() as unit:
        prompt = {**common, "kind": "speech", "sha256": "0" * 64, "seconds": 1.0}
        await unit.connection.execute(insert(prompts), prompt)
        campaign = {
            **common, "state": "draft", "purpose": "care", "pbx": "x", "trunk": "x",
            "caller_id": "1", "prompt_id": 1, "keys": {}, "refuse_key": "9", "repeats": 1,
            "key_wait_s": 1, "ring_s": 1, "window": {}, "retry": {}, "max_concurrent": 1,
            "calls_per_second": 1.0, "updated_at": now,
        }  # fmt: skip
        await unit.connection.execute(insert(campaigns), campaign)
        member = {
            "campaign_id": 1, "customer_id": customer.id, "typed": "x", "e164": "+84912345678",
            "state": "registered", "dial": "waiting", "due_at": now, "joined_at": now,
        }  # fmt: skip
        await unit.connection.execute(insert(campaign_members), member)
    (only,) = (await directory.opportunities.find_page(staff.linh, OpportunityQuery())).rows
    assert [(one.campaign, one.state) for one in only.campaigns] == [("Hội thảo", "registered")]


async def test_who_only_sees_a_customer_adds_and_changes_nothing(
    create: Create, directory: Directory, staff: Staff
) -> None:
    nobodys = await create(staff.admin, name="Chưa ai nhận", owner_id=None)
    made = await directory.opportunities.create(
        staff.admin, nobodys.id, OpportunityForm(name="Gói")
    )
    assert (await directory.opportunities.get(staff.linh, made.id)).can_edit is False
    with pytest.raises(NotEditableError):
        await directory.opportunities.create(staff.linh, nobodys.id, OpportunityForm(name="x"))
    with pytest.raises(NotEditableError):
        await directory.opportunities.change(
            staff.linh, made.id, OpportunityChange(version=1, stage="lost")
        )
