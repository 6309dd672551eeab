"""Work on many customers at once, done in the background."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from cti.schema.base import Id, UtcTime, metadata

bulk_jobs = Table(
    "bulk_jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # edit | assign | delete | export
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
    Index("ix_bulk_jobs_user_created", "user_id", "created_at"),
)
