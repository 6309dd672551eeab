"""The server that the matrix asks: five users who ask, two who own rows, and rows to order."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from account_world import PASSWORD
from aiohttp.test_utils import TestServer
from api_border import Border, Browser
from argon2 import PasswordHasher
from sqlalchemy import Table, insert, update

from cti.accounts.passwords import Passwords
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.api.openapi import list_operations
from cti.db import Database
from cti.main import Server
from cti.schema import contacts, customers, phones, roles, teams, users
from cti.settings import Settings

Ids = Mapping[str, Any]

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

INTERN = {
    "contacts.view": ["own", "team"],
    "customers.delete": None,
    "customers.create": None,
    "campaigns.view": [],
}
"""A role of the company's own: an agent who sees the team's and not nobody's, who creates and
deletes nothing, and may look at campaigns."""

ASKING = {  # username → role, whether in the northern team
    "owner": ("owner", False),
    "admin": ("admin", False),
    "supervisor": ("supervisor", True),
    "agent": ("agent", True),
    "intern": ("agent", True),
}


@dataclass
class MatrixWorld:
    """What rows are made with. `owners` is row → the user's id, without the asking user's own."""

    db: Database
    server: Server
    border: Border
    users: dict[str, int]
    owners: dict[str, int | None]
    counter: "itertools.count[int]"
    browsers: dict[str, Browser]
    operations: dict[str, tuple[str, str, Any]]  # operationId → method, pattern of path, handler

    async def insert(self, table: Table, **values: object) -> int:
        """Add a row; its id."""
        async with self.db.write() as unit:
            query = insert(table).values(**values).returning(table.c.id)
            return int((await unit.connection.execute(query)).scalar_one())

    async def add_customer(self, owner_id: int | None, **more: object) -> dict[str, Any]:
        """A customer of this owner with one contact and one number.

        Returns customer_id, contact_id, phone_id, owner_id, `marker` (its name, found nowhere
        else), `number` (as typed) and `n`, a number of its own.
        """
        n = next(self.counter)
        marker, number = f"Marker{n:06d}", f"09{12000000 + n}"
        common = {"name": marker, "name_key": marker.lower(), "created_at": NOW, "updated_at": NOW}
        values = {"code": f"MX{n:06d}", "kind": "person", "stage": "contact", "owner_id": owner_id}
        async with self.db.write() as unit:
            query = insert(customers).values(values | common | more).returning(customers.c.id)
            customer_id = (await unit.connection.execute(query)).scalar_one()
            person = {"customer_id": customer_id, "is_primary": True}
            query = insert(contacts).values(person | common).returning(contacts.c.id)
            contact_id = (await unit.connection.execute(query)).scalar_one()
            phone = {"contact_id": contact_id, "typed": number, "e164": f"+84{number[1:]}"}
            query = insert(phones).values(phone).returning(phones.c.id)
            phone_id = (await unit.connection.execute(query)).scalar_one()
        return {
            "customer_id": customer_id,
            "contact_id": contact_id,
            "phone_id": phone_id,
            "owner_id": owner_id,
            "marker": marker,
            "number": number,
            "n": n,
        }

    def owner_of(self, row: str, role: str) -> int | None:
        """Who owns this row when that role asks."""
        return self.users[role] if row == "own" else self.owners[row]


async def a_customer(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A customer of its own name and number."""
    return await world.add_customer(owner_id)


async def nothing(_world: MatrixWorld, _owner_id: int | None) -> Ids:
    """For operations that are about no row."""
    return {}


@asynccontextmanager
async def open_world(database_url: str, data_dir: Path) -> AsyncIterator[MatrixWorld]:
    """The whole server without a PBX, everybody signed in."""
    settings = Settings.model_validate({"data_dir": data_dir, "database_url": database_url})
    server = Server(settings, [])
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    server.accounts.passwords = passwords
    register = Users(server.db, server.clock, passwords=passwords)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.db.close)
        stack.push_async_callback(server.store.bulk.stop)
        running = await stack.enter_async_context(TestServer(server.app, host="127.0.0.1"))
        unused: Any = None
        border = Border(
            running, server.app, server.accounts, register, server.hub, server.bus,
            server.registry, unused, unused,
        )  # fmt: skip
        users, owners = await _add_people(server.db, register)
        browsers = {}
        for name in ASKING:
            browsers[name] = await stack.enter_async_context(Browser(border))
            await browsers[name].sign_in(name)
        counter, operations = itertools.count(1), find_operations(server)
        yield MatrixWorld(server.db, server, border, users, owners, counter, browsers, operations)


async def _add_people(
    db: Database, register: Users
) -> tuple[dict[str, int], dict[str, int | None]]:
    async with db.write() as unit:
        rows = await unit.connection.execute(
            insert(teams).returning(teams.c.id), [{"name": "North"}, {"name": "South"}]
        )
        north, south = sorted(rows.scalars())
    made = {}
    for name, (role, in_team) in {
        **ASKING,
        "mate": ("agent", True),
        "stranger": ("agent", False),
    }.items():
        team_id = south if name == "stranger" else north if in_team else None
        form = {"username": name, "name": name.title(), "team_id": team_id, "password": PASSWORD}
        user = await register.create(None, UserForm.model_validate(form | {"role": role}))
        made[name] = user.id
    async with db.write() as unit:
        values = {"key": "r_intern", "base": "agent", "name": "Intern", "changes": INTERN}
        await unit.connection.execute(insert(roles).values(**values, updated_at=NOW))
        await unit.connection.execute(
            update(users).where(users.c.id == made["intern"]).values(role_key="r_intern")
        )
    return made, {"team": made["mate"], "nobodys": None, "other": made["stranger"]}


def find_operations(server: Server) -> dict[str, tuple[str, str, Any]]:
    """Every operation of the server."""
    return {
        handler.__name__: (method.upper(), pattern, handler)
        for pattern, method, handler in list_operations(server.app)
    }
