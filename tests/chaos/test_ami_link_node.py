"""The same cuts as test_ami_link_cuts, under the real ledger, inbox and reconciler.

Bytes are taken at a stride here: each cut has a database of its own. The bare link's test takes
every one of them.
"""

import asyncio
import contextlib
import dataclasses
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cti.ami.errors import FateUnknownError, LinkDownError
from cti.bus import Bus
from cti.calls import batch, ledger, reconciling
from cti.calls.facts import AttemptRow, Fact, OutcomeFact, ReplyFact
from cti.calls.ledger import NewAttempt
from cti.calls.node import PbxNode
from cti.calls.outcome import Outcome
from cti.calls.reconciling import Reconciler
from cti.calls.traces import Traces
from cti.db import Database, Unit
from cti.migrate import migrate
from cti.schema import attempts, replies
from tests.fakes.fake_ami import FakeAmi, Faults
from tests.fakes.fake_pbx import PRESSES_1, FakePbx
from tests.fakes.links import FAST, dial, until

QUIET = dataclasses.replace(FAST, ping_interval=60)
AT_ONCE = 12
CUTS = 120  # in each direction
FASTER = 20  # the clock's pace, so that nobody waits for the grace of an unknown fate

ATTEMPT = "at_1"


LOOKING: set[Reconciler] = set()
look_really = Reconciler.look


async def look(self: Reconciler, age: timedelta = timedelta(0)) -> bool:
    LOOKING.add(self)
    try:
        return await look_really(self, age)
    finally:
        LOOKING.discard(self)


class HurriedClock:
    def __init__(self) -> None:
        self.began = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * FASTER


class CampaignFacts:
    """The smallest sink there can be: replies and outcomes go to their tables."""

    async def apply(
        self, unit: Unit, facts: Sequence[Fact], rows: Mapping[str, AttemptRow]
    ) -> None:
        assert set(rows) == {fact.attempt_id for fact in facts}
        for fact in facts:
            if isinstance(fact, ReplyFact):
                await batch.save_replies(unit, [(fact, "applied")])
            elif isinstance(fact, OutcomeFact):
                await ledger.settle(unit, fact.attempt_id, fact.outcome, ended_at=fact.ended_at)


async def play(faults: Faults, url: str) -> tuple[FakeAmi, list[str], Outcome | None]:
    """One call from the ledger to its end: the keys stored, and the outcome."""
    customer = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.001)
    db, clock = Database(url), HurriedClock()
    async with FakeAmi(FakePbx(default=customer), faults) as fake:
        node = PbxNode(
            "main",
            fake.address,
            "carrier",
            caller_id="02873001000",
            db=db,
            bus=Bus(),
            clock=clock,
            sinks={"campaign": CampaignFacts()},
            traces=Traces(),
            link_settings=QUIET,
        )
        await node.start()
        async with asyncio.timeout(20):
            await node.link.wait_up()
        wanted = NewAttempt(ATTEMPT, "campaign", "main", "carrier", "+84912345601", clock())
        async with db.write() as unit:
            assert await ledger.reserve(unit, [wanted]) == set()
        with contextlib.suppress(LinkDownError, FateUnknownError):
            await node.send(dial(ATTEMPT))
        node.look_up()
        async with asyncio.timeout(20):
            while await count_live(db) or fake.pbx.tasks or fake.pbx.astdb:
                await asyncio.sleep(0.01)  # the ledger, the PBX and its outbox come to rest
        # A read that is cancelled leaves its connection to the garbage collector, which complains.
        await until(lambda: not node.reconciler._wanted.is_set() and node.reconciler not in LOOKING)
        await node.stop()
    async with db.read() as connection:
        stored = await connection.execute(sa.select(replies.c.key).order_by(replies.c.step))
        keys = list(stored.scalars())
        outcome = (await connection.execute(sa.select(attempts.c.outcome))).scalar_one()
    await db.close()
    return fake, keys, outcome


async def count_live(db: Database) -> int:
    async with db.read() as connection:
        return len(await ledger.live_attempts(connection, "main"))


@pytest.fixture(scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "cti.sqlite3"
    await migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.mark.parametrize("direction", ["cut_out_at", "cut_in_at"])
async def test_the_ledger_is_true_wherever_a_call_is_cut(
    direction: str, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "AGAIN_S", 0.05)
    monkeypatch.setattr(Reconciler, "look", look)
    turns = asyncio.Semaphore(AT_ONCE)

    async def play_at(at: int | None) -> FakeAmi:
        path = tmp_path / f"{at}.sqlite3"
        async with turns:
            shutil.copy(template, path)
            fake, keys, outcome = await play(
                Faults(**{direction: at}), f"sqlite+aiosqlite:///{path}"
            )
            path.unlink()
        calls = fake.pbx.calls.total()
        assert fake.pbx.originates[ATTEMPT] == calls <= 1, at
        assert keys == (["5", "1"] if calls else []), at
        assert (outcome == Outcome.NOT_PLACED) == (calls == 0), (at, outcome)
        assert fake.pbx.astdb == {}, at
        return fake

    whole = await play_at(None)
    size = len((whole.told if direction == "cut_out_at" else whole.heard)[1])
    async with asyncio.TaskGroup() as group:
        cuts = [group.create_task(play_at(at)) for at in range(1, size + 1, size // CUTS)]
    dialled = sum(cut.result().pbx.calls.total() for cut in cuts)
    assert 0 < dialled <= len(cuts)
