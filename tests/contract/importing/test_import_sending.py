"""Statements that are sent while the next ones are put together: in order, all or none."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cti.crm.importing.bulk import insert_many
from cti.crm.importing.rows import update_rows
from cti.crm.importing.sending import send_ahead
from cti.db import Database
from cti.schema import contacts, customers

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CUSTOMER = ("id", "code", "kind", "stage", "name", "name_key", "created_at", "updated_at")
CONTACT = ("id", "customer_id", "name", "name_key", "is_primary", "created_at", "updated_at")


def make_customers(first: int, last: int, code: str = "K") -> list[tuple[object, ...]]:
    return [
        (at, f"{code}{at}", "person", "lead", f"Tên {at}", f"ten {at}", NOW, NOW)
        for at in range(first, last + 1)
    ]


def make_contacts(first: int, last: int) -> list[tuple[object, ...]]:
    return [(at, at, f"Tên {at}", f"ten {at}", True, NOW, NOW) for at in range(first, last + 1)]


async def list_codes(db: Database) -> list[str]:
    async with db.read() as connection:
        return sorted((await connection.execute(select(customers.c.code))).scalars())


async def test_what_is_sent_ahead_keeps_its_order_and_is_all_there_at_the_end(
    db: Database,
) -> None:
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(1, 300))
        await sending.update(customers, [(7, {"name": "Bảy"})])
        await sending.insert(contacts, CONTACT, make_contacts(1, 300))
        await sending.update(contacts, [(9, {"name": "Chín"})])
    async with db.read() as connection:
        seven = (
            await connection.execute(
                select(customers.c.name, customers.c.version).where(customers.c.id == 7)
            )
        ).one()
        people = (
            await connection.execute(select(contacts.c.id, contacts.c.name, contacts.c.version))
        ).all()
    assert tuple(seven) == ("Bảy", 2)
    assert len(people) == 300
    # A form in which the contact is open meanwhile is told of it by the version.
    assert [tuple(one) for one in people if one.id in (8, 9)] == [(8, "Tên 8", 1), (9, "Chín", 2)]


async def test_any_number_of_rows_arrives_each_once(db: Database) -> None:
    last = 0
    for many in (0, 1, 9, 10, 59, 60, 61, 131):  # SQLite takes sixty, ten and one at a time
        async with db.write() as unit:
            rows = make_customers(last + 1, last + many)
            await insert_many(unit.connection, customers, CUSTOMER, rows)
        last += many
    async with db.read() as connection:
        ids = (await connection.execute(select(customers.c.id).order_by(customers.c.id))).scalars()
        assert list(ids) == list(range(1, last + 1))
        codes = select(customers.c.code, customers.c.name).where(customers.c.id == last)
        assert tuple((await connection.execute(codes)).one()) == (f"K{last}", f"Tên {last}")


async def send_taken(db: Database, *, more: bool) -> None:
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(2, 3))
        await sending.insert(customers, CUSTOMER, make_customers(1, 1, "L"))  # id 1 is taken
        if more:
            await sending.insert(contacts, CONTACT, make_contacts(2, 3))


async def send_and_break_off(db: Database) -> None:
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(4, 900))
        raise LookupError


async def test_a_statement_that_fails_on_its_way_undoes_the_unit_and_the_next_one_works(
    db: Database,
) -> None:
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(1, 1))
    for more in (True, False):  # it shows at the next statement, or at the end
        with pytest.raises(IntegrityError):
            await send_taken(db, more=more)
    with pytest.raises(LookupError):
        await send_and_break_off(db)
    assert await list_codes(db) == ["K1"]
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(2, 2))
    assert await list_codes(db) == ["K1", "K2"]


async def test_rows_that_are_changed_at_once_keep_what_is_not_named(db: Database) -> None:
    async with db.write() as unit, send_ahead(unit.connection) as sending:
        await sending.insert(customers, CUSTOMER, make_customers(1, 4))
    changes: list[tuple[int, dict[str, object]]] = [
        (1, {"name": "Một"}),
        (2, {"website": "https://hai.vn"}),
        (3, {}),
        (1, {"website": "https://mot.vn"}),
        (2, {"name": "Hai", "website": None}),
    ]
    async with db.write() as unit:
        await update_rows(unit.connection, customers, changes)
    async with db.read() as connection:
        query = select(customers.c.name, customers.c.website, customers.c.version)
        found = (await connection.execute(query.order_by(customers.c.id))).all()
    assert [tuple(one) for one in found] == [
        ("Một", "https://mot.vn", 2),
        ("Hai", None, 2),
        ("Tên 3", None, 2),
        ("Tên 4", None, 1),
    ]
