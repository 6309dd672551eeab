"""The whole server without a PBX, by a clock that can be moved, and people at it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from account_world import PASSWORD, Clock
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from doors_world import Doors

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.main import Server
from cti.settings import Settings


@pytest.fixture
async def doors(database_url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Doors]:
    settings = Settings.model_validate(
        {"data_dir": tmp_path, "database_url": database_url, "webhooks_private": True}
    )
    server = Server(settings, [], clock)
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    server.accounts.passwords = passwords
    register = Users(server.db, clock, passwords=passwords)
    for role in (Role.ADMIN, Role.SUPERVISOR):
        form = {"username": role.value, "name": role.value, "role": role, "password": PASSWORD}
        await register.create(None, UserForm.model_validate(form))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.db.close)
        stack.push_async_callback(server.poster.close)
        running = await stack.enter_async_context(TestServer(server.app, host="127.0.0.1"))
        yield Doors(server, running, clock, register, stack)
