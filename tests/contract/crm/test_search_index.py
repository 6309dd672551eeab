import logging
import secrets
from collections.abc import Awaitable, Callable

import pytest
from call_centre import Create, Staff
from postgres_cluster import Cluster
from sqlalchemy import text
from sqlalchemy.engine import make_url

from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.crm.shapes import ContactChange, PhoneForm
from cti.db import Database
from cti.migrate import migrate

Find = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def find(directory: Directory, staff: Staff) -> Find:
    async def find_names(q: str, **more: object) -> list[str]:
        asked = ListQuery(q=q, **more)
        return [row.name for row in (await directory.search.list_contacts(staff.admin, asked)).rows]

    return find_names


@pytest.mark.requirement("R130")
async def test_names_with_the_diacritics_that_were_typed_come_first(
    create: Create, directory: Directory, staff: Staff, find: Find
) -> None:
    for name in ("Trần Đào", "Trần Dao", "TRẦN ĐÀO", "Trần Đạo"):
        await create(staff.linh, name=name)
    assert await find("đào") == ["TRẦN ĐÀO", "Trần Đào", "Trần Đạo", "Trần Dao"]
    assert await find("dao") == ["Trần Đạo", "TRẦN ĐÀO", "Trần Dao", "Trần Đào"]
    names, cursor = [], None
    for _ in range(4):
        asked = ListQuery(q="đào", limit=1, cursor=cursor)
        page = await directory.search.list_contacts(staff.admin, asked)
        names, cursor = [*names, page.rows[0].name], page.next
    assert names == ["TRẦN ĐÀO", "Trần Đào", "Trần Đạo", "Trần Dao"]
    assert cursor is None


@pytest.mark.requirement("R130")
async def test_one_or_two_letters_find_words_that_begin_with_them(
    create: Create, staff: Staff, find: Find
) -> None:
    for name in ("An", "Lê Ánh", "Trần Thanh", "Hoàng"):
        await create(staff.linh, name=name)
    assert await find("an") == ["Lê Ánh", "An"]
    assert await find("tr t") == ["Trần Thanh"]
    assert await find("l") == ["Lê Ánh"]
    assert await find("q") == []


async def test_a_change_is_found_by_the_new_and_not_by_the_old(
    create: Create, directory: Directory, staff: Staff, find: Find
) -> None:
    made = await create(
        staff.linh, name="Cũ", contact={"email": "cu@x.vn", "phones": [{"typed": "0912345678"}]}
    )
    change = ContactChange(name="Phượng", email="moi@x.vn", phones=[PhoneForm(typed="0987654321")])
    await directory.contacts.change(staff.linh, made.contacts[0].id, change)
    for q in ("phuong", "moi@", "0987654321", "654"):
        assert await find(q) == ["Phượng"], q
    for q in ("cu@", "0912345678", "345"):
        assert await find(q) == [], q
    assert await find("cu") == ["Phượng"]  # the customer's own name is as it was


async def test_without_its_index_search_finds_the_same(
    db: Database, create: Create, staff: Staff, find: Find
) -> None:
    await create(
        staff.linh,
        name="Đào",
        contact={"email": "dao@x.vn", "phones": [{"typed": "0912345678"}]},
    )
    async with db.write() as unit:
        for statement in await drops(db):
            await unit.connection.execute(text(statement))
    for q in ("dao", "da", "đào", "dao@", "5678"):
        assert await find(q) == ["Đào"], q


async def drops(db: Database) -> list[str]:
    """Statements that take away what migration 0003 made."""
    query = (
        "SELECT 'DROP ' || type || ' ' || name FROM sqlite_master WHERE name LIKE 'search_%'"
        " AND (type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%' OR name = 'search_queue')"
        " ORDER BY type DESC"
        if db.is_sqlite
        else "SELECT 'DROP INDEX ' || indexname FROM pg_indexes WHERE indexname LIKE 'search_%'"
    )
    async with db.read() as connection:
        return list((await connection.execute(text(query))).scalars())


async def test_a_database_that_refuses_the_extension_is_migrated_with_a_warning(
    postgres_cluster: Cluster, postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    role, secret = f"r_{secrets.token_hex(4)}", secrets.token_hex(8)
    db = Database(postgres_url)
    async with db.write() as unit:
        await unit.connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD '{secret}'"))
        await unit.connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
    url = make_url(postgres_url).set(username=role, password=secret)
    with caplog.at_level(logging.WARNING):
        await migrate(url.render_as_string(hide_password=False))
    assert "search.no_trigrams" in caplog.text
    async with db.read() as connection:
        made = await connection.execute(
            text("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'search_%' ORDER BY 1")
        )
        # Orders by time need no extension.
        assert made.scalars().all() == ["search_contacts_updated", "search_customers_touched"]
    await db.close()
    assert postgres_cluster.port == url.port
