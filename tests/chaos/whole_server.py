"""The real server (`cti.main.Server`, SQLite) against PBXs that fail as told."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from pydantic import AnyUrl, SecretStr

from cti.calls.node import PbxNode
from cti.dialer import members, store
from cti.dialer.board import Board
from cti.main import Server
from cti.pbx.connection import read_connection
from cti.schema import attempts, campaign_members, member_history, prompts, replies
from cti.settings import Settings
from tests.fakes.fake_ami import SECRET, FakeAmi
from tests.fakes.links import FAST, until

QUIET = dataclasses.replace(FAST, ping_interval=60)  # pings would blur where a byte falls
LATER = timedelta(days=400)
ANCHOR = "0912999999"
"""A member who is not due for a year: without one a campaign that has called all is over."""


class HurriedClock:
    """Time that runs faster, so that nobody waits for the grace of an unknown fate."""

    def __init__(self, pace: float) -> None:
        self.began, self.pace = datetime.now(UTC), pace

    def __call__(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * self.pace


@dataclass
class Site:
    """One PBX of the server, and the one campaign that calls over it."""

    fake: FakeAmi
    node: PbxNode
    board: Board

    @property
    def dialled(self) -> dict[str, int]:
        return dict(self.fake.pbx.calls)


@dataclass
class World:
    server: Server
    sites: list[Site]

    async def join(self, site: Site, numbers: Sequence[str]) -> None:
        """Add members and wake the dialer. No file is read: that takes a process a time."""
        campaign, now = site.board.plan.id, self.server.clock()
        rows = [
            members.new_member(
                campaign, typed=number, e164=f"+84{number[1:]}", name=None, state=None, now=now
            )
            for number in numbers
        ]
        async with self.server.db.write() as unit:
            added = await members.add_members(unit.connection, rows)
        assert len(added) == len(numbers), added
        for standing in added:
            site.board.join(standing, 1, now)
        self.server.runner.members_changed(campaign)

    async def fetch(self, query: sa.Select[Any]) -> list[Any]:
        async with self.server.db.read() as connection:
            return list((await connection.execute(query)).all())

    async def count_live(self, site: Site) -> int:
        query = sa.select(sa.func.count()).where(attempts.c.live, attempts.c.pbx == site.node.name)
        return int((await self.fetch(query))[0][0])

    async def is_settled(self, site: Site) -> bool:
        """Nobody is left to call, no call goes on, and the PBX owes us nothing."""
        board, pbx = site.board, site.fake.pbx
        busy = board.calls or pbx.tasks or pbx.astdb or board.tally.count(dial="calling")
        if busy or board.tally.count(dial="waiting") > 1 or not site.node.inbox._clear.is_set():
            return False
        return not await self.count_live(site)

    async def settle(self, site: Site, seconds: float = 20.0) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not await self.is_settled(site):
                    await asyncio.sleep(0.005)
        except TimeoutError as error:
            raise AssertionError(await self.describe(site)) from error

    async def describe(self, site: Site) -> str:
        """What is in the way of rest."""
        rows = await self.fetch(
            sa.select(attempts.c.id, attempts.c.created_at, attempts.c.outcome).where(
                attempts.c.live, attempts.c.pbx == site.node.name
            )
        )
        board, pbx = site.board, site.fake.pbx
        return (
            f"link {site.node.link.state} {site.node.why_down}, live {rows}, hold {board.hold}, "
            f"calls {board.calls}, pbx {pbx.channels} {pbx.astdb}, standings "
            f"{board.tally.standings}, now {self.server.clock()}"
        )

    async def check(self, site: Site, numbers: Sequence[str], what: str) -> None:
        """The invariants, once all is settled: everybody was called once and registered once."""
        campaign, pbx = site.board.plan.id, site.fake.pbx
        assert pbx.astdb == {}, what
        assert max(pbx.originates.values(), default=0) <= 1, what
        assert site.dialled == dict.fromkeys(numbers, 1), what
        ours = sa.select(attempts.c.id).where(attempts.c.campaign_id == campaign)
        rows = await self.fetch(
            sa.select(replies.c.attempt_id, replies.c.step, replies.c.key, replies.c.effect).where(
                replies.c.attempt_id.in_(ours)
            )
        )
        seen = sorted((row.step, row.key, row.effect) for row in rows)
        count = len(numbers)
        assert seen == [(1, "5", "unmapped")] * count + [(2, "1", "applied")] * count, what
        everybody = await self.fetch(
            sa.select(campaign_members.c.dial, campaign_members.c.state, campaign_members.c.outcome)
            .where(campaign_members.c.campaign_id == campaign)
            .where(campaign_members.c.typed != ANCHOR)
        )
        assert {tuple(row) for row in everybody} <= {("done", "registered", "answered")}, what
        history = sa.select(sa.func.count()).select_from(member_history.join(campaign_members))
        lines = await self.fetch(history.where(campaign_members.c.campaign_id == campaign))
        assert lines[0][0] == 2 * count, what
        await self.check_board(site, what)

    async def check_board(self, site: Site, what: str) -> None:
        """The board's counters, moved along, are what a fresh count gives."""
        campaign = site.board.plan.id
        async with self.server.db.read() as connection:
            fresh = await members.count_standings(connection, [campaign])
        assert dict(site.board.tally.standings) == dict(fresh[campaign]), what


@asynccontextmanager
async def serve(
    folder: Path, fakes: Sequence[FakeAmi], *, pace: float = 1.0, **changes: object
) -> AsyncIterator[World]:
    """A started server with a running campaign on each of the PBXs, which must be listening."""
    connections = [
        read_connection(
            AnyUrl(
                f"ami://cti:{quote(SECRET)}@127.0.0.1:{fake.port}/pbx{number}?trunk=carrier"
                "&caller_id=02873001000&rate=1000"
            )
        )
        for number, fake in enumerate(fakes)
    ]
    settings = Settings(
        data_dir=folder,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"),
        http_port=0,
        pbx=(),
    )
    server = Server(settings, connections, HurriedClock(pace))
    for node in server.nodes:
        node.link._settings = QUIET
    await server.start()
    try:
        async with asyncio.timeout(20):
            await asyncio.gather(*(node.link.wait_up() for node in server.nodes))
        sites = [
            Site(fake, node, await start_campaign(server, node.name, changes))
            for fake, node in zip(fakes, server.nodes, strict=True)
        ]
        yield World(server, sites)
    finally:
        await server.stop()


async def start_campaign(server: Server, pbx: str, changes: dict[str, object]) -> Board:
    now = server.clock()
    values = {
        "name": f"Hội thảo {pbx}",
        "state": "running",
        "purpose": "care",
        "pbx": pbx,
        "trunk": "carrier",
        "caller_id": "02873001000",
        "keys": {"1": "registered", "2": "participated", "3": "cancelled"},
        "refuse_key": "9",
        "repeats": 2,
        "key_wait_s": 5,
        "ring_s": 30,
        "window": {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "24:00"},
        "retry": {
            name: {"tries": 1, "after_s": 0}
            for name in ("busy", "no_answer", "congestion", "no_key")
        },
        "max_concurrent": 50,
        "calls_per_second": 1000,
        "created_at": now,
        "updated_at": now,
    }
    async with server.db.write() as unit:
        prompt = await unit.connection.execute(
            sa.insert(prompts)
            .values(name="p", kind="speech", sha256="0" * 64, seconds=1.0, created_at=now)
            .returning(prompts.c.id)
        )
        values["prompt_id"] = prompt.scalar_one()
        campaign = await store.insert_campaign(unit.connection, values | changes)
        plan = await store.find_plan(unit.connection, campaign)
        anchor = members.new_member(
            campaign, typed=ANCHOR, e164=f"+84{ANCHOR[1:]}", name=None, state=None, now=now
        )
        added = await members.add_members(unit.connection, [anchor | {"due_at": now + LATER}])
    assert plan is not None
    board = server.boards.add(plan)
    board.join(added[0], 1, now)
    return board


def number_of(site: int, index: int) -> str:
    """Mobiles that no two sites share."""
    return f"09{10 + site:02d}{index:06d}"


async def reconnected(site: Site, connections: int) -> None:
    """Wait until there was another connection and it is up."""
    await until(lambda: site.fake.connections > connections, 10)
    async with asyncio.timeout(10):
        await site.node.link.wait_up()
