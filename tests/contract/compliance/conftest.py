"""A gate on a real database, with a clock that stands where the test puts it."""

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from set_clock import NOON, SetClock

from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.db import Database
from cti.schema import users


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
async def dnc(db: Database, bus: Bus, clock: SetClock) -> Dnc:
    lists = Dnc(db, bus, clock)
    await lists.load()
    return lists


@pytest.fixture
def gate(db: Database, dnc: Dnc, clock: SetClock) -> Gate:
    return Gate(db, dnc, load_rules("vietnam"), clock, ZoneInfo("Asia/Ho_Chi_Minh"))


async def _add_user(db: Database, user_id: int, role: Role) -> Caller:
    name = f"{role.value}{user_id}"
    async with db.write() as unit:
        await unit.connection.execute(
            sa.insert(users).values(
                id=user_id,
                username=name,
                name=name.title(),
                role=role.value,
                extension=str(100 + user_id),
                password_hash="-",
                created_at=NOON,
            )
        )
    return Caller(user_id, name, name.title(), role, None, str(100 + user_id))


@pytest.fixture
async def agent(db: Database) -> Caller:
    return await _add_user(db, 1, Role.AGENT)


@pytest.fixture
async def admin(db: Database) -> Caller:
    return await _add_user(db, 2, Role.ADMIN)
