"""Quick transactions, appointments, meetings, and the timeline that shows them with all else."""

from datetime import timedelta

import pytest
from call_centre import Create, FakeClock, Staff
from pydantic import ValidationError
from sqlalchemy import select

from cti.accounts.rights import Caller
from cti.crm.appointments.errors import (
    AppointmentCancelledError,
    AppointmentEndsError,
    AppointmentNotFoundError,
    AppointmentPastError,
    AppointmentTitleError,
    AppointmentVersionError,
    MeetingFutureError,
    ParticipantUnseenError,
)
from cti.crm.appointments.shapes import AppointmentChange, AppointmentForm, MeetingForm
from cti.crm.catalogues.errors import ValueInUseError, ValueMarkError, ValueUnknownError
from cti.crm.catalogues.shapes import ValueChange, ValueForm
from cti.crm.comments.shapes import CommentForm
from cti.crm.errors import ContactNotFoundError, CustomerNotFoundError, NotEditableError
from cti.crm.service import Directory
from cti.crm.shapes import NoteForm
from cti.crm.tasks.shapes import TaskForm
from cti.crm.timeline.reader import name_kinds
from cti.crm.transactions.errors import TransactionNameEmptyError
from cti.crm.transactions.shapes import TransactionForm, TransactionView
from cti.db import Database
from cti.schema import customers

HOUR = timedelta(hours=1)


async def find_types(directory: Directory) -> list[int]:
    listed = (await directory.catalogues.list()).rows
    (types,) = (one.values for one in listed if one.name == "transaction_type")
    return [one.id for one in types]


async def trade(
    directory: Directory, caller: Caller, customer_id: int, name: str = "Chốt 50 tài khoản"
) -> TransactionView:
    type_id = (await find_types(directory))[0]
    form = TransactionForm(name=name, type_id=type_id, description="Ký tuần sau", call_id="in_1")
    return await directory.work.transactions.add(caller, customer_id, form)


@pytest.mark.requirement("R180", "R181", "R182")
async def test_a_quick_transaction_has_a_name_and_a_type_and_belongs_to_its_customer(
    create: Create, directory: Directory, staff: Staff
) -> None:
    customer = await create(staff.linh, name="An")
    free = await create(staff.admin, name="Chưa ai", owner_id=None)
    made = await trade(directory, staff.linh, customer.id)
    entry = (await directory.timeline.get(staff.linh, customer.id)).rows[0]
    assert (entry.kind, entry.by.name) == ("transaction", "Linh")
    assert entry.detail == {
        "name": "Chốt 50 tài khoản",
        "type": made.type.label,
        "description": "Ký tuần sau",
        "call_id": "in_1",
    }
    with pytest.raises(ValidationError):
        TransactionForm.model_validate({"name": "x"})
    with pytest.raises(TransactionNameEmptyError):
        await trade(directory, staff.linh, customer.id, "\u200b")
    form = TransactionForm(name="x", type_id=1)  # of another pick list
    with pytest.raises(ValueUnknownError):
        await directory.work.transactions.add(staff.linh, customer.id, form)
    with pytest.raises(NotEditableError):
        await trade(directory, staff.linh, free.id)
    with pytest.raises(CustomerNotFoundError):
        await trade(directory, staff.far, customer.id)
    with pytest.raises(ValueInUseError):
        await directory.catalogues.delete(staff.admin, made.type.id)
    other = (await find_types(directory))[1]
    await directory.catalogues.delete(staff.admin, made.type.id, other)
    entry = (await directory.timeline.get(staff.linh, customer.id)).rows[0]
    assert entry.detail["type"] != made.type.label


@pytest.mark.requirement("R015", "R017", "R211", "V13")
async def test_an_order_or_a_contract_makes_a_customer_of_a_contact_in_the_same_unit(
    create: Create, directory: Directory, staff: Staff
) -> None:
    listed = (await directory.catalogues.list()).rows
    types = {
        one.label: one for row in listed if row.name == "transaction_type" for one in row.values
    }
    assert {label for label, one in types.items() if one.makes_customer} == {"Đơn hàng", "Hợp đồng"}
    assert list(types)[-1] == "Khác"
    assert not any(
        v.makes_customer
        for row in listed
        for v in row.values
        if v.id not in {one.id for one in types.values()}
    )

    async def sign(customer_id: int, label: str) -> TransactionView:
        form = TransactionForm(name="HĐ 12/2026", type_id=types[label].id)
        return await directory.work.transactions.add(staff.linh, customer_id, form)

    async def read_log(customer_id: int) -> list[str]:
        log = await directory.timeline.get(staff.linh, customer_id, ["change"])
        return [str(one.detail["action"]) for one in log.rows]

    for stage in ("lead", "contact"):
        made = await create(staff.linh, name="An", stage=stage)
        talk = await sign(made.id, "Tư vấn")
        assert not talk.made_customer
        assert (await directory.reading.get(staff.linh, made.id)).stage == stage
        assert (await sign(made.id, "Hợp đồng")).made_customer
        now = await directory.reading.get(staff.linh, made.id)
        assert (now.stage, now.version) == ("customer", made.version + 1)
        log = await directory.timeline.get(staff.linh, made.id, ["change"])
        assert log.rows[0].detail["action"] == "customer.converted"
        assert log.rows[0].detail["fields"] == {"stage": [stage, "customer"]}
        assert not (await sign(made.id, "Đơn hàng")).made_customer
        assert (await read_log(made.id)).count("customer.converted") == 1

    free = await create(staff.admin, name="Chưa ai", owner_id=None)
    with pytest.raises(NotEditableError):
        await sign(free.id, "Hợp đồng")
    assert (await directory.reading.get(staff.admin, free.id)).stage == "contact"

    # Which types do so, an admin decides.
    unmark = ValueChange(makes_customer=False)
    await directory.catalogues.change(staff.admin, types["Hợp đồng"].id, unmark)
    marked = await directory.catalogues.add(
        staff.admin, "transaction_type", ValueForm(label="Đặt cọc", makes_customer=True)
    )
    types["Đặt cọc"] = marked
    made = await create(staff.linh, name="Bình")
    assert not (await sign(made.id, "Hợp đồng")).made_customer
    assert (await sign(made.id, "Đặt cọc")).made_customer
    with pytest.raises(ValueMarkError):
        await directory.catalogues.add(
            staff.admin, "group", ValueForm(label="Vàng", makes_customer=True)
        )
    assert "Vàng" not in {
        v.label for row in (await directory.catalogues.list()).rows for v in row.values
    }


@pytest.mark.requirement("R200")
async def test_an_appointment_is_arranged_its_people_told_reminded_once_moved_and_cancelled(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    stranger = await create(staff.linh, name="Bình")
    book, told = directory.work.appointments, directory.notifications
    start = clock() + 3 * HOUR
    form = AppointmentForm(
        title="Giới thiệu gói mới",
        place="Văn phòng An",
        starts_at=start,
        ends_at=start + HOUR,
        contact_id=customer.contacts[0].id,
        user_ids=[staff.linh.user_id, staff.lead.user_id],
        remind_minutes=60,
    )
    made = await book.arrange(staff.linh, customer.id, form)
    assert [one.name for one in made.participants] == ["Lead", "Linh"]
    assert [one.kind for one in (await told.list(staff.lead)).rows] == ["appointment.invited"]
    assert (await told.list(staff.linh)).rows == []

    later = AppointmentChange(version=made.version, starts_at=start + HOUR, ends_at=None)
    moved = await book.change(staff.linh, made.id, later)
    assert (moved.starts_at, moved.ends_at, moved.version) == (start + HOUR, None, 2)
    with pytest.raises(AppointmentVersionError):
        await book.change(staff.linh, made.id, later)
    clock.now = start + timedelta(seconds=1)
    assert await directory.work.reminders.tell_due() == 1
    assert await directory.work.reminders.tell_due() == 0
    assert [one.kind for one in (await told.list(staff.linh)).rows] == ["appointment.due"]

    coming = await book.list_coming(staff.lead, None, 10, mine=True)
    assert [one.id for one in coming.rows] == [made.id]
    assert (await book.list_coming(staff.far, None, 10, mine=False)).rows == []
    await book.cancel(staff.linh, made.id)
    assert (await book.list_coming(staff.lead, None, 10, mine=True)).rows == []
    with pytest.raises(AppointmentCancelledError):
        await book.cancel(staff.linh, made.id)
    (listed,) = (await book.list_of(staff.linh, customer.id, None, 10)).rows
    assert listed.cancelled
    log = await directory.timeline.get(staff.linh, customer.id, ["change"])
    assert [one.detail["action"] for one in log.rows][:3] == [
        "appointment.cancelled",
        "appointment.changed",
        "appointment.created",
    ]

    future = {"title": "x", "starts_at": clock() + HOUR}
    for wrong, error in (
        ({"starts_at": clock() - HOUR}, AppointmentPastError),
        ({"ends_at": clock()}, AppointmentEndsError),
        ({"title": "\u200b"}, AppointmentTitleError),
        ({"user_ids": [staff.nam.user_id]}, ParticipantUnseenError),
        ({"contact_id": stranger.contacts[0].id}, ContactNotFoundError),
    ):
        wrong_form = AppointmentForm.model_validate(future | wrong)
        with pytest.raises(error):
            await book.arrange(staff.linh, customer.id, wrong_form)
    with pytest.raises(AppointmentNotFoundError):
        await book.cancel(staff.nam, made.id)


@pytest.mark.requirement("R176", "R035")
async def test_a_meeting_has_been_held_and_is_when_the_customer_was_last_in_touch(
    create: Create, db: Database, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    book = directory.work.appointments
    held = clock() - 3 * HOUR
    for at in (held, held - HOUR):  # the older one written down later
        await book.record(staff.linh, customer.id, MeetingForm(title="Gặp", starts_at=at))
    async with db.read() as connection:
        row = await connection.execute(
            select(customers.c.last_contact_at).where(customers.c.id == customer.id)
        )
        assert row.scalar_one() == held
    wrong = MeetingForm(title="Gặp", starts_at=clock() + HOUR)
    with pytest.raises(MeetingFutureError):
        await book.record(staff.linh, customer.id, wrong)
    shown = await directory.timeline.get(staff.linh, customer.id, ["meeting"])
    assert [one.at for one in shown.rows] == [held, held - HOUR]


@pytest.mark.requirement("R138", "R173", "R174")
async def test_the_timeline_shows_all_in_one_list_and_discussion_apart_from_the_log(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    work, linh = directory.work, staff.linh
    await directory.notes.add(linh, customer.id, NoteForm(body="ghi chú"))
    posted = await work.comments.post(linh, customer.id, CommentForm(body="bình luận"))
    answer = CommentForm(body="trả lời", parent_id=posted.id)
    await work.comments.post(staff.lead, customer.id, answer)
    gone = await work.comments.post(linh, customer.id, CommentForm(body="lỡ"))
    await work.comments.delete(linh, gone.id)
    await trade(directory, linh, customer.id)
    due = clock() + HOUR
    form = TaskForm(title="Gọi lại", customer_id=customer.id, due_at=due)
    await work.tasks.create(linh, form)
    await work.appointments.arrange(linh, customer.id, AppointmentForm(title="Hẹn", starts_at=due))
    await work.appointments.record(
        linh, customer.id, MeetingForm(title="Gặp", starts_at=clock() - HOUR)
    )

    async def kinds(wanted: str) -> list[str]:
        page = await directory.timeline.get(linh, customer.id, name_kinds(wanted))
        return [one.kind for one in page.rows]

    assert await kinds("discussion") == ["comment", "comment", "note"]
    everything = await kinds("all")
    assert everything[:8] == [
        "appointment",
        "task",
        "transaction",
        "change",  # that a comment was deleted
        "comment",
        "comment",
        "note",
        "change",  # that the customer was created
    ]
    assert everything[-1] == "meeting"  # by when it was held
    log = await directory.timeline.get(linh, customer.id, ["change"])
    assert [one.detail["action"] for one in log.rows][:5] == [
        "meeting.created",
        "appointment.created",
        "task.created",
        "transaction.created",
        "comment.deleted",
    ]
    replied = (await directory.timeline.get(linh, customer.id, ["comment"])).rows[0]
    assert (replied.detail["body"], replied.detail["replies_to"]) == ("trả lời", "Linh")

    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await directory.timeline.get(linh, customer.id, (), cursor, 3)
        seen += [one.id for one in page.rows]
        if (cursor := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == len(everything)
