"""The ledger's writes for many facts at once: three statements, however many there are. SQL only.

For who has locked the attempts and read their replies first, and so knows what is new.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.calls.facts import AnsweredFact, OutcomeFact, ReplyFact
from cti.db import Unit
from cti.schema import attempts, replies

REPLIES = sa.select(replies.c.attempt_id, replies.c.step, replies.c.effect).where(
    replies.c.attempt_id.in_(sa.bindparam("ids", expanding=True))
)
ANSWER = (
    sa.update(attempts)
    .where(attempts.c.id == sa.bindparam("attempt"), attempts.c.answered_at.is_(None))
    .values(answered_at=sa.bindparam("at"))
)
SETTLE = (
    sa.update(attempts)
    .where(attempts.c.id == sa.bindparam("attempt"), attempts.c.live)
    .values(
        live=sa.false(),
        outcome=sa.bindparam("new_outcome"),
        cause=sa.bindparam("new_cause"),
        tech_cause=sa.bindparam("new_tech_cause"),
        ended_at=sa.bindparam("new_ended_at"),
        answered_at=sa.func.coalesce(
            attempts.c.answered_at,
            sa.bindparam("new_answered_at", type_=attempts.c.answered_at.type),
        ),
    )
)


async def list_replies(
    connection: AsyncConnection, attempt_ids: Sequence[str]
) -> dict[tuple[str, int], str]:
    """The key presses that are stored: (attempt, step) → effect."""
    rows = await connection.execute(REPLIES, {"ids": list(attempt_ids)})
    return {(attempt_id, step): effect for attempt_id, step, effect in rows}


async def mark_answered(unit: Unit, facts: Sequence[AnsweredFact]) -> None:
    """Note when customers answered."""
    if facts:
        rows = [{"attempt": fact.attempt_id, "at": fact.at} for fact in facts]
        await unit.connection.execute(ANSWER, rows)


async def save_replies(unit: Unit, facts: Sequence[tuple[ReplyFact, str]]) -> None:
    """Store key presses, each with its effect."""
    if not facts:
        return
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    rows = [
        {
            "attempt_id": fact.attempt_id,
            "step": fact.step,
            "key": fact.key[:8],
            "at": fact.at,
            "effect": effect,
        }
        for fact, effect in facts
    ]
    await unit.connection.execute(insert(replies).on_conflict_do_nothing(), rows)


async def settle(unit: Unit, facts: Sequence[OutcomeFact]) -> None:
    """Close live attempts."""
    if not facts:
        return
    rows = [
        {
            "attempt": fact.attempt_id,
            "new_outcome": fact.outcome.value,
            "new_cause": fact.cause,
            "new_tech_cause": fact.tech_cause[:120] or None,
            "new_ended_at": fact.ended_at,
            "new_answered_at": fact.answered_at,
        }
        for fact in facts
    ]
    await unit.connection.execute(SETTLE, rows)
