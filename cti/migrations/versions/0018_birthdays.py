"""Users' birthdays and who was told of them; appointments as customers' calendars know them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("users", sa.Column("birthday", sa.Date(), nullable=True))
    op.create_table(
        "birthday_tellings",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_birthday_tellings_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "day", name=op.f("pk_birthday_tellings")),
    )
    _create_invitations()


def _create_invitations() -> None:
    op.create_table(
        "appointment_invitations",
        sa.Column("id", Id, nullable=False),
        sa.Column("appointment_id", Id, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_invitations_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_appointment_invitations_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_invitations")),
        sa.UniqueConstraint(
            "appointment_id",
            "email",
            name=op.f("uq_appointment_invitations_appointment_id_email"),
        ),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_appointment_invitations_due",
        "appointment_invitations",
        ["due_at"],
        unique=False,
        sqlite_where=due,
        postgresql_where=due,
    )
