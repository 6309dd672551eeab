"""Doors for programs: tokens, idempotency keys, webhooks, and a version on each contact."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.migrations.ninth import tables, triggers

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    tables.create()
    triggers.create()
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("contacts", version)
