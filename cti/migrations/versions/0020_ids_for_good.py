"""On SQLite, an id that was told outside is never given again, whoever had it was deleted.

An INTEGER PRIMARY KEY alone is the highest that is there plus one: the newest document's link led
to the next one. PostgreSQL's sequences never go back.
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "teams",
    "departments",
    "catalogue_values",
    "saved_views",
    "documents",
    "phones",  # whom a click calls
    "sms_templates",
    "imports",
    "dnc_imports",
    "campaign_members",
    "member_history",  # an event's id is made of it: reply_12
    "webhooks",
    "webhook_deliveries",
)
KEY = re.compile(r"PRIMARY KEY \(id\)")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
        # To drop a table is to delete its rows, and those that refer to them: see cti.migrate.
        message = "foreign keys are to be off while tables are made anew"
        raise RuntimeError(message)
    # The other tables' references and triggers mean the new table when it has the old one's name.
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    for table in TABLES:
        _make_anew(connection, table)
    connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")


def _make_anew(connection: sa.Connection, table: str) -> None:
    """The same table with AUTOINCREMENT: its rows, indexes and triggers as they are.

    By what the database itself says of it, so that nothing is lost that reflection does not know.
    """
    (made,) = _read_sql(connection, table, "table")
    around = _read_sql(connection, table, "index", "trigger")
    body = made[made.index("(") :]
    wanted, changed = KEY.subn("PRIMARY KEY (id AUTOINCREMENT)", body)
    if changed != 1:
        message = f"the key of {table} is not found in: {made}"
        raise RuntimeError(message)
    for statement in (
        f"CREATE TABLE made_anew {wanted}",
        f"INSERT INTO made_anew SELECT * FROM {table}",  # noqa: S608 - our own names
        f"DROP TABLE {table}",
        f"ALTER TABLE made_anew RENAME TO {table}",
        *around,
    ):
        connection.exec_driver_sql(statement)


def _read_sql(connection: sa.Connection, table: str, *kinds: str) -> list[str]:
    rows = connection.execute(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN :kinds"
            " AND sql IS NOT NULL ORDER BY rowid"
        ).bindparams(sa.bindparam("kinds", expanding=True)),
        {"table": table, "kinds": kinds},
    )
    return list(rows.scalars())
