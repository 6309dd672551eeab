"""Everything about calls on a real PBX and a SQLite file, and what a browser would see of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import sqlalchemy as sa

from cti.accounts.rights import Caller, Role
from cti.ami.address import PbxAddress
from cti.ami.backoff import Backoff
from cti.ami.state import LinkSettings
from cti.bus import Bus
from cti.calls.assembly import CallCentre, build_call_centre
from cti.calls.lines import PbxLines
from cti.calls.node import PbxNode
from cti.calls.sinks import ClickFacts
from cti.calls.traces import Traces
from cti.clock import utc_now
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.lookup.callers import Lookup
from cti.db import Database
from cti.live.hub import Hub
from cti.pbx.info import SandboxInfo
from cti.schema import attempts, contacts, customers, dispositions, metadata, phones, users

WAIT_S = 20.0
Json = dict[str, Any]


async def until(is_true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what has no event of its own: a row, another process."""
    async with asyncio.timeout(WAIT_S):
        while not await is_true():
            await asyncio.sleep(0.03)


class Browser:
    """Follows one user's topic as the browser app does."""

    def __init__(self, hub: Hub, topic: str) -> None:
        self.entries: Json = {}
        self.history: list[tuple[str, Json | None]] = []
        self._news = asyncio.Event()
        hub.follow(topic, self._take)

    def _take(self, text: str) -> None:
        message = orjson.loads(text)
        if message["type"] == "snapshot":
            self.entries = message["entries"]
        else:
            self.entries.update(message["set"])
            self.history += message["set"].items()
            for key in message["unset"]:
                self.entries.pop(key, None)
                self.history.append((key, None))
        self._news.set()

    @property
    def cards(self) -> list[Json]:
        return [value for key, value in self.entries.items() if key.startswith("call/")]

    @property
    def phone(self) -> str:
        return str(self.entries["phone"]["state"])

    async def see(self, wanted: Callable[["Browser"], bool]) -> "Browser":
        async with asyncio.timeout(WAIT_S):
            while not wanted(self):
                self._news.clear()
                await self._news.wait()
        return self

    async def see_card(self, **wanted: object) -> Json:
        def fits(card: Json) -> bool:
            return all(card[key] == value for key, value in wanted.items())

        await self.see(lambda me: any(map(fits, me.cards)))
        return next(filter(fits, self.cards))


class World:
    """A call centre with agents of the sandbox's extensions and one customer."""

    def __init__(self, info: SandboxInfo, db: Database, ami_port: int | None = None) -> None:
        self.info, self.db = info, db
        self.bus, self.hub, self.traces = Bus(), Hub(), Traces()
        self.dnc = Dnc(db, self.bus, utc_now)
        self.gate = Gate(db, self.dnc, load_rules("vietnam"), utc_now, ZoneInfo("Asia/Ho_Chi_Minh"))
        account = info.pbx
        self.node = PbxNode(
            "main",
            PbxAddress(
                account.host, account.username, account.secret, port=ami_port or account.port
            ),
            info.trunk,
            caller_id=info.main_did,
            db=db,
            bus=self.bus,
            clock=utc_now,
            sinks={"click": ClickFacts()},
            traces=self.traces,
            link_settings=LinkSettings(backoff=Backoff(first=0.2, longest=0.5)),
        )
        self.lines = PbxLines([self.node], self.traces, utc_now)
        self.centre: CallCentre = build_call_centre(
            db,
            self.bus,
            self.hub,
            utc_now,
            gate=self.gate,
            match=Lookup(db).match,
            lines=self.lines,
            traces=self.traces,
        )
        self.calls = self.centre.calls

    async def start(self) -> None:
        await self.dnc.load()
        await self.centre.start()
        await self.node.start()
        async with asyncio.timeout(WAIT_S):
            await self.node.link.wait_up()

    async def stop(self) -> None:
        await self.node.stop()
        await self.centre.stop()

    def caller(self, extension: str, role: Role = Role.AGENT) -> Caller:
        user_id = int(extension)
        return Caller(user_id, f"agent{extension}", f"Agent {extension}", role, None, extension)

    def browser(self, extension: str) -> Browser:
        return Browser(self.hub, self.centre.desk.open(self.caller(extension)))

    async def read(self, table: sa.Table, **wanted: object) -> list[Any]:
        """Rows that fit, once the recorder has written what it knows."""
        await self.centre.recorder.flush()
        query = sa.select(table).where(*(table.c[key] == value for key, value in wanted.items()))
        async with self.db.read() as connection:
            return list((await connection.execute(query)).all())

    async def see_settled(self, attempt_id: str) -> Any:  # noqa: ANN401 - a row
        """The attempt, once it is over."""

        async def is_over() -> bool:
            (attempt,) = await self.read(attempts, id=attempt_id)
            return not attempt.live

        await until(is_over)
        return (await self.read(attempts, id=attempt_id))[0]

    async def see_registered(self, *extensions: str) -> None:
        async def are_registered() -> bool:
            return all(map(self.node.phones.is_registered, extensions))

        await until(are_registered)

    async def see_no_calls(self) -> None:
        """Wait until the PBX has no call left."""

        async def is_quiet() -> bool:
            return not self.node.tracker.calls

        await until(is_quiet)

    async def clear(self) -> None:
        """Hang up everything, also what is only about to ring."""
        admin = self.caller("101", Role.ADMIN)

        async def is_over() -> bool:
            for call in list(self.node.tracker.calls.values()):
                await self.calls.hang_up(admin, call.id)
            live = await self.read(attempts, live=True)
            return not live and not self.node.tracker.calls

        await until(is_over)

    async def add_contact(self, name: str, e164: str) -> tuple[int, int]:
        """A customer that nobody owns, with one contact; contact id and phone id."""
        now = utc_now()
        async with self.db.write() as unit:
            customer = await unit.connection.execute(
                sa.insert(customers)
                .values(
                    code=f"KH{e164[-6:]}",
                    kind="person",
                    stage="lead",
                    name=name,
                    name_key=name.lower(),
                    created_at=now,
                    updated_at=now,
                )
                .returning(customers.c.id)
            )
            contact = await unit.connection.execute(
                sa.insert(contacts)
                .values(
                    customer_id=customer.scalar_one(),
                    name=name,
                    name_key=name.lower(),
                    is_primary=True,
                    created_at=now,
                    updated_at=now,
                )
                .returning(contacts.c.id)
            )
            contact_id = contact.scalar_one()
            phone = await unit.connection.execute(
                sa.insert(phones)
                .values(contact_id=contact_id, typed=e164, e164=e164, is_primary=True)
                .returning(phones.c.id)
            )
        return contact_id, phone.scalar_one()


async def fill(db: Database, info: SandboxInfo) -> None:
    """The tables, an agent behind each extension, two dispositions."""
    async with db.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.execute(
            sa.insert(users),
            [
                {
                    "id": int(extension),
                    "username": f"agent{extension}",
                    "name": f"Agent {extension}",
                    "role": "agent",
                    "extension": extension,
                    "password_hash": "-",
                    "created_at": utc_now(),
                }
                for extension in info.extensions
            ],
        )
        await connection.execute(
            sa.insert(dispositions),
            [
                {"code": "agreed", "label_vi": "Đồng ý", "label_en": "Agreed", "position": 1},
                {"code": "later", "label_vi": "Hẹn lại", "label_en": "Later", "position": 2},
            ],
        )


@asynccontextmanager
async def open_world(
    info: SandboxInfo, folder: Path, *, ami_port: int | None = None, fresh: bool = True
) -> AsyncIterator[World]:
    db = Database(f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}")
    if fresh:
        await fill(db, info)
    world = World(info, db, ami_port)
    await world.start()
    yield world
    await world.stop()
    await db.close()
