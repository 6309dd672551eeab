"""Work on a customer: tasks, comments, quick transactions, meetings, notifications."""

from collections.abc import Sequence

from cti.migrations.sixth import doing, telling

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    telling.create()
    doing.create()
    doing.seed()
