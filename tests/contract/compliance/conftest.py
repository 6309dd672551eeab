"""A gate on a real database, with a clock that stands where the test puts it."""

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from asking import Client
from set_clock import NOON, SetClock

from cti.accounts.rights import Caller, Role
from cti.api.middlewares import catch_errors
from cti.bus import Bus
from cti.compliance import consents_http, http, rules_http
from cti.compliance.consents import ConsentRegister
from cti.compliance.dnc import Dnc
from cti.compliance.importing import DncImports
from cti.compliance.register import DncRegister
from cti.compliance.rule_book import RuleBook
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.db import Database
from cti.endpoint import CALLER, Handler
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


@pytest.fixture
def who() -> list[Caller]:
    return []


@pytest.fixture
async def client(
    db: Database, dnc: Dnc, gate: Gate, clock: SetClock, tmp_path: Path, who: list[Caller]
) -> AsyncIterator[Client]:
    @web.middleware
    async def sign_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[CALLER] = who[-1]
        return await handler(request)

    app = web.Application(middlewares=[catch_errors, sign_in])
    register = DncRegister(db, dnc, gate, clock)
    http.add_routes(app, register, DncImports(db, dnc, clock, data_dir=tmp_path))
    consents_http.add_routes(app, ConsentRegister(db, clock))
    rules_http.add_routes(app, RuleBook(db, gate, clock))
    async with TestClient(TestServer(app)) as client:
        yield client
