"""The second migration adds to a directory that is in use; nothing in it is lost."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from cti.db import Database
from cti.migrate import _config, migrate, newest_revision

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


async def test_a_directory_of_the_first_schema_keeps_every_row(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/old.sqlite3"
    if database_kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    is_sqlite = database_kind == "sqlite"
    values = {
        "now": "1772427600000000" if is_sqlite else "now()",
        "true": "1" if is_sqlite else "true",
    }
    db = Database(url)
    async with db.write() as unit:
        await unit.connection.run_sync(lambda sync: command.upgrade(_config(sync), "0001"))
        for row in ROWS:
            await unit.connection.execute(text(row.format(**values)))
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
