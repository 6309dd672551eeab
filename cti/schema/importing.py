"""Files that were imported, their rows, and what each row did, so that it can be undone."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(16), nullable=False),  # upsert | delete
    Column("kind", String(16), nullable=False),  # customers | contacts | companies
    Column("file_name", String(300), nullable=False),
    Column("state", String(16), nullable=False),  # cti.crm.importing.state.State
    Column("created_at", UtcTime, nullable=False),
    Column("queued_at", UtcTime),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("undone_at", UtcTime),
    Column("cancelling", Boolean, nullable=False, server_default=false()),
    Column("sheets", JSON, nullable=False),  # names
    Column("sheet", Integer, nullable=False, server_default="0"),
    Column("header_row", Integer, nullable=False, server_default="1"),  # 0: there is none
    Column("last_sheet_row", Integer, nullable=False, server_default="0"),
    Column("columns", JSON, nullable=False),  # [{letter, header, samples, field, rule, origin}]
    Column("header_key", String(64), nullable=False),  # by which a mapping is remembered
    Column("options", JSON, nullable=False),  # {first_row, last_row, key, default_kind}
    Column("staged", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False, server_default="0"),  # last row done, by number
    Column("total", Integer, nullable=False, server_default="0"),  # rows in the range
    Column("done", Integer, nullable=False, server_default="0"),
    Column("counts", JSON, nullable=False),  # {result or flag: rows}
    Column("error", JSON),  # {code, params}
    Index("ix_imports_user", "user_id", "id"),
    Index("ix_imports_state", "state"),
    **NEVER_AGAIN,
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("id", Id, primary_key=True),
    Column("import_id", ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # as the spreadsheet numbers its rows
    # JSON as text: a hundred thousand of them are written and read without being looked into.
    Column("cells", Text, nullable=False),
    Column("result", String(16)),  # cti.crm.importing.state.Result; null: not looked at yet
    Column("flags", SmallInteger, nullable=False, server_default="0"),
    Column("problems", Text),
    Column("identity", BigInteger),  # a hash of what the row is matched by
    # No foreign key: a report of what was done, not a part of the customer.
    Column("customer_id", Id),
    Column("at", UtcTime),  # when it was written; the customer's `updated_at` until somebody edits
    Column("before", Text),  # what the row changed, as it was
    Column("undone", String(16)),  # restored | deleted | skipped
    UniqueConstraint("import_id", "number"),
)

import_mappings = Table(
    "import_mappings",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("header_key", String(64), primary_key=True),
    Column("mapping", JSON, nullable=False),  # {columns: {letter: [field, rule]}, options}
    Column("at", UtcTime, nullable=False),
)
