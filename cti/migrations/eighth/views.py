"""Saved views, and what each user has chosen for a list."""

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime


def create() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", Id, nullable=False),
        sa.Column("list", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("shared", sa.String(length=8), nullable=False),
        sa.Column("team_id", Id, nullable=True),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("page_size", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_saved_views_team_id_teams"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_saved_views_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint(
            "user_id", "list", "name", name=op.f("uq_saved_views_user_id_list_name")
        ),
    )
    op.create_index("ix_saved_views_list_shared", "saved_views", ["list", "shared"])
    op.create_table(
        "list_choices",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("list", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("page_size", sa.Integer(), nullable=True),
        sa.Column("default_view", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_list_choices_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "list", name=op.f("pk_list_choices")),
    )
