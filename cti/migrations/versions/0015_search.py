"""What the tiles take off their counts: those in the bin. Who is in none is in no such index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BINNED = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_customers_bin",
        "customers",
        ["relationship_id", "last_contact_at", "created_at"],
        sqlite_where=BINNED,
        postgresql_where=BINNED,
    )
