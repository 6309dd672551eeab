"""Codes of customers in capitals, as they are looked for now: kh01 was never found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT id, code FROM customers WHERE code <> upper(code) ORDER BY id")
    ).all()
    set_code = sa.text("UPDATE customers SET code = :code WHERE id = :id")
    taken = sa.text("SELECT count(*) FROM customers WHERE code = :code")
    for row in rows:  # of KH01 and kh01 the latter keeps its own, until somebody writes another
        code = row.code.upper()
        if connection.execute(taken, {"code": code}).scalar_one() == 0:
            connection.execute(set_code, {"code": code, "id": row.id})


def downgrade() -> None:
    """What was typed before is not known any more."""
