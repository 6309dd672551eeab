"""Lines of history of how a comment was edited say which one, as they do since 0022.

By that they are emptied when the comment is deleted. Those before it named none: each edit of a
comment is the one of its author's that ended in what the next began with, from the last, which
ended in what the comment says now, back.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy import column

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COMMENTS = sa.table(
    "comments",
    *map(column, ("id", "customer_id", "author_id", "body")),
    *map(column, ("posted_at", "edited_at", "deleted_at")),
)
LINES = sa.table(
    "customer_log",
    *map(column, ("id", "customer_id", "user_id", "at", "action")),
    column("detail", sa.JSON),
)


def upgrade() -> None:
    connection = op.get_bind()
    edited = sa.select(COMMENTS).where(
        COMMENTS.c.edited_at.is_not(None),
        COMMENTS.c.deleted_at.is_(None),  # of those that are, the lines are empty
        COMMENTS.c.author_id.is_not(None),
    )
    for comment in connection.execute(edited.order_by(COMMENTS.c.id)).mappings().all():
        _name_edits(connection, comment)


def _name_edits(connection: sa.Connection, comment: sa.RowMapping) -> None:
    edits = (
        sa.select(LINES.c.id, LINES.c.detail)
        .where(
            LINES.c.customer_id == comment["customer_id"],
            LINES.c.user_id == comment["author_id"],
            LINES.c.action == "comment.edited",
            LINES.c.at >= comment["posted_at"],
        )
        .order_by(LINES.c.id.desc())
    )
    text = comment["body"]
    for line in connection.execute(edits).all():
        named = line.detail.get("comment_id")
        before, after = line.detail.get("comment", (None, None))
        if after != text or (named and named[1] != comment["id"]):
            continue
        text = before
        if not named:
            detail = {**line.detail, "comment_id": [None, comment["id"]]}
            connection.execute(sa.update(LINES).where(LINES.c.id == line.id).values(detail=detail))
