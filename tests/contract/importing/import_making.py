"""Makes a server without a PBX, the people in it, and the work in its background."""

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

from account_world import PASSWORD
from aiohttp.test_utils import TestServer
from api_border import Border, Browser
from argon2 import PasswordHasher
from import_world import ImportWorld
from sqlalchemy import insert

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.main import Server
from cti.schema import teams
from cti.settings import Settings

PEOPLE = (
    ("chu", Role.OWNER, None, None),
    ("admin", Role.ADMIN, None, None),
    ("lead", Role.SUPERVISOR, "Bắc", None),
    ("linh", Role.AGENT, "Bắc", "101"),
    ("nam", Role.AGENT, "Bắc", "102"),
    ("xa", Role.AGENT, "Nam", "103"),
)


async def make_world(url: str, folder: Path, stack: AsyncExitStack, **settings: str) -> ImportWorld:
    given = {"data_dir": folder, "database_url": url, **settings}
    server = Server(Settings.model_validate(given), [])
    stack.push_async_callback(server.db.close)
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    server.accounts.passwords = passwords
    register = Users(server.db, server.clock, passwords=passwords)
    async with server.db.write() as unit:
        rows = await unit.connection.execute(
            insert(teams).returning(teams.c.name, teams.c.id), [{"name": "Bắc"}, {"name": "Nam"}]
        )
        team_ids = {row.name: row.id for row in rows}
    users = {}
    for username, role, team, extension in PEOPLE:
        form = UserForm(
            username=username, name=username.title(), role=role, password=PASSWORD,
            extension=extension, team_id=team_ids.get(team), email=f"{username}@x.vn",
        )  # fmt: skip
        users[username] = (await register.create(None, form)).id
    await server.dnc.load()
    running = await stack.enter_async_context(TestServer(server.app, host="127.0.0.1"))
    unused: Any = None
    border = Border(
        running, server.app, server.accounts, register, server.hub, server.bus,
        server.registry, unused, unused,
    )  # fmt: skip
    browsers = {
        username: await stack.enter_async_context(Browser(border)) for username, *_ in PEOPLE
    }
    work = asyncio.gather(server.store.imports.run(), server.store.mailer.run())

    async def end() -> None:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work

    stack.push_async_callback(end)
    return ImportWorld(server, folder, users, browsers)
