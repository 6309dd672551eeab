"""Quotes, orders, contracts, receipts and payments; which types of contracts renew one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "commercial_documents"

TYPES = (("Hợp đồng mới", False), ("Gia hạn", True), ("Hợp đồng nguyên tắc", False))
"""R215: types of contracts, and whether such a contract renews one."""

REFERENCES = (
    ("customer_id", "customers", "CASCADE"),
    ("contact_id", "contacts", "SET NULL"),
    ("type_id", "catalogue_values", None),
    ("about_id", TABLE, "SET NULL"),
    ("created_by", "users", "SET NULL"),
)
"""Column → table it points to, and what becomes of the row when that row goes."""

values = sa.table(
    "catalogue_values",
    sa.column("catalogue", sa.String),
    sa.column("label", sa.String),
    sa.column("label_key", sa.String),
    sa.column("position", sa.Integer),
    sa.column("renews", sa.Boolean),
)


def upgrade() -> None:
    mark: sa.Column[bool] = sa.Column(
        "renews", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("catalogue_values", mark)
    rows = [
        {
            "catalogue": "contract_type",
            "label": label,
            "label_key": label.lower(),
            "position": at,
            "renews": renews,
        }
        for at, (label, renews) in enumerate(TYPES)
    ]
    op.bulk_insert(values, rows)
    _create_documents()


def _create_documents() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("type_id", Id, nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("about_id", Id, nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_{TABLE}_{column}_{table}"),
                ondelete=when_gone,
            )
            for column, table, when_gone in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("number_key", name=op.f(f"uq_{TABLE}_number_key")),
    )
    op.create_index("ix_commercial_documents_customer", TABLE, ["customer_id", "created_at"])
    op.create_index("ix_commercial_documents_created", TABLE, ["created_at"])
    op.create_index("ix_commercial_documents_kind_day", TABLE, ["kind", "day"])
    for name, column in (
        ("contact", "contact_id"),
        ("about", "about_id"),
        ("type", "type_id"),
        ("ends", "ends_on"),
    ):
        is_set = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_commercial_documents_{name}",
            TABLE,
            [column],
            sqlite_where=is_set,
            postgresql_where=is_set,
        )
