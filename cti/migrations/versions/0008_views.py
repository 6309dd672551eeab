"""Saved views of lists, and what lists of customers are found by."""

from collections.abc import Sequence

from cti.migrations.eighth import indexes, views

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    views.create()
    indexes.create()
