"""Imports: files, their rows, what they changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from cti.migrations.fifth import bulk
from cti.schema.base import Id, UtcTime

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    create_imports()
    create_rows()
    create_mappings()
    bulk.create()
    op.create_index(
        "ix_contacts_facebook",
        "contacts",
        ["facebook"],
        sqlite_where=sa.text("facebook IS NOT NULL"),
        postgresql_where=sa.text("facebook IS NOT NULL"),
    )


def create_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("queued_at", UtcTime(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.Column("cancelling", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("sheet", sa.Integer(), server_default="0", nullable=False),
        sa.Column("header_row", sa.Integer(), server_default="1", nullable=False),
        sa.Column("last_sheet_row", sa.Integer(), server_default="0", nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("header_key", sa.String(length=64), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("staged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_imports_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_user", "imports", ["user_id", "id"])
    op.create_index("ix_imports_state", "imports", ["state"])


def create_rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("id", Id, nullable=False),
        sa.Column("import_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("flags", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("problems", sa.Text(), nullable=True),
        sa.Column("identity", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("at", UtcTime(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("undone", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_rows_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_rows_import_id_number")),
    )


def create_mappings() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("header_key", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_import_mappings_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "header_key", name=op.f("pk_import_mappings")),
    )
