"""Tickets on the contacts of customers."""

import pytest
from call_centre import Create, Staff
from sqlalchemy import select

from cti.crm.listing.service import CustomerQuery
from cti.crm.merging.shapes import MergeForm
from cti.crm.opportunities.shapes import OpportunityForm
from cti.crm.opportunities.store import OpportunityQuery
from cti.crm.service import Directory
from cti.crm.tickets.errors import (
    TicketAssigneeError,
    TicketAssigneeUnseenError,
    TicketNotFoundError,
    TicketSubjectError,
    TicketVersionError,
)
from cti.crm.tickets.shapes import TicketChange, TicketForm
from cti.crm.tickets.store import TicketQuery
from cti.db import Database
from cti.schema import notifications


@pytest.mark.requirement("R220", "R070")
async def test_a_company_shows_the_tickets_of_its_contacts(
    create: Create, directory: Directory, staff: Staff
) -> None:
    company = await create(staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"})
    linked = await create(staff.linh, name="Đức", contact={"company_id": company.id})
    fars = await create(staff.far, name="Ẩn", contact={"name": "Ẩn"})
    own = await directory.tickets.create(staff.linh, company.id, TicketForm(subject="Máy hỏng"))
    theirs = await directory.tickets.create(
        staff.linh, linked.id, TicketForm(subject="Chậm giao", priority="urgent")
    )
    await directory.tickets.create(staff.far, fars.id, TicketForm(subject="Kín"))
    assert (own.contact.name, own.number, own.status) == ("Lan", f"PG{own.id:06d}", "open")

    async def numbers(**asked: object) -> list[int]:
        page = await directory.tickets.find_page(staff.linh, TicketQuery(**asked))
        return [row.id for row in page.rows]

    assert await numbers(customer_id=company.id) == [theirs.id, own.id]
    assert await numbers(customer_id=linked.id) == [theirs.id]
    assert await numbers() == [theirs.id, own.id]
    assert await numbers(q=own.number.lower()) == [own.id]
    assert await numbers(q="cham giao") == [theirs.id]
    assert await numbers(rank=4) == [theirs.id]
    assert await numbers(sort="priority", order="asc") == [own.id, theirs.id]
    query = CustomerQuery(kind="organisation")
    (row,) = (await directory.companies.find_page(staff.linh, query)).rows
    assert row.open_tickets == 2
    done = TicketChange(version=1, status="resolved")
    assert (await directory.tickets.change(staff.linh, own.id, done)).closed_at is not None
    assert await numbers(status="active") == [theirs.id]
    (row,) = (await directory.companies.find_page(staff.linh, query)).rows
    assert row.open_tickets == 1


async def test_who_is_given_a_ticket_is_told_and_every_step_is_in_the_history(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    customer = await create(staff.linh, name="Đức")
    unseeing = TicketForm(subject="Đổi hoá đơn", assignee_id=staff.nam.user_id)
    with pytest.raises(TicketAssigneeUnseenError, match="Nam"):
        await directory.tickets.create(staff.linh, customer.id, unseeing)
    form = TicketForm(subject="Đổi hoá đơn", assignee_id=staff.lead.user_id)
    made = await directory.tickets.create(staff.linh, customer.id, form)
    change = TicketChange(version=1, status="pending", priority="high", assignee_id=None)
    changed = await directory.tickets.change(staff.linh, made.id, change)
    assert (changed.assignee, changed.status, changed.priority) == (None, "pending", "high")
    with pytest.raises(TicketVersionError):
        await directory.tickets.change(staff.linh, made.id, change)
    with pytest.raises(TicketAssigneeError):
        await directory.tickets.change(
            staff.linh, made.id, TicketChange(version=2, assignee_id=98_765)
        )
    with pytest.raises(TicketAssigneeUnseenError):
        await directory.tickets.change(
            staff.linh, made.id, TicketChange(version=2, assignee_id=staff.far.user_id)
        )
    with pytest.raises(TicketSubjectError):
        await directory.tickets.change(
            staff.linh, made.id, TicketChange(version=2, subject="\u200b")
        )
    with pytest.raises(TicketNotFoundError):
        await directory.tickets.get(staff.far, made.id)
    history = await directory.timeline.get(staff.linh, customer.id, ["change"])
    told = [(row.detail["action"], row.detail["fields"]) for row in history.rows[:2]]
    assert told[0] == (
        "ticket.changed",
        {
            "ticket": [None, made.number],
            "status": ["open", "pending"],
            "priority": ["normal", "high"],
            "assignee": ["Lead", None],
        },
    )
    assert told[1][0] == "ticket.created"
    async with db.read() as connection:
        rows = (await connection.execute(select(notifications))).mappings().all()
    assert [(row["user_id"], row["kind"]) for row in rows] == [
        (staff.lead.user_id, "ticket.assigned")
    ]


@pytest.mark.requirement("R126")
async def test_a_merge_takes_them_along_and_its_undoing_gives_them_back(
    create: Create, directory: Directory, staff: Staff
) -> None:
    kept = await create(staff.lead, name="Minh An")
    gone = await create(staff.lead, name="Minh Ân", create_opportunity=True)
    await directory.tickets.create(staff.lead, gone.id, TicketForm(subject="Máy hỏng"))
    await directory.opportunities.create(staff.lead, kept.id, OpportunityForm(name="Gói"))
    form = MergeForm(gone_id=gone.id, version=kept.version, gone_version=gone.version)
    result = await directory.merging.merge(staff.lead, kept.id, form)

    async def count(customer_id: int) -> tuple[int, int]:
        query = {"customer_id": customer_id}
        chances = await directory.opportunities.find_page(staff.lead, OpportunityQuery(**query))
        page = await directory.tickets.find_page(staff.lead, TicketQuery(**query))
        return chances.total, page.total

    assert await count(kept.id) == (2, 1)
    assert result.merge_id is not None
    await directory.merge_undoing.undo(staff.lead, result.merge_id)
    assert (await count(kept.id), await count(gone.id)) == ((1, 0), (1, 1))
