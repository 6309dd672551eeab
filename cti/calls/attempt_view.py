"""Attempts with their decision, replies and trace, read back. SQL only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.calls.shapes import AttemptTrace, Reply, TraceLine
from cti.calls.traces import Traces
from cti.schema import attempts, gate_decisions, replies


async def read_attempts(
    connection: AsyncConnection, where: ColumnElement[bool], traces: Traces
) -> list[AttemptTrace]:
    """The attempts that `where` (on the table `attempts`) finds, the newest first.

    The trace of one that still lives comes from memory.
    """
    query = (
        select(
            attempts,
            gate_decisions.c.verdict,
            gate_decisions.c.reasons,
            gate_decisions.c.rules,
        )
        .outerjoin(gate_decisions, gate_decisions.c.id == attempts.c.decision_id)
        .where(where)
        .order_by(attempts.c.created_at.desc(), attempts.c.id.desc())
    )
    rows = (await connection.execute(query)).all()
    ids = [row.id for row in rows]
    pressed = await connection.execute(
        select(replies).where(replies.c.attempt_id.in_(ids)).order_by(replies.c.step)
    )
    by_attempt: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for reply in pressed:
        by_attempt.setdefault(reply.attempt_id, []).append(reply)
    return [_view(row, by_attempt.get(row.id, ()), traces) for row in rows]


def _view(
    row: Row[*tuple[Any, ...]], pressed: Sequence[Row[*tuple[Any, ...]]], traces: Traces
) -> AttemptTrace:
    lines = row.trace or traces.read(row.id) or []
    return AttemptTrace(
        id=row.id,
        kind=row.kind,
        e164=row.e164,
        pbx=row.pbx,
        trunk=row.trunk,
        outcome=row.outcome,
        cause=row.cause,
        tech_cause=row.tech_cause,
        live=row.live,
        verdict=row.verdict,
        reasons=row.reasons or [],
        rules=row.rules,
        created_at=row.created_at,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        replies=[Reply(step=r.step, key=r.key, at=r.at, effect=r.effect) for r in pressed],
        trace=[TraceLine(ms=ms, what=what, detail=detail) for ms, what, detail in lines],
    )
