"""More columns for customers and contacts, and the merges of customers."""

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

CATALOGUES = ("source_id", "group_id", "relationship_id", "size_id", "sector_id")
INDEXED = ("email", "birthday", "tax_key", "fax_key", "office_key", "description_key")
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


def extend() -> None:
    """Column by column. Copying a table, as Alembic would on SQLite, deletes what refers to it."""
    for name in CATALOGUES:
        _refer("customers", name, "catalogue_values")
    _refer("customers", "referrer_customer_id", "customers")
    _refer("customers", "referrer_user_id", "users")
    for column in (
        sa.Column("tax_code", sa.String(length=40), nullable=True),
        sa.Column("fax", sa.String(length=64), nullable=True),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("office_address", sa.Text(), nullable=True),
        sa.Column("province", sa.String(length=100), nullable=True),
        sa.Column("last_contact_at", UtcTime(), nullable=True),
        sa.Column("tax_key", sa.String(length=40), nullable=True),
        sa.Column("fax_key", sa.String(length=40), nullable=True),
        sa.Column("office_key", sa.String(length=32), nullable=True),
        sa.Column("description_key", sa.String(length=32), nullable=True),
    ):
        op.add_column("customers", column)
    _refer("contacts", "company_id", "customers")
    _refer("contacts", "source_id", "catalogue_values")
    op.add_column("contacts", sa.Column("facebook", sa.String(length=300), nullable=True))
    for name in UTM:
        op.add_column("contacts", sa.Column(name, sa.String(length=200), nullable=True))
    for name in INDEXED:
        _index(f"ix_customers_{name}", "customers", name)
    op.create_index("ix_customers_updated", "customers", ["updated_at"])
    _index("ix_customers_relationship", "customers", "relationship_id")
    _index("ix_contacts_company", "contacts", "company_id")
    _index("ix_contacts_email", "contacts", "email")


def create() -> None:
    """What merges left, to undo them by."""
    op.create_table(
        "customer_merges",
        sa.Column("id", Id, nullable=False),
        sa.Column("kept_id", Id, nullable=False),
        sa.Column("gone_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_id"],
            ["customers.id"],
            name=op.f("fk_customer_merges_kept_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gone_id"],
            ["customers.id"],
            name=op.f("fk_customer_merges_gone_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_customer_merges_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merges")),
    )
    op.create_index(op.f("ix_customer_merges_kept_id"), "customer_merges", ["kept_id"])
    op.create_index(op.f("ix_customer_merges_gone_id"), "customer_merges", ["gone_id"])


def _refer(table: str, name: str, target: str) -> None:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}_{target}"))
    op.add_column(table, sa.Column(name, Id, key, nullable=True), inline_references=True)


def _index(name: str, table: str, column: str) -> None:
    condition = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=condition, postgresql_where=condition)
