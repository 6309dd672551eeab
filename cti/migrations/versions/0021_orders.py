"""Indexes that tell more: whose a customer is, without a look at the table.

Lists are walked along them, and pass by what their reader doesn't see. They have ids, too: many
share a name, and a page that ended in one of those had to wait for everybody of it. PostgreSQL's
keys tell the same when many are asked for one by one; SQLite's are the table itself.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SEEN_BY = ("owner_id", "deleted_at")
ORDERS = {"created": "created_at", "updated": "updated_at", "name_key": "name_key"}
KEYS = {"customers": SEEN_BY, "contacts": ("customer_id", "created_at", "deleted_at")}
"""What the key of a table tells beside the id."""

REFERRING = sa.text(
    "SELECT conrelid::regclass::text AS referring, conname, pg_get_constraintdef(oid) AS said"
    " FROM pg_constraint WHERE contype = 'f' AND confrelid = CAST(:name AS regclass) ORDER BY oid"
)


def upgrade() -> None:
    for name, column in ORDERS.items():
        op.drop_index(f"ix_customers_{name}", "customers")
        op.create_index(f"ix_customers_{name}", "customers", [column, "id", *SEEN_BY])
    op.drop_index("ix_contacts_name_key", "contacts")
    op.create_index("ix_contacts_name_key", "contacts", ["name_key", "id"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table, told in KEYS.items():
            _tell_by_key(connection, table, told)


def _tell_by_key(connection: sa.Connection, table: str, told: Sequence[str]) -> None:
    """The same key with more in it; what refers to it goes with it, and is said again."""
    referring = connection.execute(REFERRING, {"name": table}).all()
    key = f"pk_{table}"
    connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {key} CASCADE")
    connection.exec_driver_sql(
        f"ALTER TABLE {table} ADD CONSTRAINT {key} PRIMARY KEY (id) INCLUDE ({', '.join(told)})"
    )
    for one in referring:
        connection.exec_driver_sql(
            f"ALTER TABLE {one.referring} ADD CONSTRAINT {one.conname} {one.said}"
        )
