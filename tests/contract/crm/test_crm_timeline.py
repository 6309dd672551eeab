from datetime import timedelta

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import insert

from cti.accounts.rights import Caller
from cti.crm.errors import (
    ContactNotFoundError,
    CursorError,
    CustomerNotFoundError,
    NoteEmptyError,
)
from cti.crm.service import Directory
from cti.crm.shapes import NoteForm, TimelineEntry
from cti.db import Database
from cti.schema import calls, campaign_members, campaigns, member_history, prompts


@pytest.mark.requirement("R175")
async def test_whoever_sees_the_customer_may_note_even_on_nobodys(
    create: Create, directory: Directory, staff: Staff
) -> None:
    free = await create(staff.admin, name="A", owner_id=None)
    lan = free.contacts[0].id
    form = NoteForm(body=" Quan tâm gói 50 người…\r\nGọi lại thứ Hai ", contact_id=lan)
    noted = await directory.notes.add(staff.linh, free.id, form)
    assert (noted.kind, noted.by.name) == ("note", "Linh")
    assert noted.detail == {
        "body": "Quan tâm gói 50 người…\nGọi lại thứ Hai",
        "contact_id": lan,
        "contact": "A",
        "call_id": None,
    }
    timeline = await directory.timeline.get(staff.nam, free.id)
    assert timeline.rows[0] == noted


async def test_a_note_needs_a_customer_one_sees_and_a_contact_of_theirs(
    create: Create, directory: Directory, staff: Staff
) -> None:
    theirs = await create(staff.far, name="X")
    mine = await create(staff.linh, name="Y")
    with pytest.raises(CustomerNotFoundError):
        await directory.notes.add(staff.linh, theirs.id, NoteForm(body="a"))
    form = NoteForm(body="a", contact_id=theirs.contacts[0].id)
    with pytest.raises(ContactNotFoundError):
        await directory.notes.add(staff.linh, mine.id, form)
    with pytest.raises(NoteEmptyError):
        await directory.notes.add(staff.linh, mine.id, NoteForm(body="\u200b\x00"))


async def store_call(
    db: Database, clock: FakeClock, customer_id: int, user_id: int, call_id: str = "in_1"
) -> None:
    started = clock()
    async with db.write() as unit:
        await unit.connection.execute(
            insert(calls),
            {
                "id": call_id,
                "pbx": "main",
                "linkedid": call_id,
                "direction": "inbound",
                "kind": "inbound",
                "number": "0912345678",
                "e164": "+84912345678",
                "customer_id": customer_id,
                "user_id": user_id,
                "state": "ended",
                "outcome": "answered",
                "disposition": "callback",
                "started_at": started,
                "answered_at": started + timedelta(seconds=3),
                "ended_at": started + timedelta(seconds=95),
            },
        )


async def store_reply(db: Database, clock: FakeClock, customer_id: int) -> None:
    now = clock()
    async with db.write() as unit:
        prompt = await unit.connection.execute(
            insert(prompts).returning(prompts.c.id),
            {"name": "Lời mời", "kind": "speech", "sha256": "0", "seconds": 1.0, "created_at": now},
        )
        campaign = await unit.connection.execute(
            insert(campaigns).returning(campaigns.c.id),
            {
                "name": "Hội thảo tháng 12",
                "state": "running",
                "purpose": "care",
                "pbx": "main",
                "trunk": "carrier",
                "caller_id": "02473004666",
                "prompt_id": prompt.scalar_one(),
                "keys": {"1": "registered"},
                "refuse_key": "9",
                "repeats": 2,
                "key_wait_s": 5,
                "ring_s": 30,
                "window": {},
                "retry": {},
                "max_concurrent": 1,
                "calls_per_second": 1.0,
                "created_at": now,
                "updated_at": now,
            },
        )
        member = await unit.connection.execute(
            insert(campaign_members).returning(campaign_members.c.id),
            {
                "campaign_id": campaign.scalar_one(),
                "customer_id": customer_id,
                "typed": "0912345678",
                "e164": "+84912345678",
                "state": "registered",
                "dial": "done",
                "due_at": now,
                "joined_at": now,
            },
        )
        await unit.connection.execute(
            insert(member_history),
            {
                "member_id": member.scalar_one(),
                "at": now,
                "key": "1",
                "state_after": "registered",
                "applied": True,
            },
        )


@pytest.mark.requirement("R170", "R233", "R236", "R154")
async def test_calls_notes_replies_and_changes_are_one_list_newest_first(
    db: Database, create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    made = await create(staff.linh, name="Lan")
    await store_call(db, clock, made.id, staff.nam.user_id)
    await directory.notes.add(staff.linh, made.id, NoteForm(body="Đã gọi", call_id="in_1"))
    await store_reply(db, clock, made.id)
    rows = (await directory.timeline.get(staff.linh, made.id)).rows
    assert [row.kind for row in rows] == ["reply", "note", "call", "change", "change"]
    reply, note, call = rows[:3]
    assert (reply.by, reply.detail["campaign"], reply.detail["key"]) == (
        None,
        "Hội thảo tháng 12",
        "1",
    )
    assert (reply.detail["state_before"], reply.detail["state_after"]) == (None, "registered")
    assert note.detail["call_id"] == "in_1"
    assert (call.by.name, call.detail["seconds"]) == ("Nam", 92)
    assert (call.detail["display"], call.detail["disposition"]) == ("0912 345 678", "callback")
    only = await directory.timeline.get(staff.linh, made.id, ("call",))
    assert only.rows == [call]
    (membership,) = (await directory.reading.get(staff.linh, made.id)).campaigns
    assert (membership.campaign, membership.state) == ("Hội thảo tháng 12", "registered")


async def read_all(
    directory: Directory, caller: Caller, customer_id: int, limit: int
) -> list[TimelineEntry]:
    rows: list[TimelineEntry] = []
    cursor = None
    while True:
        page = await directory.timeline.get(caller, customer_id, (), cursor, limit)
        rows += page.rows
        cursor = page.next
        if cursor is None:
            return rows
        assert len(page.rows) == limit


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_hold_every_entry_once_even_of_the_same_instant(
    db: Database, create: Create, directory: Directory, staff: Staff, clock: FakeClock, limit: int
) -> None:
    made = await create(staff.linh, name="Lan")
    for number in range(12):
        await directory.notes.add(staff.linh, made.id, NoteForm(body=f"n{number}"))
        clock.now -= timedelta(seconds=1)  # every note has the same time
    for number in range(4):
        await store_call(db, clock, made.id, staff.linh.user_id, f"in_{number}")
        clock.now -= timedelta(seconds=1)
    whole = (await directory.timeline.get(staff.linh, made.id, (), None, 200)).rows
    assert len(whole) == 18
    assert await read_all(directory, staff.linh, made.id, limit) == whole
    assert [row.at for row in whole] == sorted((row.at for row in whole), reverse=True)


async def test_the_history_is_only_for_those_who_see_the_customer(
    create: Create, directory: Directory, staff: Staff
) -> None:
    theirs = await create(staff.far, name="X")
    with pytest.raises(CustomerNotFoundError):
        await directory.timeline.get(staff.linh, theirs.id)
    with pytest.raises(CursorError):
        await directory.timeline.get(staff.far, theirs.id, (), "nonsense")


@pytest.mark.requirement("R232")
async def test_a_callers_number_tells_who_it_is_even_if_another_owns_them(
    create: Create, directory: Directory, staff: Staff
) -> None:
    phones = [{"typed": "0912 345 678"}, {"typed": "+84912345678"}, {"typed": "123"}]
    contact = {"name": "Lan", "title": "Giám đốc", "phones": phones}
    theirs = await create(staff.far, name="Minh An", kind="organisation", contact=contact)
    (match,) = await directory.lookup.match("+84912345678")
    assert match.model_dump() == {
        "contact_id": theirs.contacts[0].id,
        "customer_id": theirs.id,
        "name": "Lan",
        "customer": "Minh An",
        "customer_kind": "organisation",
        "title": "Giám đốc",
        "owner": {"id": staff.far.user_id, "name": "Far", "extension": "103", "role": "agent"},
    }
    await create(staff.admin, name="Đức", owner_id=None, contact={"phones": phones[:1]})
    assert [one.name for one in await directory.lookup.match("+84912345678")] == ["Lan", "Đức"]
    assert await directory.lookup.match("+84912345679") == []
