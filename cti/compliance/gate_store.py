"""What the gate needs from the database: set queries, one statement for a whole batch. SQL only."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.compliance.gate import EarlierDecision
from cti.schema import attempts, consents, gate_decisions

NOT_DIALLED = ("not_placed", "agent_no_answer")
"""Outcomes of attempts that never reached for the customer, and so do not count for the cap."""


class History(NamedTuple):
    """What happened to a number lately."""

    active: bool
    advertised: int


async def read_history(
    connection: AsyncConnection, numbers: Collection[str], since: datetime
) -> dict[str, History]:
    """Who is being called now, and how many advertising calls each number got after `since`."""
    placed = (
        (attempts.c.created_at > since)
        & (gate_decisions.c.purpose == "advertising")
        & (attempts.c.outcome.is_(None) | attempts.c.outcome.not_in(NOT_DIALLED))
    )
    statement = (
        sa.select(
            attempts.c.e164,
            sa.func.max(sa.case((attempts.c.live, 1), else_=0)),
            sa.func.sum(sa.case((placed, 1), else_=0)),
        )
        .join_from(attempts, gate_decisions, isouter=True)
        .where(
            attempts.c.e164.in_(numbers),
            attempts.c.live | (attempts.c.created_at > since),
        )
        .group_by(attempts.c.e164)
    )
    rows = await connection.execute(statement)
    return {e164: History(bool(live), int(placed)) for e164, live, placed in rows}


async def find_consenting(connection: AsyncConnection, numbers: Collection[str]) -> set[str]:
    """Which of `numbers` agreed to advertising calls and did not withdraw."""
    statement = sa.select(consents.c.e164).where(
        consents.c.e164.in_(numbers),
        consents.c.channel == "voice",
        consents.c.withdrawn_at.is_(None),
    )
    return set((await connection.execute(statement)).scalars())


async def find_decisions(
    connection: AsyncConnection, ids: Collection[str]
) -> dict[str, EarlierDecision]:
    """Stored decisions, by id."""
    row = gate_decisions.c
    statement = sa.select(
        row.id, row.verdict, row.reasons, row.purpose, row.e164, row.user_id, row.at
    ).where(row.id.in_(ids))
    return {
        found.id: EarlierDecision(
            found.verdict,
            frozenset(found.reasons),
            found.purpose,
            found.e164,
            found.user_id,
            found.at,
        )
        for found in await connection.execute(statement)
    }


async def save_decisions(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store decisions, all in one go."""
    await connection.execute(sa.insert(gate_decisions), rows)
