"""Lists of numbers taken in from files, in the background."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from cti.schema.base import UtcTime

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("state", sa.String(8), nullable=False, server_default="done"),
    sa.Column("mode", sa.String(8)),
    sa.Column("force", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("total", sa.Integer()),
    sa.Column("done", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("unchanged", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("problems", sa.JSON()),
    sa.Column("error", sa.JSON()),
    sa.Column("finished_at", UtcTime()),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("dnc_imports", column)
    op.create_index("ix_dnc_imports_list", "dnc_imports", ["list", "id"])
