"""Webhooks are told of notes and comments, as of everything else on a customer (see 0009)."""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WRITTEN = {"note": "notes", "comment": "comments"}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for source, table in WRITTEN.items():
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER webhook_{source} AFTER INSERT ON {table}"  # noqa: S608 - our own names
                " WHEN EXISTS (SELECT 1 FROM webhooks WHERE active)"
                " BEGIN INSERT INTO webhook_events (source, key)"
                f" VALUES ('{source}', new.id); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER webhook_{source} AFTER INSERT ON {table}"
                " REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
                f" EXECUTE FUNCTION webhook_note_rows('{source}')"
            )
