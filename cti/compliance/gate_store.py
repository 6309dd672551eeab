"""What the gate needs from the database: set queries, one statement for a whole batch. SQL only."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
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
    asked = {"numbers": list(numbers), "since": since}
    rows = await connection.execute(_select_history(), asked)
    return {e164: History(bool(live), int(placed)) for e164, live, placed in rows}


# Asked before every call and for the badge of every number: to put them together took longer than
# to run them.
@cache
def _select_history() -> sa.Select[str, int, int]:
    since = attempts.c.created_at > sa.bindparam("since")
    placed = (
        since
        & (gate_decisions.c.purpose == "advertising")
        & (attempts.c.outcome.is_(None) | attempts.c.outcome.not_in(NOT_DIALLED))
    )
    return (
        sa.select(
            attempts.c.e164,
            sa.func.max(sa.case((attempts.c.live, 1), else_=0)),
            sa.func.sum(sa.case((placed, 1), else_=0)),
        )
        .join_from(attempts, gate_decisions, isouter=True)
        .where(_is_asked(attempts.c.e164), attempts.c.live | since)
        .group_by(attempts.c.e164)
    )


async def find_consenting(connection: AsyncConnection, numbers: Collection[str]) -> set[str]:
    """Which of `numbers` agreed to advertising calls and did not withdraw."""
    rows = await connection.execute(_select_consents(), {"numbers": list(numbers)})
    return set(rows.scalars())


@cache
def _select_consents() -> sa.Select[str]:
    return sa.select(consents.c.e164).where(
        _is_asked(consents.c.e164),
        consents.c.channel == "voice",
        consents.c.withdrawn_at.is_(None),
    )


def _is_asked(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam("numbers", expanding=True))


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
