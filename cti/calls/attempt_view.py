"""An attempt with its decision, replies and trace, read back. SQL only."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.calls.shapes import AttemptTrace, Reply, TraceLine
from cti.calls.traces import Traces
from cti.schema import attempts, gate_decisions, replies


async def read_attempt(
    connection: AsyncConnection, condition: sa.ColumnElement[bool], traces: Traces
) -> AttemptTrace | None:
    """The attempt that fits `condition`; its trace from memory while it lives."""
    query = (
        sa.select(
            attempts, gate_decisions.c.verdict, gate_decisions.c.reasons, gate_decisions.c.rules
        )
        .outerjoin(gate_decisions, gate_decisions.c.id == attempts.c.decision_id)
        .where(condition)
    )
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    pressed = await connection.execute(
        sa.select(replies).where(replies.c.attempt_id == row["id"]).order_by(replies.c.step)
    )
    lines = row["trace"] or traces.read(row["id"]) or []
    names = AttemptTrace.model_fields.keys() & row.keys() - {"trace", "reasons"}
    return AttemptTrace.model_validate(
        {name: row[name] for name in names}
        | {
            "reasons": row["reasons"] or [],
            "replies": [
                Reply(step=reply.step, key=reply.key, at=reply.at, effect=reply.effect)
                for reply in pressed
            ],
            "trace": [TraceLine(ms=ms, what=what, detail=detail) for ms, what, detail in lines],
        }
    )
