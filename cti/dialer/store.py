"""SQL of campaigns. Rows in, rows out; no rules here."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.dialer.campaign import State
from cti.dialer.plan import Plan, read_plan
from cti.schema import campaigns, prompts

PLANS = select(campaigns, prompts.c.sha256).join(prompts)


async def insert_campaign(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a new campaign; returns its id."""
    result = await connection.execute(insert(campaigns).values(**values).returning(campaigns.c.id))
    return int(result.scalar_one())


async def find_plan(connection: AsyncConnection, campaign_id: int) -> Plan | None:
    """One campaign."""
    row = (await connection.execute(PLANS.where(campaigns.c.id == campaign_id))).mappings().first()
    return read_plan(dict(row)) if row else None


async def list_plans(
    connection: AsyncConnection, states: Sequence[State] | None = None
) -> list[Plan]:
    """Campaigns, the newest first; of some states, or all."""
    query = PLANS.order_by(campaigns.c.id.desc())
    if states is not None:
        query = query.where(campaigns.c.state.in_(states))
    return [read_plan(dict(row)) for row in (await connection.execute(query)).mappings()]


async def change_campaign(
    connection: AsyncConnection, campaign_id: int, version: int, values: Mapping[str, Any]
) -> bool:
    """Change a campaign unless somebody else did since `version` was read."""
    result = await connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id, campaigns.c.version == version)
        .values(**values, version=version + 1)
    )
    return bool(result.rowcount)


async def move_campaign(
    connection: AsyncConnection, campaign_id: int, before: State, values: Mapping[str, Any]
) -> bool:
    """Change a campaign's state, if it still is `before`: of two who press, one moves it."""
    result = await connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id, campaigns.c.state == before)
        .values(**values, version=campaigns.c.version + 1)
    )
    return bool(result.rowcount)


async def is_running(connection: AsyncConnection, campaign_id: int) -> bool:
    """Whether a campaign may dial; in a write unit it stays so until the unit has ended."""
    query = select(campaigns.c.state).where(campaigns.c.id == campaign_id)
    # SQLite's compiler leaves the lock out: there the write unit is alone in any case.
    state = (await connection.execute(query.with_for_update(read=True))).scalar_one_or_none()
    return state == State.RUNNING


async def has_prompt(connection: AsyncConnection, prompt_id: int) -> bool:
    """Whether there is such a prompt."""
    query = select(func.count()).where(prompts.c.id == prompt_id)
    return bool((await connection.execute(query)).scalar_one())
