"""Notifications: told with what they are about, counted by the bell, hidden with a customer."""

import asyncio

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import update

from cti.bus import Bus
from cti.crm.service import Directory
from cti.db import Database
from cti.live.hub import Hub
from cti.notifications.bell import Bell
from cti.notifications.service import Notice, Notifications
from cti.notifications.shapes import ReadForm
from cti.schema import users


@pytest.fixture
def told(db: Database, bus: Bus, clock: FakeClock) -> Notifications:
    return Notifications(db, bus, clock)


async def tell(db: Database, told: Notifications, *notices: Notice) -> None:
    async with db.write() as unit:
        await told.tell(unit, notices)


async def see(hub: Hub, user_id: int, unread: int) -> None:
    """The bell counts in the background, what is committed."""
    document = hub.document(f"user/{user_id}")
    async with asyncio.timeout(5):
        while (document.entries.get("bell") or {}).get("unread") != unread:
            await asyncio.sleep(0.01)


@pytest.mark.requirement("R414")
async def test_the_bell_counts_what_is_unread_and_knows_it_after_a_restart(
    db: Database, bus: Bus, staff: Staff, told: Notifications
) -> None:
    hub, linh = Hub(), staff.linh.user_id
    bell = Bell(db, bus, hub)
    await bell.load()
    bell.open(linh)
    await see(hub, linh, 0)
    await tell(db, told, *(Notice(linh, "task.done", None, {"n": n}) for n in range(5)))
    await see(hub, linh, 5)
    first = await told.list(staff.linh, limit=2)
    rest = await told.list(staff.linh, int(first.next or 0), limit=10)
    assert [one.params["n"] for one in (*first.rows, *rest.rows)] == [4, 3, 2, 1, 0]

    newest, second = (one.id for one in first.rows)
    assert (await told.read(staff.nam, ReadForm(up_to=newest))).unread == 0  # not his to read
    await told.read(staff.linh, ReadForm(ids=[newest]))
    await see(hub, linh, 4)
    await told.read(staff.linh, ReadForm(up_to=second))
    await see(hub, linh, 0)
    assert (await told.list(staff.linh, unread=True)).rows == []

    await tell(db, told, Notice(linh, "task.done", None, {}))
    after_restart = Hub()
    again = Bell(db, Bus(), after_restart)
    await again.load()
    again.open(linh)
    await see(after_restart, linh, 1)


async def test_what_is_rolled_back_is_told_to_nobody_nor_is_who_may_not_sign_in(
    db: Database, staff: Staff, told: Notifications
) -> None:
    async def fail() -> None:
        async with db.write() as unit:
            await told.tell(unit, [Notice(staff.linh.user_id, "task.done")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with db.write() as unit:
        gone = update(users).where(users.c.id == staff.nam.user_id).values(active=False)
        await unit.connection.execute(gone)
    await tell(db, told, Notice(staff.nam.user_id, "task.done"))
    for caller in (staff.linh, staff.nam):
        assert (await told.list(caller)).rows == []


@pytest.mark.requirement("R325")
async def test_of_a_customer_no_longer_seen_a_notification_says_nothing(
    create: Create, db: Database, directory: Directory, staff: Staff, told: Notifications
) -> None:
    customer = await create(staff.linh, name="An")
    params = {"excerpt": "giá 5 triệu"}
    by = staff.lead.user_id
    notice = Notice(staff.linh.user_id, "comment.mention", customer.id, params, by)
    await tell(db, told, notice)
    (shown,) = (await told.list(staff.linh)).rows
    assert (shown.customer.name, shown.by.name, shown.params) == ("An", "Lead", params)
    await directory.customers.delete(staff.linh, customer.id)
    (hidden,) = (await told.list(staff.linh)).rows
    assert (hidden.customer, hidden.params, hidden.kind) == (None, {}, "comment.mention")
