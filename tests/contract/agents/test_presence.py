import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cti.accounts.rights import Caller, Role
from cti.agents.errors import PauseReasonMissingError
from cti.agents.service import Presences, _save
from cti.agents.shapes import PresenceForm, PresenceView
from cti.db import Database
from cti.live.hub import Hub
from cti.schema import agent_states, users

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LINH = Caller(1, "linh", "Linh", Role.AGENT, None, "101")


@pytest.fixture
async def presences(db: Database) -> Presences:
    async with db.write() as unit:
        await unit.connection.execute(
            sa.insert(users).values(
                id=1, username="linh", name="Linh", role="agent", password_hash="-", created_at=NOW
            )
        )
    return Presences(db, Hub(), lambda: NOW)


async def test_presence_is_shown_at_once_and_outlives_a_restart(
    db: Database, presences: Presences
) -> None:
    assert presences.find(1).presence == "offline"
    await presences.change(LINH, PresenceForm(presence="ready"))
    await presences.change(LINH, PresenceForm(presence="paused", reason="Ăn trưa"))
    hub = Hub()
    later = Presences(db, hub, lambda: NOW)
    await later.load()
    shown = hub.document("user/1").entries["presence"]
    assert shown == {"presence": "paused", "reason": "Ăn trưa", "since": "2026-11-21T09:00:00Z"}


async def test_a_pause_needs_a_reason_and_nothing_else_keeps_one(presences: Presences) -> None:
    with pytest.raises(PauseReasonMissingError):
        await presences.change(LINH, PresenceForm(presence="paused"))
    view = await presences.change(LINH, PresenceForm(presence="ready", reason="whatever"))
    assert view.reason is None


async def test_two_tabs_that_say_it_for_the_first_time_at_once_are_both_heard(
    db: Database, presences: Presences
) -> None:
    async with db.write() as unit:
        first = PresenceView(presence="ready", reason=None, since=NOW)
        await _save(unit, 1, first)
        second = asyncio.create_task(
            presences.change(LINH, PresenceForm(presence="paused", reason="Ăn trưa"))
        )
        await asyncio.sleep(0.2)
    await second
    async with db.read() as connection:
        (row,) = (await connection.execute(sa.select(agent_states))).all()
    assert (row.presence, row.reason) == ("paused", "Ăn trưa")
