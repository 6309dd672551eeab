"""What search stands on: trigrams of names, e-mail addresses and numbers, and one more order.

SQLite gets FTS5 tables that hold no text, only which rows may have which three letters. FTS5 writes
to disk after each statement, which made an insert five times as dear; so triggers put new and
changed rows into a queue, and every thousandth brings the whole queue into the index. Search looks
at the queued rows themselves. Nothing is ever taken out: search compares each row it is led to.

PostgreSQL gets GIN indexes by pg_trgm. Where neither can be made, search reads the
tables instead: right, but slow, and the log says so with a code.

Everything here is named `search_…` and is not in cti.schema. A later migration that lets Alembic
copy one of the three tables on SQLite drops its triggers: it must call `create_triggers` again.
"""

import logging
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLDEST_SQLITE = (3, 34)  # the first with the trigram tokenizer
STRIPPED = "replace(replace(replace(replace(replace(typed,' ',''),'.',''),'-',''),'(',''),')','')"
DIGITS = f"coalesce(substr(e164, 2), {STRIPPED})"
# Two blanks before each word: then its first letter, and its first two, are trigrams as well.
WORDS = "'  ' || replace(name_key, ' ', '  ')"

QUEUE_LENGTH = 1000
QUEUED = (("contacts", "name_key, email"), ("customers", "name_key"), ("phones", "typed, e164"))
GRAMS = (  # index, table, text
    ("search_contact_names", "contacts", WORDS),
    ("search_customer_names", "customers", WORDS),
    ("search_emails", "contacts", "email"),
    ("search_numbers", "phones", DIGITS),
)
GIN = (
    ("search_contact_names", "contacts", "(' ' || name_key)"),
    ("search_customer_names", "customers", "(' ' || name_key)"),
    ("search_emails", "contacts", "email"),
    ("search_numbers", "phones", f"({DIGITS})"),
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
    for name, table, text in GRAMS:
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5(text, content='', columnsize=0, detail=none,"
            " tokenize='trigram case_sensitive 1')"
        )
        op.execute(
            f"INSERT INTO {name} (rowid, text) SELECT id, {text} FROM {table}"  # noqa: S608 - our own names
            f" WHERE {text} IS NOT NULL"
        )
    op.execute(
        "CREATE TABLE search_queue"
        " (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, row INTEGER NOT NULL)"
    )
    op.execute(
        f"CREATE TRIGGER search_queue_full AFTER INSERT ON search_queue"
        f" WHEN new.id >= {QUEUE_LENGTH} BEGIN {' '.join(_drain())} END"
    )
    create_triggers()


def _drain() -> Iterator[str]:
    for name, table, text in GRAMS:
        yield (
            f"INSERT INTO {name} (rowid, text) SELECT id, {text} FROM {table}"  # noqa: S608 - our own names
            f" WHERE {text} IS NOT NULL"
            f" AND id IN (SELECT row FROM search_queue WHERE kind = '{table}');"
        )
    yield "DELETE FROM search_queue;"  # and so ids begin at 1 again


def create_triggers() -> None:
    for table, columns in QUEUED:
        add = f"INSERT INTO search_queue (kind, row) VALUES ('{table}', new.id);"  # noqa: S608 - our own names
        names = columns.split(", ")
        differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in names)
        op.execute(f"CREATE TRIGGER search_{table}_added AFTER INSERT ON {table} BEGIN {add} END")
        op.execute(
            f"CREATE TRIGGER search_{table}_changed AFTER UPDATE OF {columns} ON {table}"
            f" WHEN {differs} BEGIN {add} END"
        )


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
