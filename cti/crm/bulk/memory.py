"""What a job found of each customer and made of it, kept so that it can be put back.

A change is JSON: `c` column → [before, after]; `x` field of one's own → [before, after], cells
each; `s` supporters, [before, after]; `p` the opportunity that was made; `m` the campaign's member
that was made; `d` when it was deleted, and `l` contacts of others that lost it as their company.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.fields.model import Cell
from cti.crm.importing.bulk import insert_many
from cti.schema import bulk_changes, bulk_jobs

Change = dict[str, Any]

KEPT = timedelta(days=30)
"""How long a job can be undone."""

FORGOTTEN_AT_ONCE = 2_000
COLUMNS = ("job_id", "customer_id", "change")
changes = bulk_changes.c


async def keep_changes(
    connection: AsyncConnection, job_id: int, kept: Mapping[int, Change]
) -> None:
    """Remember what the job did to each of these customers."""
    rows = [(job_id, one, orjson.dumps(change).decode()) for one, change in kept.items()]
    await insert_many(connection, bulk_changes, COLUMNS, rows)


async def take_changes(
    connection: AsyncConnection, job_id: int, customer_ids: Sequence[int]
) -> dict[int, Change]:
    """What it did to them, which is remembered no longer: it is put back once."""
    rows = await connection.execute(
        delete(bulk_changes)
        .where(changes.job_id == job_id, changes.customer_id.in_(customer_ids))
        .returning(changes.customer_id, changes.change)
    )
    return {row.customer_id: orjson.loads(row.change) for row in rows}


async def count_changed(connection: AsyncConnection, job_id: int) -> int:
    """How many customers there are to put something back to."""
    count = select(func.count()).select_from(bulk_changes).where(changes.job_id == job_id)
    return int((await connection.execute(count)).scalar_one())


async def find_changed(
    connection: AsyncConnection, job_id: int, *, after: int, size: int
) -> list[int]:
    """The customers after the one with the id `after` that the job did something to."""
    rows = await connection.execute(
        select(changes.customer_id)
        .where(changes.job_id == job_id, changes.customer_id > after)
        .order_by(changes.customer_id)
        .limit(size)
    )
    return list(rows.scalars())


async def forget_some(connection: AsyncConnection, now: datetime) -> int:
    """Forget some of what is too old to be undone; how many customers of that there were."""
    # By the jobs, which are few: what newer ones remember is not looked at.
    old = select(bulk_jobs.c.id).where(
        bulk_jobs.c.ended_at < now - KEPT, exists().where(changes.job_id == bulk_jobs.c.id)
    )
    job_id = (await connection.execute(old.limit(1))).scalar()
    if job_id is None:
        return 0
    ids = await find_changed(connection, job_id, after=0, size=FORGOTTEN_AT_ONCE)
    await connection.execute(
        delete(bulk_changes).where(changes.job_id == job_id, changes.customer_id.in_(ids))
    )
    return len(ids)


def pack_cells(cells: Iterable[Cell]) -> list[list[Any]]:
    """Cells as JSON holds them."""
    return [
        [one.isoformat() if isinstance(one, date) else one for one in astuple(cell)]
        for cell in cells
    ]


def unpack_cells(packed: Iterable[Sequence[Any]]) -> list[Cell]:
    """The same back."""
    return [
        Cell(text, number, date.fromisoformat(day) if day else None, option_id)
        for text, number, day, option_id in packed
    ]
