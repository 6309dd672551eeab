"""Indexes that tell more: what lists and tiles ask of many is read off them alone."""

from collections.abc import Sequence

from alembic import op

from cti.migrations.eighth.indexes import ALIVE, FACETS

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWNER = ["owner_id", "relationship_id", "deleted_at", "last_contact_at", "created_at"]


def upgrade() -> None:
    op.create_index("ix_customers_owner", "customers", OWNER)
    op.drop_index("ix_customers_owner_created", "customers")
    for name in ("number", "day"):
        op.drop_index(f"ix_custom_values_{name}", "custom_values")
        op.create_index(
            f"ix_custom_values_{name}", "custom_values", ["field_id", name, "customer_id"]
        )
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_customers_facets", "customers")
        op.create_index(
            "ix_customers_facets",
            "customers",
            list(FACETS),
            postgresql_where=ALIVE,
            postgresql_include=["id"],
        )
