"""What makes an event of what is written: in its own transaction, however it was written.

A line of a customer's history, a call that ended, a reply to a campaign: each is noted in
`webhook_events` as long as a webhook is active. Nobody who writes these rows, in bulk or one by
one, has to think of it, and none is told that was not committed.
"""

from alembic import op

WANTED = "EXISTS (SELECT 1 FROM webhooks WHERE active)"
INSERTED = (("log", "customer_log"), ("reply", "member_history"))
ENDED = "new.ended_at IS NOT NULL"


def create() -> None:
    """On the database at hand."""
    if op.get_bind().dialect.name == "sqlite":
        create_for_sqlite()
    else:
        create_for_postgresql()


def create_for_sqlite() -> None:
    for source, table in INSERTED:
        _trigger(f"webhook_{source}", f"INSERT ON {table}", WANTED, source)
    _trigger("webhook_call", "INSERT ON calls", f"{ENDED} AND {WANTED}", "call")
    changed = f"old.ended_at IS NULL AND {ENDED} AND {WANTED}"
    _trigger("webhook_call_ended", "UPDATE OF ended_at ON calls", changed, "call")


def _trigger(name: str, moment: str, condition: str, source: str) -> None:
    note = f"INSERT INTO webhook_events (source, key) VALUES ('{source}', new.id);"  # noqa: S608 - our own names
    op.execute(f"CREATE TRIGGER {name} AFTER {moment} WHEN {condition} BEGIN {note} END")


def create_for_postgresql() -> None:
    # By statement, not by row: an import of 100,000 rows asks a few hundred times.
    op.execute(
        "CREATE FUNCTION webhook_note_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608 - our own names
        f" IF {WANTED} THEN INSERT INTO webhook_events (source, key)"
        " SELECT TG_ARGV[0], id::text FROM added ORDER BY id; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE FUNCTION webhook_note_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608 - our own names
        f" IF {WANTED} THEN INSERT INTO webhook_events (source, key)"
        " VALUES (TG_ARGV[0], new.id::text); END IF; RETURN NULL; END $$"
    )
    for source, table in INSERTED:
        op.execute(
            f"CREATE TRIGGER webhook_{source} AFTER INSERT ON {table}"
            " REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
            f" EXECUTE FUNCTION webhook_note_rows('{source}')"
        )
    op.execute(
        "CREATE TRIGGER webhook_call AFTER INSERT ON calls FOR EACH ROW"
        f" WHEN ({ENDED}) EXECUTE FUNCTION webhook_note_row('call')"
    )
    op.execute(
        "CREATE TRIGGER webhook_call_ended AFTER UPDATE OF ended_at ON calls FOR EACH ROW"
        f" WHEN (old.ended_at IS NULL AND {ENDED}) EXECUTE FUNCTION webhook_note_row('call')"
    )
