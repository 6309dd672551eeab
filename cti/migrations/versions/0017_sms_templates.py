"""Templates of text messages; what figures of a period are counted by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COUNTED = {  # index → table, columns, of which rows
    "ix_tasks_done": (
        "tasks",
        ["assignee_id", "state", "finished_at", "customer_id"],
        "state = 'done' AND customer_id IS NOT NULL",
    ),
    "ix_comments_posted": (
        "comments",
        ["author_id", "posted_at", "deleted_at"],
        "deleted_at IS NULL",
    ),
    "ix_calls_talked": (
        "calls",
        ["user_id", "started_at", "answered_at", "ended_at", "direction"],
        "direction = 'outbound' AND user_id IS NOT NULL AND ended_at > answered_at",
    ),
}


def upgrade() -> None:
    op.create_table(
        "sms_templates",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_sms_templates_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_sms_templates_name")),
    )
    op.create_index("ix_sms_templates_name_key", "sms_templates", ["name_key", "id"])
    for name, (table, columns, condition) in COUNTED.items():
        rows = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
