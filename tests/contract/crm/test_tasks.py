"""Tasks: what is to be done, by whom, until when; and that one is reminded once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from call_centre import Create, FakeClock, Staff

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.service import Directory
from cti.crm.tasks.errors import (
    AssigneeUnseenError,
    TaskNotEditableError,
    TaskNotFoundError,
    TaskStateError,
    TaskVersionError,
    TitleEmptyError,
)
from cti.crm.tasks.rules import TaskState
from cti.crm.tasks.shapes import TaskChange, TaskFilter, TaskForm, TaskView
from cti.crm.tasks.store import Which
from cti.db import Database
from cti.notifications.shapes import NotificationPage

HOUR = timedelta(hours=1)


async def add(directory: Directory, caller: Caller, due_at: datetime, **fields: object) -> TaskView:
    form = TaskForm.model_validate({"title": "Gọi lại", "due_at": due_at, **fields})
    return await directory.work.tasks.create(caller, form)


async def titles(
    directory: Directory, caller: Caller, state: TaskFilter, which: Which | None = None
) -> list[str]:
    page = await directory.work.tasks.list(caller, which or Which(), state)
    return [task.title for task in page.rows]


async def told(directory: Directory, caller: Caller) -> list[tuple[str, object]]:
    page: NotificationPage = await directory.notifications.list(caller)
    return [(one.kind, one.params.get("title")) for one in page.rows]


@pytest.mark.requirement("R139", "R160", "R161")
async def test_tasks_are_filtered_by_state_assignee_and_words(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    about = customer.id
    late = await add(directory, staff.linh, clock() - HOUR, title="Trễ rồi", customer_id=about)
    soon = await add(directory, staff.linh, clock() + HOUR, title="Gửi báo giá", customer_id=about)
    done = await add(directory, staff.linh, clock() + HOUR, title="Xong rồi", customer_id=about)
    gone = await add(directory, staff.linh, clock() + HOUR, title="Thôi", customer_id=about)
    own = await add(directory, staff.nam, clock() + 2 * HOUR, title="Việc riêng của Nam")
    tasks = directory.work.tasks
    await tasks.move(staff.linh, done.id, TaskState.DONE)
    await tasks.move(staff.linh, gone.id, TaskState.CANCELLED)

    of_customer = Which(customer_id=about)
    assert await titles(directory, staff.linh, "todo", of_customer) == [late.title, soon.title]
    assert await titles(directory, staff.linh, "overdue", of_customer) == [late.title]
    assert await titles(directory, staff.linh, "done", of_customer) == [done.title]
    assert await titles(directory, staff.linh, "cancelled", of_customer) == [gone.title]
    assert len(await titles(directory, staff.linh, "all", of_customer)) == 4
    counts = await tasks.count(staff.linh, of_customer)
    assert (counts.todo, counts.overdue, counts.done, counts.cancelled) == (2, 1, 1, 1)
    assert await titles(directory, staff.lead, "todo", Which(assignee_id=staff.nam.user_id)) == [
        own.title
    ]
    assert await titles(directory, staff.linh, "todo", Which(text="bao gia")) == [soon.title]

    first = await tasks.list(staff.linh, of_customer, "all", None, 3)
    second = await tasks.list(staff.linh, of_customer, "all", first.next, 3)
    assert len({one.id for one in (*first.rows, *second.rows)}) == 4
    assert second.next is None


@pytest.mark.requirement("R162", "R172")
async def test_adding_changing_and_every_move_is_in_the_customers_history(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    tasks = directory.work.tasks
    task = await add(directory, staff.linh, clock() + HOUR, customer_id=customer.id)
    changed = await tasks.change(
        staff.linh, task.id, TaskChange(version=task.version, title="Gửi hợp đồng")
    )
    assert (changed.title, changed.version) == ("Gửi hợp đồng", task.version + 1)
    with pytest.raises(TaskVersionError):
        await tasks.change(staff.linh, task.id, TaskChange(version=task.version, title="Khác"))
    await tasks.move(staff.linh, task.id, TaskState.DONE)
    with pytest.raises(TaskStateError):
        await tasks.move(staff.linh, task.id, TaskState.CANCELLED)
    await tasks.move(staff.linh, task.id, TaskState.OPEN)
    await tasks.move(staff.linh, task.id, TaskState.CANCELLED)
    log = await directory.timeline.get(staff.linh, customer.id, ["change"])
    assert [one.detail["action"] for one in log.rows][:5] == [
        "task.cancelled",
        "task.reopened",
        "task.done",
        "task.changed",
        "task.created",
    ]
    assert log.rows[3].detail["fields"]["title"] == ["Gọi lại", "Gửi hợp đồng"]


async def test_a_task_is_seen_with_its_customer_and_without_one_by_those_concerned(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    tasks = directory.work.tasks
    theirs = await create(staff.far, name="Của người khác")
    free = await create(staff.admin, name="Chưa ai", owner_id=None)
    due = clock() + HOUR
    hidden = await add(directory, staff.far, due, customer_id=theirs.id)
    private = await add(directory, staff.linh, due)
    with pytest.raises(TaskNotFoundError):
        await tasks.get(staff.linh, hidden.id)
    with pytest.raises(TaskNotFoundError):
        await tasks.move(staff.nam, private.id, TaskState.DONE)
    assert (await tasks.get(staff.lead, private.id)).can_edit  # leads Linh's team
    assert await titles(directory, staff.far_lead, "todo") == [hidden.title]
    with pytest.raises(CustomerNotFoundError):
        await add(directory, staff.linh, due, customer_id=theirs.id)
    with pytest.raises(NotEditableError):
        await add(directory, staff.linh, due, customer_id=free.id)
    with pytest.raises(AssigneeUnseenError):
        await add(directory, staff.far, due, customer_id=theirs.id, assignee_id=staff.linh.user_id)
    with pytest.raises(TitleEmptyError):
        await add(directory, staff.linh, due, title="\u200b")
    seen = await add(directory, staff.admin, due, customer_id=free.id)
    assert not (await tasks.get(staff.linh, seen.id)).can_edit  # claim the customer first
    with pytest.raises(TaskNotEditableError):
        await tasks.move(staff.linh, seen.id, TaskState.DONE)


@pytest.mark.requirement("R413")
async def test_a_task_given_is_told_reminded_of_once_and_told_when_done(
    create: Create, db: Database, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    customer = await create(staff.linh, name="An")
    work = directory.work
    task = await add(
        directory,
        staff.lead,
        clock() + HOUR,
        customer_id=customer.id,
        assignee_id=staff.linh.user_id,
        remind_minutes=30,
    )
    finished = await add(directory, staff.linh, clock() + HOUR, title="Đã xong", remind_minutes=30)
    await work.tasks.move(staff.linh, finished.id, TaskState.DONE)
    assert await told(directory, staff.linh) == [("task.assigned", task.title)]
    assert await work.reminders.tell_due() == 0

    clock.now += timedelta(minutes=31)
    # As after a kill: another server finds in the database what is due; both ask at once.
    other = type(work.reminders)(db, Bus(), clock, directory.notifications)
    counts = await asyncio.gather(work.reminders.tell_due(), other.tell_due())
    assert sorted(counts) == [0, 1]
    assert await work.reminders.tell_due() == 0
    reminded = ("task.due", task.title)
    assert (await told(directory, staff.linh))[0] == reminded
    assert (await told(directory, staff.linh)).count(reminded) == 1

    await work.tasks.move(staff.linh, task.id, TaskState.DONE)
    assert await told(directory, staff.lead) == [("task.done", task.title)]


async def test_a_reminder_comes_of_itself_as_soon_as_it_is_due(
    directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    running = asyncio.create_task(directory.work.reminders.run())
    try:
        # The clock moves on by a second each time it is asked: soon it is past.
        await add(directory, staff.linh, clock() + timedelta(seconds=4), remind_minutes=0)
        async with asyncio.timeout(10):
            while not await told(directory, staff.linh):
                await asyncio.sleep(0.05)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert await told(directory, staff.linh) == [("task.due", "Gọi lại")]
