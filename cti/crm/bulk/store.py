"""Bulk jobs in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.bulk.shapes import BulkJob
from cti.schema import bulk_changes, bulk_jobs

OPEN = ("waiting", "running")
SHOWN = 50

jobs = bulk_jobs.c
undoing = bulk_jobs.alias("undoing")
undone = bulk_jobs.alias("undone")


async def insert_job(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store a job that waits for its turn; its id."""
    row = await connection.execute(
        insert(bulk_jobs).returning(jobs.id),
        {**values, "state": "waiting", "refusals": [], "given": {}},
    )
    job_id: int = row.scalar_one()
    return job_id


async def find_job(
    connection: AsyncConnection, job_id: int, *, lock: bool = False
) -> RowMapping | None:
    """A job; with `lock`, nobody else's to change until the unit ends."""
    query = select(bulk_jobs).where(jobs.id == job_id)
    row = await connection.execute(query.with_for_update() if lock else query)
    return row.mappings().one_or_none()


async def list_jobs(connection: AsyncConnection, user_id: int) -> Sequence[RowMapping]:
    """The newest jobs of a user, for `view_job`."""
    query = _select_views().where(jobs.user_id == user_id)
    result = await connection.execute(query.order_by(jobs.id.desc()).limit(SHOWN))
    rows: Sequence[RowMapping] = result.mappings().all()
    return rows


async def find_view(connection: AsyncConnection, job_id: int) -> RowMapping | None:
    """A job for `view_job`."""
    result = await connection.execute(_select_views().where(jobs.id == job_id))
    row: RowMapping | None = result.mappings().one_or_none()
    return row


def _select_views() -> Select[Any]:
    undone_by = select(func.max(undoing.c.id)).where(undoing.c.undoes_id == jobs.id)
    remembers = exists().where(bulk_changes.c.job_id == jobs.id)
    busy = exists().where(undoing.c.undoes_id == jobs.id, undoing.c.state.in_(OPEN))
    can_undo = jobs.state.not_in(OPEN) & remembers & ~busy
    return select(
        bulk_jobs,
        can_undo.label("can_undo"),
        undone_by.correlate(bulk_jobs).scalar_subquery().label("undone_by"),
        undone.c.kind.label("undoes"),
    ).outerjoin(undone, undone.c.id == jobs.undoes_id)


async def list_open(connection: AsyncConnection) -> list[int]:
    """The jobs that have not ended, in their order."""
    rows = await connection.execute(select(jobs.id).where(jobs.state.in_(OPEN)).order_by(jobs.id))
    return list(rows.scalars())


async def update_job(connection: AsyncConnection, job_id: int, values: Mapping[str, Any]) -> None:
    """Store new values."""
    await connection.execute(update(bulk_jobs).where(jobs.id == job_id).values(**values))


async def end_job(
    connection: AsyncConnection, job_id: int, state: str, now: datetime, error: str | None = None
) -> bool:
    """End a job that is open; False when it has ended before."""
    ended = await connection.execute(
        update(bulk_jobs)
        .where(jobs.id == job_id, jobs.state.in_(OPEN))
        .values(state=state, ended_at=now, error=error)
    )
    return ended.rowcount == 1


async def list_files(connection: AsyncConnection, since: datetime) -> set[str]:
    """The files of exports that ended since then, or have not ended."""
    rows = await connection.execute(
        select(jobs.file).where(
            jobs.file.is_not(None), (jobs.ended_at >= since) | jobs.ended_at.is_(None)
        )
    )
    return set(rows.scalars())


def view_job(row: RowMapping) -> BulkJob:
    """A job as it is sent out."""
    shown = {name: row[name] for name in BulkJob.model_fields if name in row}
    return BulkJob(**shown, has_file=row["kind"] == "export" and row["state"] == "done")
