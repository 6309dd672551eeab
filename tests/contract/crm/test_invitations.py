"""Appointments by themselves, and customers told of appointments by mails their calendars read."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from call_centre import Create, FakeClock, Finish, Staff
from sqlalchemy import update

from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.crm.appointments.errors import AppointmentNoEmailError
from cti.crm.appointments.shapes import AppointmentChange, AppointmentForm
from cti.crm.automation.shapes import Automation
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import BulkDeleteForm
from cti.crm.invitations.sending import InvitationSender
from cti.crm.service import HOME, Directory
from cti.crm.shapes import Customer
from cti.db import Database
from cti.messaging.mail import Mail, Mailer, Undelivered
from cti.schema import users

LAN = {"name": "Lan", "email": "lan@example.vn"}


class Post:
    """The way out for mails: each call of `collect` sends what is due and reads it."""

    def __init__(self, db: Database, bus: Bus, clock: FakeClock, folder: Path) -> None:
        async def tell(_: Undelivered) -> None: ...

        self._folder = folder
        sender = "CTI <cti@example.vn>"
        self._mailer = Mailer(None, sender, folder, tell)
        self._sender = InvitationSender(db, bus, clock, self._mailer, sender, HOME)

    def fail(self, *errors: Exception) -> None:
        """The next mails meet these, one each."""
        rest, send = list(errors), self._mailer.send

        async def fail_first(mail: Mail) -> None:
            if rest:
                raise rest.pop(0)
            await send(mail)

        self._mailer.send = fail_first  # type: ignore[method-assign]

    async def collect(self) -> list[tuple[str, str, dict[str, str]]]:
        """(to, subject, properties of the event) of each mail, in any order."""
        while await self._sender.send_due():
            pass
        found = []
        for path in sorted(self._folder.glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(message, EmailMessage)
            found.append((str(message["To"]), str(message["Subject"]), read_event(message)))
            path.unlink()
        return found


def read_event(message: EmailMessage) -> dict[str, str]:
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    lines = part.get_content().replace("\r\n", "\n").replace("\n ", "").splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.partition(";")[0]: value for name, _, value in pairs}


@pytest.fixture
def post(db: Database, bus: Bus, clock: FakeClock, tmp_path: Path) -> Post:
    return Post(db, bus, clock, tmp_path / "outbox")


@pytest.mark.requirement("R200", "R201")
async def test_a_customer_is_invited_told_of_a_change_and_of_the_end_as_one_event(
    db: Database,
    directory: Directory,
    staff: Staff,
    create: Create,
    clock: FakeClock,
    post: Post,
) -> None:
    async with db.write() as unit:
        mine = users.c.id == staff.linh.user_id
        await unit.connection.execute(update(users).where(mine).values(email="linh@example.vn"))
    book, at = directory.work.appointments, clock() + timedelta(days=2)
    customer = await create(staff.linh, name="Chị Lan", contact=LAN, more_contacts=[
        {"name": "Không thư"}, {"name": "Mai", "email": "mai@example.vn"}], kind="organisation",
    )  # fmt: skip
    _, mute, mai = [one.id for one in customer.contacts]

    silent = AppointmentForm(title="Nội bộ", starts_at=at)
    assert (await book.arrange(staff.linh, customer.id, silent)).invitation is None
    form = AppointmentForm(title="Hẹn", starts_at=at, contact_id=mute, tell_customer=True)
    with pytest.raises(AppointmentNoEmailError):
        await book.arrange(staff.linh, customer.id, form)
    assert await post.collect() == []

    form = AppointmentForm(
        title="Tư vấn", starts_at=at, description="Khách khó tính", tell_customer=True
    )
    made = await book.arrange(staff.linh, customer.id, form)
    assert made.invitation is not None
    assert (made.invitation.email, made.invitation.sent_at) == ("lan@example.vn", None)
    ((to, subject, first),) = await post.collect()
    assert (to, subject) == ("lan@example.vn", "Lịch hẹn: Tư vấn")
    assert (first["METHOD"], first["SEQUENCE"], first["SUMMARY"]) == ("REQUEST", "0", "Tư vấn")
    assert first["ORGANIZER"] == "mailto:linh@example.vn"
    assert "DESCRIPTION" not in first
    assert await post.collect() == []

    async def change(version: int, **values: object) -> int:
        form = AppointmentChange.model_validate({"version": version, **values})
        return (await book.change(staff.linh, made.id, form)).version

    version = await change(1, description="Rất khó tính", remind_minutes=30)  # ours to know
    assert await post.collect() == []
    version = await change(version, starts_at=at + timedelta(hours=1))
    version = await change(version, place="Quận 1")  # before the first was written: one mail
    ((_, subject, second),) = await post.collect()
    assert (subject, second["METHOD"], second["SEQUENCE"]) == (
        "Thay đổi lịch hẹn: Tư vấn", "REQUEST", "2",
    )  # fmt: skip
    assert (second["UID"], second["LOCATION"]) == (first["UID"], "Quận 1")
    version = await change(version, title="Ký hợp đồng", tell_customer=False)
    assert await post.collect() == []

    version = await change(version, contact_id=mai)
    mails = {to: (event["METHOD"], event["SEQUENCE"]) for to, _, event in await post.collect()}
    assert mails == {"lan@example.vn": ("CANCEL", "3"), "mai@example.vn": ("REQUEST", "0")}
    ended = await book.cancel(staff.linh, made.id)
    assert ended.invitation is None
    ((to, subject, last),) = await post.collect()
    assert (to, subject, last["STATUS"]) == (
        "mai@example.vn", "Hủy lịch hẹn: Ký hợp đồng", "CANCELLED",
    )  # fmt: skip
    assert (last["METHOD"], last["SEQUENCE"]) == ("CANCEL", "1")

    story = await directory.timeline.get(staff.linh, customer.id, ("change",), None, 30)
    told = [one.detail["fields"] for one in story.rows if one.detail["action"].endswith(".mailed")]
    assert [(one["mail"][1], one["email"][1]) for one in reversed(told)] == [
        ("invitation", "lan@example.vn"),
        ("update", "lan@example.vn"),
        ("update", "lan@example.vn"),
        ("cancellation", "lan@example.vn"),
        ("invitation", "mai@example.vn"),
        ("cancellation", "mai@example.vn"),
    ]


async def test_deleting_a_customer_one_by_one_or_many_cancels_what_it_was_invited_to(
    db: Database,
    directory: Directory,
    staff: Staff,
    create: Create,
    clock: FakeClock,
    post: Post,
    bulk: Bulk,
    finish: Finish,
) -> None:
    book, at = directory.work.appointments, clock() + timedelta(days=2)

    async def invite(customer: Customer, person: int | None = None, **more: object) -> None:
        values = {"title": f"Gặp {customer.name}", "starts_at": at, "tell_customer": True, **more}
        form = AppointmentForm.model_validate({**values, "contact_id": person})
        await book.arrange(staff.linh, customer.id, form)

    async def say_sent() -> dict[str, str]:
        return {to: event["METHOD"] for to, _, event in await post.collect()}

    one = await create(staff.linh, name="Một", contact={"name": "A", "email": "a@example.vn"})
    firm = await create(
        staff.linh, name="Công ty", kind="organisation", email="hop@example.vn",
        contact={"name": "Bình", "email": "b@example.vn"},
    )  # fmt: skip
    many = await create(staff.linh, name="Nhiều", contact={"name": "C", "email": "c@example.vn"})
    await invite(one)
    await invite(one, starts_at=clock() + timedelta(hours=1), title="Sẽ qua rồi")
    await invite(firm, firm.contacts[0].id)
    await invite(many)
    await book.arrange(staff.linh, many.id, AppointmentForm(title="Nội bộ", starts_at=at))
    assert set((await say_sent()).values()) == {"REQUEST"}
    clock.now += timedelta(hours=3)
    late = await create(staff.linh, name="Muộn", contact={"name": "D", "email": "d@example.vn"})
    await invite(late)  # nothing is sent before it is deleted: they never hear of it

    await directory.customers.delete(staff.admin, one.id)
    await directory.customers.delete(staff.admin, late.id)
    await directory.companies.delete(staff.admin, firm.id)  # Bình is met, by himself
    ((to, subject, event),) = await post.collect()
    assert (to, subject, event["METHOD"]) == ("a@example.vn", "Hủy lịch hẹn: Gặp Một", "CANCEL")
    form = BulkDeleteForm.model_validate({"selection": {"ids": [many.id]}})
    async with db.write() as unit:
        who = users.c.id == staff.admin.user_id
        await unit.connection.execute(update(users).where(who).values(role="owner"))
    owner = Caller(staff.admin.user_id, "admin", "Admin", Role.OWNER, None, None)
    assert (await finish(owner, await bulk.delete(owner, form))).changed == 1
    assert await say_sent() == {"c@example.vn": "CANCEL"}
    await directory.deleted.restore(staff.admin, one.id)
    assert await say_sent() == {}
    story = await directory.timeline.get(staff.linh, one.id, ("change",), None, 3)
    assert [entry.detail["action"] for entry in story.rows] == [
        "customer.restored", "customer.deleted", "appointment.mailed",
    ]  # fmt: skip


@pytest.mark.requirement("R201")
async def test_a_new_customer_gets_an_appointment_with_the_owner_when_the_admin_wants_it(
    directory: Directory, staff: Staff, create: Create, clock: FakeClock, post: Post
) -> None:
    work = directory.work
    before = await create(staff.linh, name="Trước khi bật")
    await work.automation.change(
        staff.admin,
        Automation.model_validate({
            "makes_appointment": True, "after_days": 5, "at": "14:30",
            "workdays": [6, 1, 2, 3, 4, 5], "title": "Gọi {name}", "language": "en",
            "tells_customer": True, "tells_of_first": True,
        }),
    )  # fmt: skip
    assert (await work.automation.get()).workdays == [1, 2, 3, 4, 5, 6]
    lan = await create(staff.lead, name="Chị Lan", owner_id=staff.linh.user_id, contact=LAN)
    nobodys = await create(staff.admin, name="Không ai", owner_id=None)
    for customer in (before, nobodys):
        assert (await work.appointments.list_of(staff.admin, customer.id, None, 5)).rows == []
    (made,) = (await work.appointments.list_of(staff.linh, lan.id, None, 5)).rows
    assert (made.title, made.by, made.remind_minutes) == ("Gọi Chị Lan", None, 60)
    assert [one.id for one in made.participants] == [staff.linh.user_id]
    there = made.starts_at.astimezone(HOME)
    assert f"{there:%d/%m %H:%M}" == "07/03 14:30"  # a Saturday, five days after a Monday
    coming = await work.appointments.list_coming(staff.linh, None, 5, mine=True)
    assert [one.id for one in coming.rows] == [made.id]
    story = await directory.timeline.get(staff.linh, lan.id, ("change",), None, 9)
    assert "appointment.automatic" in {one.detail["action"] for one in story.rows}

    ((to, subject, event),) = await post.collect()
    assert (to, subject) == ("lan@example.vn", "Appointment: Gọi Chị Lan")
    assert event["ORGANIZER"] == "mailto:cti@example.vn"  # the owner has no address
    # What the form leaves unsaid is as the admin set it; without an address it is no error.
    form = AppointmentForm(title="Hẹn", starts_at=clock() + timedelta(days=1))
    told = await work.appointments.arrange(staff.linh, lan.id, form)
    post.fail(OSError(28, "full"))
    with pytest.raises(OSError, match="full"):
        await post.collect()
    assert len(await post.collect()) == 1  # a disk with room again
    post.fail(ValueError("nobody can write this"))
    await work.appointments.arrange(staff.linh, lan.id, form)
    await work.appointments.arrange(staff.linh, lan.id, form)
    assert len(await post.collect()) == 1  # the other one
    mute = await work.appointments.arrange(staff.linh, before.id, form)
    assert (told.invitation is None, mute.invitation) == (False, None)
    clock.now += timedelta(days=6)
    assert await work.reminders.tell_due() == 5
