"""What search stands on: trigrams of names, e-mail addresses and numbers, and one more order.

SQLite gets FTS5 tables that hold no text, only which rows have which three letters, kept by
triggers. PostgreSQL gets GIN indexes by pg_trgm. Where neither can be made, search reads the
tables instead: right, but slow, and the log says so with a code.

Everything here is named `search_…` and is not in cti.schema. A later migration that lets Alembic
copy one of the three tables on SQLite drops its triggers: it must call `create_triggers` again.
"""

import logging
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLDEST_SQLITE = (3, 34)  # the first with the trigram tokenizer
STRIPPED = (
    "replace(replace(replace(replace(replace({0}typed,' ',''),'.',''),'-',''),'(',''),')','')"
)
DIGITS = f"coalesce(substr({{0}}e164, 2), {STRIPPED})"
# Two blanks before each word: then its first letter, and its first two, are trigrams as well.
WORDS = "'  ' || replace({0}name_key, ' ', '  ')"

GRAMS = (  # index, table, columns that it is made of, text (of `new.` or `old.`)
    ("search_contact_names", "contacts", "name_key", WORDS),
    ("search_customer_names", "customers", "name_key", WORDS),
    ("search_emails", "contacts", "email", "{0}email"),
    ("search_numbers", "phones", "typed, e164", DIGITS),
)
GIN = (
    ("search_contact_names", "contacts", "(' ' || name_key)"),
    ("search_customer_names", "customers", "(' ' || name_key)"),
    ("search_emails", "contacts", "email"),
    ("search_numbers", "phones", f"({DIGITS.format('')})"),
)


def upgrade() -> None:
    op.create_index("search_contacts_updated", "contacts", ["updated_at", "id"])
    if op.get_bind().dialect.name == "sqlite":
        create_grams()
    else:
        create_gin()


def create_grams() -> None:
    known = sa.text("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'")
    version = op.get_bind().dialect.dbapi.sqlite_version_info  # type: ignore[union-attr]  # SQLite's driver has one
    if version < OLDEST_SQLITE or not op.get_bind().execute(known).scalar():
        _warn(f"SQLite {version} is older than 3.34 or has no FTS5", "install a newer SQLite")
        return
    for name, table, _, text in GRAMS:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5(text, content='', columnsize=0, detail=none,"
            " tokenize='trigram case_sensitive 1')"
        )
        op.execute(
            f"INSERT INTO {name} (rowid, text) SELECT id, {text.format('')} FROM {table}"  # noqa: S608 - our own names
            f" WHERE {text.format('')} IS NOT NULL"
        )
    create_triggers()


def create_triggers() -> None:
    for name, table, columns, text in GRAMS:
        new, old = text.format("new."), text.format("old.")
        add = f"INSERT INTO {name} (rowid, text) SELECT new.id, {new} WHERE {new} IS NOT NULL;"
        take = (
            f"INSERT INTO {name} ({name}, rowid, text)"
            f" SELECT 'delete', old.id, {old} WHERE {old} IS NOT NULL;"
        )
        changed = f"UPDATE OF {columns} ON {table} WHEN {old} IS NOT {new}"
        op.execute(f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {add} END")
        op.execute(f"CREATE TRIGGER {name}_changed AFTER {changed} BEGIN {take} {add} END")
        op.execute(f"CREATE TRIGGER {name}_removed AFTER DELETE ON {table} BEGIN {take} END")


def create_gin() -> None:
    try:
        with op.get_bind().begin_nested():  # a refusal must not end the migration
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            for name, table, text in GIN:
                op.execute(f"CREATE INDEX {name} ON {table} USING gin ({text} gin_trgm_ops)")
    except DBAPIError as error:
        mend = (
            "install postgresql-contrib, let the database's owner run CREATE EXTENSION pg_trgm, "
            "then make the indexes of migration 0003"
        )
        _warn(str(error.orig).splitlines()[0], mend)


def _warn(why: str, mend: str) -> None:
    log.warning("search.no_trigrams: search reads whole tables. %s; to mend it: %s", why, mend)
