"""Catalogues, fields of one's own, companies, duplicates and merges."""

from collections.abc import Sequence

from cti.migrations.second import catalogues, customers

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    catalogues.create()
    catalogues.seed()
    customers.extend()
    customers.create()
