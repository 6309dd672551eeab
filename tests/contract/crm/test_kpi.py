"""The KPI of customers: what counts, whose it is, and who may see whose."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import insert, update

from cti.accounts.grants import resolve_grants
from cti.accounts.rights import Caller
from cti.crm.comments.shapes import CommentForm
from cti.crm.listing.query import CustomerQuery
from cti.crm.listing.shapes import FILTERS, FieldFilter
from cti.crm.service import HOME, Directory
from cti.crm.tasks.rules import TaskState
from cti.crm.tasks.shapes import TaskForm
from cti.db import Database
from cti.reports import counting
from cti.reports.service import KpiReport
from cti.reports.shapes import Kpi, KpiPart
from cti.schema import calls, customers

MARCH = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
LAST_OF_FEBRUARY = datetime(2026, 2, 28, 16, 59, 59, tzinfo=UTC)  # a second before midnight
FIRST_OF_MARCH = LAST_OF_FEBRUARY + timedelta(seconds=1)
PARTS: tuple[KpiPart, ...] = ("tasks", "comments", "calls")

TALK = {  # call → what is so of it beside its start; those in capitals count
    "LINH CLICKS": {"user": "linh", "talk": 90},
    "LINH'S CAMPAIGN CALL": {"user": "linh", "talk": 30, "kind": "campaign"},
    "NAM CLICKS": {"user": "nam", "talk": 5},
    "FAR CLICKS": {"user": "far", "talk": 1},
    "nobody of ours talked": {"user": None, "talk": 40, "kind": "campaign"},
    "only the agent's own phone was picked up": {"user": "linh", "talk": None},
    "no time ran": {"user": "linh", "talk": 0},
    "still talking": {"user": "linh", "talk": 60, "ended": False},
    "they called us": {"user": "linh", "talk": 60, "direction": "inbound"},
    "to a colleague": {"user": "linh", "talk": 60, "direction": "internal"},
    "last month": {"user": "linh", "talk": 60, "at": LAST_OF_FEBRUARY},
}


async def add_calls(db: Database, staff: Staff, customer_id: int) -> None:
    rows = []
    for name, said in TALK.items():
        at, talk = said.get("at", MARCH), said["talk"]
        answered = None if talk is None else at + timedelta(seconds=9)
        ended = at + timedelta(seconds=9 + (talk or 0)) if said.get("ended", True) else None
        direction = said.get("direction", "outbound")
        user: Caller | None = getattr(staff, said["user"]) if said["user"] else None
        rows.append({
            "id": name, "pbx": "main", "linkedid": name, "direction": direction,
            "kind": said.get("kind", "click"), "state": "ended", "number": name, "e164": None,
            "customer_id": customer_id if said["user"] == "linh" else None,
            "user_id": user.user_id if user else None,
            "started_at": at, "answered_at": answered, "ended_at": ended,
        })  # fmt: skip
    async with db.write() as unit:
        await unit.connection.execute(insert(calls), rows)


async def work(db: Database, directory: Directory, create: Create, staff: Staff) -> dict[str, int]:
    """A month's work of two teams; ids of sources and customers."""
    lists = {one.name: one.values for one in (await directory.catalogues.list()).rows}
    web, shop = (one.id for one in lists["source"][:2])
    made = {}
    for name, owner, source in (
        ("a", staff.linh, web), ("b", staff.linh, web), ("c", staff.linh, None),
        ("d", staff.nam, shop), ("e", staff.far, shop), ("f", None, web),
        ("deleted", staff.linh, web), ("February's", staff.linh, web),
        ("March's", staff.linh, shop),
    ):  # fmt: skip
        owner_id = owner.user_id if owner else None
        customer = await create(staff.admin, name=name, owner_id=owner_id, source_id=source)
        made[name] = customer.id
    async with db.write() as unit:
        for name, at in (("February's", LAST_OF_FEBRUARY), ("March's", FIRST_OF_MARCH)):
            which = customers.c.id == made[name]
            await unit.connection.execute(update(customers).where(which).values(created_at=at))
    for caller, about, state in (
        (staff.linh, "a", TaskState.DONE), (staff.linh, "b", TaskState.DONE),
        (staff.linh, None, TaskState.DONE), (staff.linh, "a", TaskState.CANCELLED),
        (staff.linh, "a", TaskState.OPEN), (staff.nam, "d", TaskState.DONE),
    ):  # fmt: skip
        customer_id = made[about] if about else None
        form = TaskForm(title=f"Gọi {about}", customer_id=customer_id, due_at=MARCH)
        task = await directory.work.tasks.create(caller, form)
        if state is not TaskState.OPEN:
            await directory.work.tasks.move(caller, task.id, state)
    for caller, about, body in (
        (staff.linh, "a", "một"), (staff.linh, "a", "hai"), (staff.nam, "d", "ba"),
        (staff.far, "e", "bốn"), (staff.linh, "a", "xóa"),
    ):  # fmt: skip
        form = CommentForm(body=body)
        comment = await directory.work.comments.post(caller, made[about], form)
        if body == "xóa":
            await directory.work.comments.delete(caller, comment.id)
    await add_calls(db, staff, made["a"])
    await directory.customers.delete(staff.linh, made["deleted"])
    return made | {"web": web, "shop": shop}


def tell(kpi: Kpi) -> dict[str | None, tuple[int, ...]]:
    """Employee → new customers, interactions, tasks, comments, calls, seconds talked."""
    return {
        (row.user.name if row.user else None): (
            row.customers, row.interactions, row.tasks, row.comments, row.calls, row.talk_s
        )
        for row in kpi.rows
    }  # fmt: skip


def told(kpi: Kpi) -> dict[int | None, int]:
    return {one.id: one.count for one in kpi.sources}


LINH, NAM = (4, 6, 2, 2, 2, 120), (1, 3, 1, 1, 1, 5)
FAR, NOBODY, NOTHING = (1, 2, 0, 1, 1, 1), (1, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0)
TEAM = {"Linh": LINH, "Nam": NAM, "Lead": NOTHING}
EVERYBODY = TEAM | {"Far": FAR, "Far_Lead": NOTHING, "Admin": NOTHING, None: NOBODY}


@pytest.mark.requirement("R163", "R235", "R322", "R350", "R351", "R360", "R361", "R362")
async def test_a_months_figures_are_those_of_whom_one_may_look_at(
    create: Create,
    db: Database,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = FakeClock()
    report = KpiReport(db, clock, HOME)
    ids = await work(db, directory, create, staff)
    month = report.find_period("month", None, None)
    seen: Mapping[str, Mapping[str | None, tuple[int, ...]]] = {
        "linh": {"Linh": LINH},
        "lead": TEAM,
        "far_lead": {"Far": FAR, "Far_Lead": NOTHING},
        "admin": EVERYBODY,
    }
    for name, wanted in seen.items():
        kpi = await report.count(getattr(staff, name), month)
        assert tell(kpi) == wanted, name
        assert kpi.own_only == (name == "linh")
    assert (kpi.total.customers, kpi.total.interactions, kpi.total.talk_s) == (7, 11, 126)
    assert told(kpi) == {ids["web"]: 3, ids["shop"]: 3, None: 1}
    for user_id, wanted in (
        (staff.linh.user_id, {ids["web"]: 2, ids["shop"]: 1, None: 1}),
        (staff.admin.user_id, {}),  # who typed them all in
        (0, {ids["web"]: 1}),
    ):
        assert told(await report.count(staff.admin, month, user_id)) == wanted
    for user_id in (staff.linh.user_id, 0):  # of another team, and not theirs to know
        assert told(await report.count(staff.far_lead, month, user_id)) == {}
    monkeypatch.setattr(counting, "MANY", 0)
    assert await report.count(staff.admin, month) == kpi  # by the other index
    before = await report.count(
        staff.linh, report.find_period("custom", date(2026, 2, 1), date(2026, 2, 28))
    )
    assert tell(before) == {"Linh": (1, 1, 0, 0, 1, 60)}
    later = await report.count(
        staff.linh, report.find_period("custom", date(2026, 3, 3), date(2026, 3, 3))
    )
    assert tell(later) == {"Linh": NOTHING}
    # A role may let its people look at more, never at more than the customers that they see.
    wide = {"customers.kpi": ["own", "team", "all"]}
    given = resolve_grants(staff.linh.role, wide)
    assert tell(await report.count(replace(staff.linh, given=given), month)) == {"Linh": LINH}
    given = resolve_grants(staff.linh.role, wide | {"contacts.view": ["own", "team"]})
    assert tell(await report.count(replace(staff.linh, given=given), month)) == TEAM
    given = resolve_grants(staff.linh.role, wide | {"contacts.view": None})
    assert tell(await report.count(replace(staff.linh, given=given), month)) == {}


@pytest.mark.requirement("R350", "R351", "R325")
async def test_behind_each_figure_stand_the_rows_that_make_it_up(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    clock = FakeClock()
    report = KpiReport(db, clock, HOME)
    ids = await work(db, directory, create, staff)
    month = report.find_period("month", None, None)

    async def texts(caller: Caller, part: KpiPart, user: Caller | None = None) -> list[str | None]:
        found, cursor = [], None
        while True:
            page = await report.list_entries(
                caller, month, part, user_id=user and user.user_id, cursor=cursor, limit=2
            )
            found += [row.text for row in page.rows]
            cursor = page.next
            if cursor is None:
                return found

    for caller in (staff.linh, staff.lead, staff.admin):
        total = (await report.count(caller, month)).total
        for part in PARTS:
            assert len(await texts(caller, part)) == getattr(total, part), (caller.name, part)
    assert await texts(staff.lead, "comments") == ["ba", "hai", "một"]
    assert await texts(staff.lead, "tasks", staff.nam) == ["Gọi d"]
    assert sorted(map(str, await texts(staff.admin, "calls"))) == [
        "FAR CLICKS", "LINH CLICKS", "LINH'S CAMPAIGN CALL", "NAM CLICKS",
    ]  # fmt: skip
    assert await texts(staff.far, "calls", staff.linh) == []
    # Given to the other team since: the work stays counted, the customer is not shown.
    async with db.write() as unit:
        given = (
            update(customers).where(customers.c.id == ids["a"]).values(owner_id=staff.far.user_id)
        )
        await unit.connection.execute(given)
    assert tell(await report.count(staff.linh, month)) == {"Linh": (3, 6, 2, 2, 2, 120)}
    assert await texts(staff.linh, "comments") == []
    page = await report.list_entries(staff.linh, month, "calls")
    assert [(row.customer, row.talk_s) for row in page.rows] == [(None, 30), (None, 90)]

    # New customers lead to their list, filtered by what was counted.
    for owner in (staff.linh, None):
        user_id = owner.user_id if owner else 0
        for source in (await report.count(staff.admin, month, user_id)).sources:
            asked = [
                FieldFilter(field="created_at", least=str(month.first), most=str(month.last)),
                FieldFilter(field="owner", any=[owner and owner.user_id]),
                FieldFilter(field="source", any=[source.id]),
            ]
            filters = FILTERS.dump_json(asked, exclude_none=False).decode()
            query = CustomerQuery(scope="all", filters=filters)
            assert (await directory.list.find_page(staff.admin, query)).total == source.count
