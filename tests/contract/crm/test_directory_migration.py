"""Migrations of a directory that is in use: nothing in it is lost."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Table, event, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.comments.withdrawing import withdraw_edits
from cti.crm.importing.rows import take_ids
from cti.db import Database
from cti.migrate import _config, _leave_references, migrate, newest_revision
from cti.schema import comments, customer_log, metadata, phones

NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)

ROWS = (
    (
        "INSERT INTO customers "
        "(id, code, kind, stage, name, name_key, email, created_at, updated_at) "
        "VALUES (1, 'K1', 'organisation', 'lead', 'Minh An', 'minh an', 'a@b.vn', {now}, {now})"
    ),
    (
        "INSERT INTO contacts "
        "(id, customer_id, name, name_key, is_primary, created_at, updated_at) "
        "VALUES (1, 1, 'Lan', 'lan', {true}, {now}, {now})"
    ),
    (
        "INSERT INTO phones (id, contact_id, typed, e164, is_primary, position) "
        "VALUES (1, 1, '0912345678', '+84912345678', {true}, 0)"
    ),
    (
        "INSERT INTO customers (id, code, kind, stage, name, name_key, created_at, updated_at) "
        "VALUES (2, 'kh01', 'person', 'lead', 'A', 'a', {now}, {now}),"
        " (3, 'Kh01', 'person', 'lead', 'B', 'b', {now}, {now})"
    ),
    "INSERT INTO notes (id, customer_id, body, created_at) VALUES (1, 1, 'Quen', {now})",
)


@pytest.fixture
def url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if database_kind == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite+aiosqlite:///{tmp_path}/old.sqlite3"


async def make_old(db: Database, revision: str, rows: Iterable[str]) -> None:
    """A database of an older schema, with rows that say `{now}` and `{true}`."""
    now, true = ("1772427600000000", "1") if db.is_sqlite else ("'2026-03-02 05:00+00'", "true")
    if db.is_sqlite:
        event.listen(db.engine.sync_engine, "connect", _leave_references)
    async with db.write() as unit:
        await unit.connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))
        for row in rows:
            await unit.connection.execute(text(row.format(now=now, true=true)))


async def test_a_directory_of_the_first_schema_keeps_every_row(url: str) -> None:
    db = Database(url)
    await make_old(db, "0001", ROWS)
    assert await migrate(url) == newest_revision()
    async with db.read() as connection:
        for table, rows in (("customers", 3), ("contacts", 1), ("phones", 1), ("notes", 1)):
            count = await connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own names
            assert (table, count.scalar_one()) == (table, rows)
        codes = await connection.execute(text("SELECT code FROM customers ORDER BY id"))
        assert list(codes.scalars()) == ["K1", "KH01", "Kh01"]  # the second's is taken
        seeded = await connection.execute(text("SELECT count(*) FROM catalogue_values"))
        assert seeded.scalar_one() > 30
    await db.close()


# Of the release before ids were given once only: who hangs on whom in tables that are made anew.
OF_0019 = (
    "INSERT INTO teams (id, name) VALUES (1, 'Bắc'), (2, 'Nam')",
    (
        "INSERT INTO users (id, username, name, role, team_id, password_hash, created_at) "
        "VALUES (1, 'lan', 'Lan', 'supervisor', 2, 'x', 1772427600000000)"
    ),
    "INSERT INTO team_leaders (team_id, user_id) VALUES (2, 1)",
    (
        "INSERT INTO webhooks (id, name, url, secret, kinds, filter, created_at, updated_at) "
        "VALUES (7, 'ERP', 'https://erp.vn', 's', '[]', '{{}}', {now}, {now})"
    ),
    (
        "INSERT INTO webhook_deliveries "
        "(id, webhook_id, event_id, kind, subject, body, state, due_at, created_at) "
        "VALUES (9, 7, 'log_1', 'customer.created', 'customer/1', '{{}}', 'done', {now}, {now})"
    ),
)


async def test_ids_are_given_once_from_then_on_and_nothing_is_lost(tmp_path: Path) -> None:
    """SQLite makes the tables anew: what refers to them, indexes and triggers stay."""
    url = f"sqlite+aiosqlite:///{tmp_path}/old.sqlite3"
    db = Database(url)
    await make_old(db, "0019", (*ROWS, *OF_0019))
    async with db.read() as connection:
        before = await list_made(connection)
    await db.close()
    assert await migrate(url) == newest_revision()
    db = Database(url)
    async with db.write() as unit:
        run = unit.connection.exec_driver_sql
        assert before - await list_made(unit.connection) == set()
        kept = "SELECT u.team_id, l.team_id, d.webhook_id, p.contact_id, count(*) FROM users u, "
        kept += "team_leaders l, webhook_deliveries d, phones p"
        assert (await run(kept)).all() == [(2, 2, 7, 1, 1)]
        assert (await run("PRAGMA foreign_key_check")).all() == []
        # What fills and tells by triggers does so as before.
        await run(
            "INSERT INTO customer_log (customer_id, at, action, detail) VALUES (1, 1, 'x', '{}')"
        )
        assert (await run("SELECT source FROM webhook_events")).all() == [("log",)]
        await run("DELETE FROM phones")
        assert await take_ids(unit.connection, {phones: 2}) == [[2, 3]]
        await run("DELETE FROM teams WHERE id = 2")
        assert (await run("SELECT team_id FROM users")).all() == [(None,)]
        again = await run("INSERT INTO teams (name) VALUES ('Trung') RETURNING id")
        assert again.scalar_one() == 3
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        declared = {name for name, of in metadata.tables.items() if is_given_once(of)}
        assert declared == set((await run(sql)).scalars())
    await db.close()


async def list_made(connection: AsyncConnection) -> set[tuple[str, str]]:
    """Every table, index and trigger that is there."""
    rows = await connection.exec_driver_sql("SELECT type, name FROM sqlite_master")
    return {(row.type, row.name) for row in rows}


def is_given_once(table: Table) -> bool:
    return bool(table.dialect_options["sqlite"]["autoincrement"])


# Of the release before lines of history named the comment: two of one author, edited in turns.
OF_0022 = (
    (
        "INSERT INTO users (id, username, name, role, password_hash, created_at) "
        "VALUES (1, 'lan', 'Lan', 'owner', 'x', {now})"
    ),
    (
        "INSERT INTO comments (id, customer_id, author_id, body, posted_at, edited_at, deleted_at) "
        "VALUES (4, 1, 1, 'ba', {now}, {now}, NULL), (5, 1, 1, 'khác', {now}, {now}, NULL), "
        "(6, 1, 1, '', {now}, {now}, {now}), (7, 1, 1, 'ba', {now}, NULL, NULL)"
    ),
)
EDITS_OF_0022 = (
    (NOW - timedelta(days=1), {"comment": ["của ai", "một"]}),  # of one that is gone
    (NOW, {"comment": ["một", "hai"]}),
    (NOW, {"comment": ["lạ", "khác"]}),
    (NOW, {"comment": ["hai", "ba"]}),
    (NOW, {}),  # of the deleted one
)


async def test_edits_of_comments_before_say_which_and_go_with_it(url: str) -> None:
    db = Database(url)
    await make_old(db, "0022", (*ROWS, *OF_0022))
    async with db.write() as unit:
        lines = [
            {"customer_id": 1, "user_id": 1, "at": at, "action": "comment.edited", "detail": one}
            for at, one in EDITS_OF_0022
        ]
        await unit.connection.execute(insert(customer_log), lines)
    assert await migrate(url) == newest_revision()
    async with db.write() as unit:
        details = select(customer_log.c.detail).order_by(customer_log.c.id)
        assert (await unit.connection.execute(details)).scalars().all() == [
            {"comment": ["của ai", "một"]},
            {"comment": ["một", "hai"], "comment_id": [None, 4]},
            {"comment": ["lạ", "khác"], "comment_id": [None, 5]},
            {"comment": ["hai", "ba"], "comment_id": [None, 4]},
            {},
        ]
        found = await unit.connection.execute(select(comments).where(comments.c.id == 4))
        said = await withdraw_edits(unit.connection, found.mappings().one())
        assert said == ["một", "hai"]
        left = (await unit.connection.execute(details)).scalars().all()
        assert [one.get("comment") for one in left] == [
            ["của ai", "một"],
            None,
            ["lạ", "khác"],
            None,
            None,
        ]
    await db.close()
