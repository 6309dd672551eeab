"""Rights: roles of one's own, departments, teams."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    create_roles()
    create_groups()
    extend_users()


def create_roles() -> None:
    op.create_table(
        "roles",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )


def create_groups() -> None:
    op.create_table(
        "departments",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    op.create_table(
        "team_leaders",
        sa.Column("team_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_team_leaders_team_id_teams"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_team_leaders_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_leaders")),
    )
    op.create_index(op.f("ix_team_leaders_user_id"), "team_leaders", ["user_id"])


def extend_users() -> None:
    """Column by column. Copying a table, as Alembic would on SQLite, deletes what refers to it."""
    _refer("role_key", sa.String(length=40), "roles.key")
    _refer("department_id", Id, "departments.id")


def _refer(name: str, kind: sa.types.TypeEngine[Any], to: str) -> None:
    table = to.partition(".")[0]
    key = sa.ForeignKey(to, name=op.f(f"fk_users_{name}_{table}"))
    op.add_column("users", sa.Column(name, kind, key, nullable=True), inline_references=True)
    op.create_index(op.f(f"ix_users_{name}"), "users", [name])
