"""Where a comment was written, and what came with it; which transactions make a customer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MAKING = ("Đơn hàng", "Hợp đồng")
"""R017: an order or a contract makes a customer of a contact."""

LAST = "khác"
"""What a pick list ends with: nothing is put after it, if it is still there."""

values = sa.table(
    "catalogue_values",
    sa.column("catalogue", sa.String),
    sa.column("label", sa.String),
    sa.column("label_key", sa.String),
    sa.column("position", sa.Integer),
    sa.column("makes_customer", sa.Boolean),
)
of_types = values.c.catalogue == "transaction_type"


def upgrade() -> None:
    for name in ("latitude", "longitude"):
        op.add_column("comments", sa.Column(name, sa.Double(), nullable=True))
    op.add_column("comments", sa.Column("accuracy", sa.Integer(), nullable=True))
    _create_comment_documents()
    mark: sa.Column[bool] = sa.Column(
        "makes_customer", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("catalogue_values", mark)
    _mark_types()


def _create_comment_documents() -> None:
    op.create_table(
        "comment_documents",
        sa.Column("comment_id", Id, nullable=False),
        sa.Column("document_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_comment_documents_comment_id_comments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_comment_documents_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "document_id", name=op.f("pk_comment_documents")),
    )
    op.create_index(op.f("ix_comment_documents_document_id"), "comment_documents", ["document_id"])


def _mark_types() -> None:
    """A company that has such a type already keeps its own; it gets the mark."""
    connection = op.get_bind()
    for label in MAKING:
        mine = sa.and_(of_types, values.c.label_key == label.lower())
        marked = connection.execute(values.update().where(mine).values(makes_customer=True))
        if marked.rowcount:
            continue
        row = {"catalogue": "transaction_type", "label": label, "label_key": label.lower()}
        at = _make_room(connection)
        connection.execute(values.insert().values(**row, position=at, makes_customer=True))


def _make_room(connection: sa.Connection) -> int:
    last = sa.select(values.c.position).where(of_types, values.c.label_key == LAST)
    at: int | None = connection.execute(last).scalar()
    if at is None:
        end = sa.select(sa.func.coalesce(sa.func.max(values.c.position) + 1, 0)).where(of_types)
        return int(connection.execute(end).scalar_one())
    later = values.update().where(of_types, values.c.position >= at)
    connection.execute(later.values(position=values.c.position + 1))
    return at
