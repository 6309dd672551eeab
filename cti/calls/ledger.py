"""The ledger of attempts: reserved before anything is dialled, settled once. SQL only.

An attempt's row is committed before its Originate goes out, and its id is the ChannelId: whatever
happens after that, the attempt can be looked up instead of being dialled again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.calls.facts import AttemptRow
from cti.calls.outcome import Outcome
from cti.db import Unit
from cti.schema import attempts

COLUMNS = [attempts.c[name] for name in AttemptRow._fields]


class NewAttempt(NamedTuple):
    """An attempt about to be made; `id` becomes the ChannelId of its Originate."""

    id: str
    kind: str  # campaign | click
    pbx: str
    trunk: str
    e164: str
    created_at: datetime
    decision_id: str | None = None
    campaign_id: int | None = None
    member_id: int | None = None
    contact_id: int | None = None
    user_id: int | None = None
    number: int = 1


async def reserve(unit: Unit, wanted: Sequence[NewAttempt]) -> set[str]:
    """Write the attempts down; returns the ids of those refused.

    Refused is who would be the second live attempt at a number, whoever dials it (also within
    `wanted`, where the first wins): the database's own unique index decides.
    """
    if not wanted:
        return set()
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(attempts)
        .on_conflict_do_nothing(index_elements=[attempts.c.e164], index_where=sa.text("live"))
        .returning(attempts.c.id)
    )
    rows = [attempt._asdict() | {"live": True} for attempt in wanted]
    taken = set((await unit.connection.execute(statement, rows)).scalars())
    return {attempt.id for attempt in wanted} - taken


SENT = (
    sa.update(attempts)
    .where(attempts.c.id == sa.bindparam("attempt"))
    .values(sent_at=sa.bindparam("at"))
)


async def mark_sent(unit: Unit, sent: Mapping[str, datetime]) -> None:
    """Note when Originates went out, by attempt. For the eye: nothing is decided by it."""
    if sent:
        rows = [{"attempt": attempt_id, "at": at} for attempt_id, at in sent.items()]
        await unit.connection.execute(SENT, rows)


async def mark_answered(unit: Unit, attempt_id: str, at: datetime) -> bool:
    """Note when the customer answered; False when it was known."""
    unknown = (attempts.c.id == attempt_id) & attempts.c.answered_at.is_(None)
    statement = sa.update(attempts).where(unknown).values(answered_at=at)
    return (await unit.connection.execute(statement)).rowcount == 1


async def settle(
    unit: Unit,
    attempt_id: str,
    outcome: Outcome,
    *,
    ended_at: datetime,
    cause: int | None = None,
    tech_cause: str = "",
    answered_at: datetime | None = None,
) -> bool:
    """Close a live attempt; False when it was closed before (or never was), changing nothing."""
    values: dict[str, Any] = {
        "live": False,
        "outcome": outcome.value,
        "cause": cause,
        "tech_cause": tech_cause[:120] or None,
        "ended_at": ended_at,
    }
    if answered_at is not None:
        values["answered_at"] = sa.func.coalesce(
            attempts.c.answered_at, sa.literal(answered_at, attempts.c.answered_at.type)
        )
    statement = (
        sa.update(attempts).where(attempts.c.id == attempt_id, attempts.c.live).values(values)
    )
    return (await unit.connection.execute(statement)).rowcount == 1


async def save_traces(unit: Unit, traces: Mapping[str, list[list[object]]]) -> None:
    """Store what happened to attempts, by id: rows of [ms since reserved, what, detail]."""
    if not traces:
        return
    statement = (
        sa.update(attempts)
        .where(attempts.c.id == sa.bindparam("attempt"))
        .values(trace=sa.bindparam("lines"))
    )
    rows = [{"attempt": key, "lines": lines} for key, lines in traces.items()]
    await unit.connection.execute(statement, rows)


async def live_attempts(connection: AsyncConnection, pbx: str) -> list[AttemptRow]:
    """The attempts of one PBX that are not settled, oldest first."""
    statement = (
        sa.select(*COLUMNS)
        .where(attempts.c.pbx == pbx, attempts.c.live)
        .order_by(attempts.c.created_at, attempts.c.id)
    )
    return [AttemptRow(*row) for row in await connection.execute(statement)]


FIND = sa.select(*COLUMNS).where(attempts.c.id.in_(sa.bindparam("ids", expanding=True)))
FIND_LOCKED = FIND.with_for_update()


async def find_attempts(
    connection: AsyncConnection, ids: Iterable[str], *, lock: bool = False
) -> dict[str, AttemptRow]:
    """The attempts of these ids, by id; unknown ones are left out.

    With `lock` they stay as they are read until the transaction ends. (SQLite's write unit is
    alone in any case.)
    """
    result = await connection.execute(FIND_LOCKED if lock else FIND, {"ids": sorted(set(ids))})
    return {row.id: AttemptRow(*row) for row in result}
