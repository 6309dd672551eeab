"""How people look at lists: saved views, and what each user has chosen for a list."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Id, primary_key=True),
    Column("list", String(20), nullable=False),  # customers
    Column("name", String(120), nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),  # whose it is
    Column("shared", String(8), nullable=False),  # private | team | all
    Column("team_id", ForeignKey("teams.id", ondelete="SET NULL")),  # with which team
    Column("query", JSON, nullable=False),  # what is searched, filtered and sorted by
    Column("columns", JSON, nullable=False),  # keys, in order
    Column("page_size", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("user_id", "list", "name"),
    Index("ix_saved_views_list_shared", "list", "shared"),
    **NEVER_AGAIN,
)

list_choices = Table(
    "list_choices",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("list", String(20), primary_key=True),
    Column("columns", JSON),  # null: as the list comes
    Column("page_size", Integer),
    Column("default_view", String(24)),  # all | mine | department | unowned | a view's id
)
"""Remembered per user: columns (R135), page size, the view a list opens with."""
