"""What lists of customers are found by.

`ix_customers_facets` holds every column that lists are commonly narrowed by: of a million
customers those that fit three such filters are found in it alone, without a look at the table, and
so are the counts by relationship. `search_customers_touched` is the order of "not forgotten".
"""

import sqlalchemy as sa
from alembic import op

PICKED = ("group", "source", "size", "sector")
FACETS = (
    "relationship_id",
    "owner_id",
    "group_id",
    "source_id",
    "kind",
    "stage",
    "created_at",
    "last_contact_at",
    "deleted_at",
)
ALIVE = sa.text("deleted_at IS NULL")


def create() -> None:
    for name in PICKED:
        there = sa.text(f"{name}_id IS NOT NULL")
        op.create_index(
            f"ix_customers_{name}",
            "customers",
            [f"{name}_id"],
            sqlite_where=there,
            postgresql_where=there,
        )
    op.create_index(
        "ix_customers_facets",
        "customers",
        list(FACETS),
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )
    op.create_index(
        "search_customers_touched",
        "customers",
        [sa.text("coalesce(last_contact_at, created_at)")],
    )
