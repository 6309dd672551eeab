"""What people have to do, arrange and have done."""

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

TYPES = ("Tư vấn", "Gửi báo giá", "Chốt đơn", "Chăm sóc sau bán", "Khiếu nại", "Khác")


def seed() -> None:
    """Types of transactions that a company can begin with; each can be changed."""
    table = sa.table(
        "catalogue_values",
        sa.column("catalogue", sa.String),
        sa.column("label", sa.String),
        sa.column("label_key", sa.String),
        sa.column("position", sa.Integer),
    )
    rows = [
        {
            "catalogue": "transaction_type",
            "label": label,
            "label_key": label.lower(),
            "position": at,
        }
        for at, label in enumerate(TYPES)
    ]
    op.bulk_insert(table, rows)


def create() -> None:
    """In the order of their references."""
    _create_tasks()
    _create_transactions()
    _create_appointments()
    _create_appointment_users()


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_key", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("assignee_id", Id, nullable=True),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("remind_minutes", sa.Integer(), nullable=True),
        sa.Column("remind_at", UtcTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["users.id"],
            name=op.f("fk_tasks_assignee_id_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_tasks_created_by_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_tasks_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index("ix_tasks_assignee", "tasks", ["assignee_id", "state", "due_at"])
    op.create_index("ix_tasks_customer_created", "tasks", ["customer_id", "created_at"])
    op.create_index(
        "ix_tasks_remind",
        "tasks",
        ["remind_at"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index("ix_tasks_state_due", "tasks", ["state", "due_at"])


def _create_transactions() -> None:
    op.create_table(
        "transactions",
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("type_id", Id, nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_transactions_created_by_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_transactions_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["catalogue_values.id"],
            name=op.f("fk_transactions_type_id_catalogue_values"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
    )
    op.create_index(
        "ix_transactions_customer_created", "transactions", ["customer_id", "created_at"]
    )
    op.create_index(op.f("ix_transactions_type_id"), "transactions", ["type_id"])


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("remind_minutes", sa.Integer(), nullable=True),
        sa.Column("remind_at", UtcTime(), nullable=True),
        sa.Column("cancelled_at", UtcTime(), nullable=True),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_appointments_contact_id_contacts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_appointments_created_by_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_appointments_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_customer_created", "appointments", ["customer_id", "created_at"]
    )
    op.create_index(
        "ix_appointments_remind",
        "appointments",
        ["remind_at"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index("ix_appointments_starts", "appointments", ["starts_at"])


def _create_appointment_users() -> None:
    op.create_table(
        "appointment_users",
        sa.Column("appointment_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_users_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_appointment_users_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("appointment_id", "user_id", name=op.f("pk_appointment_users")),
    )
    op.create_index(op.f("ix_appointment_users_user_id"), "appointment_users", ["user_id"])
