"""What bulk work found, for putting it back; the bin's index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "bulk_changes",
        sa.Column("job_id", Id, nullable=False),
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["bulk_jobs.id"],
            name=op.f("fk_bulk_changes_job_id_bulk_jobs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", "customer_id", name=op.f("pk_bulk_changes")),
    )
    op.add_column("bulk_jobs", sa.Column("undoes_id", Id, nullable=True))
    _index("ix_bulk_jobs_undoes", "bulk_jobs", ["undoes_id"])
    _index("ix_customers_deleted", "customers", ["deleted_at", "id"])


def _index(name: str, table: str, columns: list[str]) -> None:
    condition = sa.text(f"{columns[0]} IS NOT NULL")
    op.create_index(
        name, table, columns, unique=False, sqlite_where=condition, postgresql_where=condition
    )
