from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from call_centre import FakeClock
from sqlalchemy import func, insert, select, update

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.listing.service import CustomerQuery
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.crm.shapes import CustomerChange
from cti.db import Database
from cti.demo.people import DEMO_PASSWORD
from cti.demo.seed import DemoSummary, seed_demo
from cti.pbx.subscribers import Subscriber, find_subscriber
from cti.schema import campaign_members, campaigns, customers, metadata, prompts, tasks, users


class Demo:
    """Seeds the demo, and counts every row there is."""

    def __init__(self, db: Database, bus: Bus, clock: FakeClock, dnc: Dnc) -> None:
        self.db, self.bus, self.clock, self.dnc = db, bus, clock, dnc
        self.gate = Gate(db, dnc, load_rules("vietnam"), clock, ZoneInfo("Asia/Ho_Chi_Minh"))
        self.spoken: list[str] = []

    async def speak(self, name: str, text: str) -> int:
        self.spoken.append(text)
        async with self.db.write() as unit:
            row = await unit.connection.execute(
                insert(prompts).returning(prompts.c.id),
                {
                    "name": name,
                    "kind": "speech",
                    "text": text,
                    "sha256": "0" * 64,
                    "seconds": 1.0,
                    "created_at": self.clock(),
                },
            )
            return int(row.scalar_one())

    async def seed(self) -> DemoSummary:
        return await seed_demo(
            self.db,
            self.bus,
            self.clock,
            self.gate,
            self.dnc,
            self.speak,
            pbx="sandbox",
            trunk="carrier",
            caller_id="02473004666",
        )

    async def count(self) -> dict[str, int]:
        async with self.db.read() as connection:
            return {
                table.name: (
                    await connection.execute(select(func.count()).select_from(table))
                ).scalar_one()
                for table in metadata.sorted_tables
            }


@pytest.fixture
def demo(db: Database, bus: Bus, clock: FakeClock, dnc: Dnc) -> Demo:
    return Demo(db, bus, clock, dnc)


async def test_a_second_run_changes_nothing_not_even_what_people_changed(demo: Demo) -> None:
    first = await demo.seed()
    assert first.changed
    after_first = await demo.count()
    assert after_first["customers"] == 60
    assert after_first["campaign_members"] == first.members == 300
    async with demo.db.read() as connection:
        admin = (await connection.execute(select(users).where(users.c.username == "admin"))).one()
        lan = (await connection.execute(select(customers).limit(1))).one()
    caller = Caller(admin.id, "admin", admin.name, Role.ADMIN, None, None)
    directory = Directory(demo.db, demo.bus, demo.gate, demo.clock)
    await directory.customers.change(
        caller, lan.id, CustomerChange(version=lan.version, name="Đã đổi tên")
    )
    async with demo.db.write() as unit:
        await unit.connection.execute(update(campaigns).values(name="Hội thảo tháng 1"))
    second = await demo.seed()
    assert not second.changed
    assert (second.campaign_id, second.members) == (first.campaign_id, 300)
    assert await demo.count() == after_first | {"customer_log": after_first["customer_log"] + 1}
    assert (await directory.reading.get(caller, lan.id)).name == "Đã đổi tên"
    assert len(demo.spoken) == 1


async def test_the_demo_has_everything_a_newcomer_wants_to_see(demo: Demo) -> None:
    await demo.seed()
    await look_at_the_campaign(demo)
    await look_at_an_agents_customers(demo)
    await look_through_every_filter(demo)
    await look_at_the_work(demo)


async def look_at_the_campaign(demo: Demo) -> None:
    async with demo.db.read() as connection:
        staff = (await connection.execute(select(users))).all()
        names = (await connection.execute(select(customers.c.name))).scalars().all()
        members = (await connection.execute(select(campaign_members))).all()
        campaign = (await connection.execute(select(campaigns))).one()
    assert {(one.username, one.role, one.extension) for one in staff} == {
        ("chutaikhoan", "owner", None),
        ("admin", "admin", None),
        ("quanly", "supervisor", None),
        ("linh", "agent", "101"),
        ("nam", "agent", "102"),
    }
    assert await Passwords().verify(staff[0].password_hash, DEMO_PASSWORD)
    assert "Nguyễn Thị Hồng Nhung Phương" in names
    assert max(map(len, names)) == 120
    assert (campaign.name, campaign.state, campaign.purpose) == (
        "Hội thảo tháng 12",
        "draft",
        "care",
    )
    behaviours = Counter(find_subscriber(member.e164) for member in members)
    assert set(behaviours) == set(Subscriber)
    registered = {find_subscriber(m.e164) for m in members if m.state == "registered"}
    assert registered == {Subscriber.PRESSES_2, Subscriber.PRESSES_3}
    assert sum(member.contact_id is not None for member in members) == 60


async def look_at_an_agents_customers(demo: Demo) -> None:
    async with demo.db.read() as connection:
        linh = (await connection.execute(select(users).where(users.c.username == "linh"))).one()
        members = (await connection.execute(select(campaign_members.c.e164))).scalars().all()
    barred = [one for one in members if demo.dnc.contains("national", "voice", int(one[1:]))]
    refused = [one for one in members if demo.dnc.contains("internal", "voice", int(one[1:]))]
    assert (len(barred), len(refused)) == (6, 2)
    caller = Caller(linh.id, "linh", linh.name, Role.AGENT, linh.team_id, "101")
    directory = Directory(demo.db, demo.bus, demo.gate, demo.clock)
    mine = await directory.search.list_contacts(caller, ListQuery(owner="mine", limit=100))
    verdicts = Counter(phone.badge.verdict for row in mine.rows for phone in row.phones)
    assert verdicts["confirm"] == 1
    assert verdicts["allow"] > 10
    assert mine.rows == sorted(mine.rows, key=lambda row: row.created_at, reverse=True)
    assert len({row.created_at.date() for row in mine.rows}) > 10


async def test_a_run_that_broke_off_is_finished_by_the_next(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def break_off(*_: object) -> None:
        nonlocal asked
        asked += 1
        if asked > 6:
            raise ConnectionAbortedError

    monkeypatch.setattr("cti.crm.contact_store.save_phones", break_off)
    with pytest.raises(ConnectionAbortedError):
        await demo.seed()
    monkeypatch.undo()
    assert (await demo.count())["customers"] < 7
    assert (await demo.seed()).changed
    counts = await demo.count()
    assert (counts["users"], counts["customers"], counts["campaigns"]) == (5, 60, 1)


async def look_through_every_filter(demo: Demo) -> None:
    async with demo.db.read() as connection:
        admin = (await connection.execute(select(users).where(users.c.username == "admin"))).one()
    caller = Caller(admin.id, "admin", admin.name, Role.ADMIN, None, None)
    directory = Directory(demo.db, demo.bus, demo.gate, demo.clock)
    rows = (await directory.list.find_page(caller, CustomerQuery(limit=100))).rows
    for field in ("source_id", "group_id", "relationship_id", "province"):
        assert len({getattr(row, field) for row in rows} - {None}) > 3, field
    assert {row.kind for row in rows if row.tax_code} == {"organisation"}
    assert {row.kind for row in rows if row.birthday} == {"person"}
    assert all(row.custom["san_pham_quan_tam"] for row in rows)
    assert {row.kind for row in rows if row.custom["so_nhan_vien_su_dung"]} == {"organisation"}


async def look_at_the_work(demo: Demo) -> None:
    counts = await demo.count()
    for table in ("tasks", "comments", "opportunities", "tickets", "appointments", "transactions"):
        assert counts[table] > 3, table
    async with demo.db.read() as connection:
        due = (await connection.execute(select(tasks.c.due_at, tasks.c.remind_at))).all()
    assert {one.due_at < demo.clock() for one in due} == {True, False}, "overdue and to come"
    assert {one.remind_at for one in due} == {None}, "a demo that starts rings for nothing"
