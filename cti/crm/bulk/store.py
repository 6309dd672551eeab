"""Bulk jobs in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.bulk.shapes import BulkJob
from cti.schema import bulk_jobs

OPEN = ("waiting", "running")
SHOWN = 50

jobs = bulk_jobs.c


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
    """The newest jobs of a user."""
    query = select(bulk_jobs).where(jobs.user_id == user_id)
    rows = await connection.execute(query.order_by(jobs.id.desc()).limit(SHOWN))
    return rows.mappings().all()


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
