"""The tables of the first release."""

from collections.abc import Sequence

from cti.migrations.first import accounts, calls, compliance, crm, dialer

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for domain in (accounts, crm, dialer, compliance, calls):
        domain.create()
