"""A small call centre: two agents, their supervisor, another team, an admin."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from call_centre import OPEN, Create, FakeClock, Finish, MakeRunner, Staff
from sqlalchemy import insert, select

from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.bulk import runner as bulk_runner
from cti.crm.bulk.runner import BulkRunner
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import BulkJob
from cti.crm.service import HOME, Directory
from cti.crm.shapes import Customer, CustomerForm
from cti.db import Database
from cti.live.hub import Hub
from cti.schema import teams, users


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
async def staff(db: Database, clock: FakeClock) -> Staff:
    async with db.write() as unit:
        await unit.connection.execute(insert(teams), [{"name": "Nhóm 1"}, {"name": "Nhóm 2"}])
        ids = (await unit.connection.execute(select(teams.c.id).order_by(teams.c.id))).scalars()
        one, two = ids.all()
        people = [
            ("linh", Role.AGENT, one, "101"),
            ("nam", Role.AGENT, one, "102"),
            ("lead", Role.SUPERVISOR, one, None),
            ("far", Role.AGENT, two, "103"),
            ("far_lead", Role.SUPERVISOR, two, None),
            ("admin", Role.ADMIN, None, None),
        ]
        callers: dict[str, Caller] = {}
        for username, role, team_id, extension in people:
            row = await unit.connection.execute(
                insert(users).returning(users.c.id),
                {
                    "username": username,
                    "name": username.title(),
                    "role": role.value,
                    "team_id": team_id,
                    "extension": extension,
                    "password_hash": "x",
                    "language": "vi",
                    "active": True,
                    "created_at": clock(),
                },
            )
            callers[username] = Caller(
                row.scalar_one(), username, username.title(), role, team_id, extension
            )
    return Staff(**callers)


@pytest.fixture
async def dnc(db: Database, bus: Bus, clock: FakeClock) -> Dnc:
    lists = Dnc(db, bus, clock)
    await lists.load()
    return lists


@pytest.fixture
def directory(db: Database, bus: Bus, dnc: Dnc, clock: FakeClock) -> Directory:
    gate = Gate(db, dnc, load_rules("vietnam"), clock, HOME)
    return Directory(db, bus, gate, clock)


@pytest.fixture
def create(directory: Directory) -> Create:
    """Create a customer from the JSON that the form sends."""

    async def create_customer(caller: Caller, **fields: object) -> Customer:
        form = CustomerForm.model_validate(fields)
        return await directory.customers.create(caller, form)

    return create_customer


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def make_runner(
    db: Database, bus: Bus, hub: Hub, clock: FakeClock, directory: Directory, tmp_path: Path
) -> AsyncIterator[MakeRunner]:
    made: list[BulkRunner] = []

    def make() -> BulkRunner:
        folder = tmp_path / "exports"
        notices = directory.notifications
        made.append(
            BulkRunner(db, bus, hub, clock, directory.list, notices, folder=folder, zone=HOME)
        )
        return made[-1]

    yield make
    for one in made:
        await one.stop()


@pytest.fixture
def bulk(db: Database, clock: FakeClock, directory: Directory, make_runner: MakeRunner) -> Bulk:
    return Bulk(db, clock, directory.list, make_runner(), HOME)


@pytest.fixture
def finish(bulk: Bulk) -> Finish:
    async def wait(caller: Caller, job: BulkJob) -> BulkJob:
        async with asyncio.timeout(20):
            while job.state in OPEN:
                await asyncio.sleep(0.02)
                job = await bulk.get(caller, job.id)
        return job

    return wait


@pytest.fixture
def cut_off(
    bulk: Bulk, finish: Finish, make_runner: MakeRunner, monkeypatch: pytest.MonkeyPatch
) -> Finish:
    """Stops the server in the middle of a job; as it ended after the next start."""
    monkeypatch.setattr(bulk_runner, "PIECE", 2)
    monkeypatch.setattr(bulk_runner, "PAUSE_S", 0.05)

    async def cut(caller: Caller, job: BulkJob) -> BulkJob:
        async with asyncio.timeout(20):
            while (await bulk.get(caller, job.id)).done < 3:
                await asyncio.sleep(0.01)
        await bulk._runner.stop()
        left = await bulk.get(caller, job.id)
        assert left.state == "running"
        assert left.total is not None
        assert left.done < left.total
        await make_runner().start()
        return await finish(caller, left)

    return cut
