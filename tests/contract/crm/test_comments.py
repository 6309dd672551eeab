"""Comments: who may, for how long, who is told, and what is unread."""

from datetime import timedelta

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import select

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm.comments.errors import (
    CommentEmptyError,
    CommentNotAllowedError,
    CommentNotFoundError,
    CommentNotOwnError,
    CommentTooOldError,
)
from cti.crm.comments.rules import Commenter
from cti.crm.comments.shapes import Comment, CommentChange, Commenters, CommentForm
from cti.crm.comments.unread import unread_customers
from cti.crm.errors import CustomerNotFoundError
from cti.crm.messages import CustomerChanged
from cti.crm.service import Directory
from cti.crm.shapes import Customer, CustomerChange
from cti.crm.watching import Watching, name_topic
from cti.db import Database
from cti.live.hub import Hub
from cti.schema import audit_log, customers


@pytest.fixture
async def customer(create: Create, directory: Directory, staff: Staff) -> Customer:
    """Linh's, supported by an agent of the other team."""
    made = await create(staff.linh, name="An")
    change = CustomerChange(version=made.version, supporter_ids=[staff.far.user_id])
    return await directory.customers.change(staff.linh, made.id, change)


async def say(
    directory: Directory, caller: Caller, customer: Customer, body: str, to: Comment | None = None
) -> Comment:
    form = CommentForm(body=body, parent_id=None if to is None else to.id)
    return await directory.work.comments.post(caller, customer.id, form)


async def told(directory: Directory, caller: Caller) -> list[tuple[str, object]]:
    page = await directory.notifications.list(caller)
    return [(one.kind, one.params.get("excerpt")) for one in page.rows]


@pytest.mark.requirement("R190", "R191", "R414")
async def test_a_mention_is_told_to_whoever_sees_the_customer_and_a_reply_to_whom_it_answers(
    directory: Directory, staff: Staff, customer: Customer
) -> None:
    first = await say(directory, staff.linh, customer, "@far xem giúp, và @NAM. Cảm ơn @linh")
    assert {one.account for one in first.mentions} == {"far", "linh"}
    assert [one.account for one in first.untold] == ["nam"]  # does not see Linh's customer
    assert await told(directory, staff.far) == [("comment.mention", first.body)]
    assert await told(directory, staff.linh) == []
    assert await told(directory, staff.nam) == []

    reply = await say(directory, staff.far, customer, "Đã xem", first)
    again = await say(directory, staff.linh, customer, "Cảm ơn", reply)
    assert reply.parent_id == again.parent_id == first.id
    assert await told(directory, staff.linh) == [("comment.reply", "Đã xem")]
    await directory.customers.change(
        staff.linh, customer.id, CustomerChange(version=customer.version, supporter_ids=[])
    )
    await say(directory, staff.linh, customer, "Hẹn gặp lại", reply)
    assert len(await told(directory, staff.far)) == 2  # the mention, the first answer: no more
    page = await directory.work.comment_reading.list(staff.lead, customer.id)
    assert [one.body for one in page.rows[0].replies] == [
        "Đã xem",
        "Cảm ơn",
        "Hẹn gặp lại",
    ]
    mentionable = await directory.work.comment_reading.find_mentionable(staff.linh, customer.id)
    assert {one.account for one in mentionable.rows} == {"linh", "lead", "admin"}


@pytest.mark.requirement("R194", "X4")
async def test_who_may_comment_is_a_setting_owner_supporters_mentioned_and_supervisors_at_first(
    create: Create, directory: Directory, staff: Staff, customer: Customer
) -> None:
    for caller in (staff.linh, staff.far, staff.lead, staff.admin):
        await say(directory, caller, customer, "tôi")
    with pytest.raises(CustomerNotFoundError):
        await say(directory, staff.nam, customer, "tôi")
    free = await create(staff.admin, name="Chưa ai", owner_id=None)
    with pytest.raises(CommentNotAllowedError):
        await say(directory, staff.nam, free, "tôi")
    page = await directory.work.comment_reading.list(staff.nam, free.id)
    assert not page.can_comment
    await say(directory, staff.lead, free, "@nam nhận nhé")
    await say(directory, staff.nam, free, "Vâng")  # was mentioned
    with pytest.raises(CommentNotAllowedError):
        await say(directory, staff.linh, free, "tôi")
    await directory.work.comment_settings.change(
        staff.admin, Commenters(allowed=[Commenter.VIEWERS])
    )
    await say(directory, staff.linh, free, "tôi")
    await directory.work.comment_settings.change(staff.admin, Commenters(allowed=[]))
    with pytest.raises(CommentNotAllowedError):
        await say(directory, staff.admin, free, "tôi")


@pytest.mark.requirement("R192", "R193", "V3", "X11")
async def test_ones_own_is_edited_for_two_hours_and_deleted_at_any_time_leaving_a_tombstone(
    db: Database, directory: Directory, staff: Staff, clock: FakeClock, customer: Customer
) -> None:
    comments = directory.work.comments
    posted = await say(directory, staff.linh, customer, "Giá 5 triệu")
    answered = await say(directory, staff.far, customer, "Rẻ quá", posted)
    with pytest.raises(CommentNotOwnError):
        await comments.change(staff.lead, posted.id, CommentChange(body="x"))
    with pytest.raises(CommentNotOwnError):
        await comments.delete(staff.admin, posted.id)
    second = timedelta(seconds=1)
    clock.now = posted.posted_at + timedelta(hours=1)
    await comments.change(staff.linh, posted.id, CommentChange(body="Giá 6 triệu"))
    clock.now = posted.posted_at + timedelta(hours=2) - 2 * second  # it ticks when asked
    edited = await comments.change(staff.linh, posted.id, CommentChange(body="Giá 7 triệu @far"))
    assert (edited.body, edited.posted_at) == ("Giá 7 triệu @far", posted.posted_at)
    assert (await told(directory, staff.far))[0] == ("comment.mention", "Giá 7 triệu @far")
    clock.now = posted.posted_at + timedelta(hours=2) - second
    with pytest.raises(CommentTooOldError):
        await comments.change(staff.linh, posted.id, CommentChange(body="Giá 8 triệu"))
    twin = await say(directory, staff.linh, customer, "Giá 6 triệu")
    await comments.change(staff.linh, twin.id, CommentChange(body="Giá 7 triệu @far"))

    clock.now += timedelta(days=400)
    await comments.delete(staff.linh, posted.id)
    with pytest.raises(CommentNotFoundError):
        await comments.delete(staff.linh, posted.id)
    history = await directory.timeline.get(staff.lead, customer.id, ["change"])
    lines = [(one.detail["action"], one.detail["fields"]) for one in history.rows]
    assert [one for one in lines if one[0].startswith("comment.")] == [
        ("comment.deleted", {"comment_id": [posted.id, None]}),
        (
            "comment.edited",  # of the one that said the same: it stands
            {"comment": ["Giá 6 triệu", "Giá 7 triệu @far"], "comment_id": [None, twin.id]},
        ),
        ("comment.edited", {"comment_id": [None, posted.id]}),
        ("comment.edited", {"comment_id": [None, posted.id]}),
    ]
    await comments.delete(staff.linh, twin.id)
    (shown,) = (await directory.work.comment_reading.list(staff.linh, customer.id)).rows
    assert (shown.deleted, shown.body, len(shown.replies)) == (True, "", 1)
    await comments.delete(staff.far, answered.id)
    assert (await directory.work.comment_reading.list(staff.linh, customer.id)).rows == []
    async with db.read() as connection:
        rows = await connection.execute(
            select(audit_log.c.detail, audit_log.c.user_id)
            .where(audit_log.c.action == "comment.deleted")
            .order_by(audit_log.c.id)
        )
        kept = [(row.detail["body"], row.detail["earlier"], row.user_id) for row in rows]
    assert kept == [
        ("Giá 7 triệu @far", ["Giá 5 triệu", "Giá 6 triệu"], staff.linh.user_id),
        ("Giá 7 triệu @far", ["Giá 6 triệu"], staff.linh.user_id),
        ("Rẻ quá", [], staff.far.user_id),
    ]
    assert await told(directory, staff.far) == [("comment.mention", None)] * 2
    assert (await directory.notifications.list(staff.far)).unread == 0
    history = await directory.timeline.get(staff.lead, customer.id, ["change"])
    assert "triệu" not in history.model_dump_json()


@pytest.mark.requirement("R192")
async def test_comments_are_liked_once_each_and_no_longer(
    directory: Directory, staff: Staff, customer: Customer
) -> None:
    posted = await say(directory, staff.linh, customer, "Tốt")
    comments = directory.work.comments
    for _ in range(2):
        liked = await comments.like(staff.far, posted.id, likes=True)
    assert (liked.likes, liked.liked) == (1, True)
    own = await comments.like(staff.linh, posted.id, likes=True)
    assert own.likes == 2
    gone = await comments.like(staff.far, posted.id, likes=False)
    assert (gone.likes, gone.liked) == (1, False)
    with pytest.raises(CommentNotFoundError):
        await comments.like(staff.nam, posted.id, likes=True)
    with pytest.raises(CommentEmptyError):
        await say(directory, staff.linh, customer, "\u200b")


@pytest.mark.requirement("R034", "R197")
async def test_what_others_wrote_is_unread_until_it_is_read_by_each_for_themselves(
    create: Create, db: Database, directory: Directory, staff: Staff, customer: Customer
) -> None:
    reading = directory.work.comment_reading
    other = await create(staff.linh, name="Bình")
    hidden = await create(staff.far, name="Của nhóm khác")
    await say(directory, staff.linh, customer, "một")
    newest = await say(directory, staff.far, customer, "hai")
    gone = await say(directory, staff.far, customer, "ba")
    await directory.work.comments.delete(staff.far, gone.id)
    await say(directory, staff.lead, other, "bốn")
    await say(directory, staff.far, hidden, "năm")

    async def list_unread(caller: Caller) -> set[int]:
        async with db.read() as connection:
            rows = await connection.execute(select(customers.c.id).where(unread_customers(caller)))
            return set(rows.scalars())

    unread = await reading.count_unread(staff.linh)
    assert (unread.comments, unread.customers) == (2, 2)
    assert {customer.id, other.id} <= await list_unread(staff.linh)
    page = await reading.list(staff.linh, customer.id)
    assert (page.unread, page.newest) == (1, gone.id)
    await directory.work.comments.read(staff.linh, customer.id, newest.id)
    await directory.work.comments.read(staff.linh, customer.id, 1)  # a mark never goes back
    assert (await reading.list(staff.linh, customer.id)).unread == 0
    assert (await reading.count_unread(staff.linh)).comments == 1
    assert customer.id not in await list_unread(staff.linh)
    assert (await reading.count_unread(staff.lead)).comments == 2
    assert (await reading.count_unread(staff.nam)).comments == 0


async def test_an_open_page_is_told_of_a_change_by_a_topic_given_to_its_reader_alone(
    bus: Bus, directory: Directory, staff: Staff, customer: Customer
) -> None:
    hub, keys, said = Hub(), directory.work.keys, []
    watching = Watching(hub, bus)
    assert watching
    topic = (await directory.work.comment_reading.list(staff.linh, customer.id)).topic
    assert keys.read_topic(staff.linh, topic) == name_topic(customer.id)
    assert keys.read_topic(staff.nam, topic) is None
    assert keys.read_topic(staff.linh, name_topic(customer.id)) is None
    forged = topic.replace(f"/{customer.id}/", f"/{customer.id + 1}/")
    assert keys.read_topic(staff.linh, forged) is None

    hub.follow(name_topic(customer.id), said.append)
    await say(directory, staff.far, customer, "mới")
    hub.flush(name_topic(customer.id))
    assert len(said) == 2  # the snapshot, and that something changed
    assert "mới" not in said[1]
    bus.publish(CustomerChanged(customer.id + 1))
    assert not hub.has_followers(name_topic(customer.id + 1))
