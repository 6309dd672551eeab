"""Work on many customers at once, done in the background."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from cti.schema.base import Id, UtcTime, metadata
from cti.schema.crm import where_set

bulk_jobs = Table(
    "bulk_jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    # edit | assign | delete | export | opportunity | campaign | undo
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # waiting | running | done | cancelled | failed
    Column("selection", JSON, nullable=False),  # ids, or the query of the customer list
    Column("request", JSON, nullable=False),  # what is done to each
    Column("position", Id, nullable=False, server_default="0"),  # the last customer that was done
    Column("total", Integer),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("changed", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("refusals", JSON, nullable=False),  # the first of them: customer, code, params
    Column("given", JSON, nullable=False),  # of an assignment: user → customers they got
    Column("file", String(80)),  # of an export, in the data folder
    Column("error", String(64)),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    # Of an undo: the job that it takes back, which is the same user's and goes with it.
    Column("undoes_id", Id),
    Index("ix_bulk_jobs_undoes", "undoes_id", **where_set("undoes_id")),
    Index("ix_bulk_jobs_user_created", "user_id", "created_at"),
)

bulk_changes = Table(
    "bulk_changes",
    metadata,
    Column("job_id", ForeignKey("bulk_jobs.id", ondelete="CASCADE"), primary_key=True),
    # No foreign key: what has to be put back, for whom there is somebody to put it back to.
    Column("customer_id", Id, primary_key=True, autoincrement=False),
    # JSON as text: many are written, few are ever read.
    Column("change", Text, nullable=False),  # cti.crm.bulk.memory
)
