"""The file that the import bench takes in, and the floor beneath it: its rows inserted raw.

100,000 rows × 12 columns, seeded: every tenth is of a customer that is there already (by its code),
every fiftieth has a number that somebody else has, every hundredth lost the zero of its number.
"""

import asyncio
import io
import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy.engine import make_url

from bench.contacts import NAMES, make_number
from cti.crm.duplicates.keys import make_digest
from cti.text import make_key

SEED = 20261122
HEADERS = (
    "customerCode", "customerName", "type", "contactName", "phone", "email", "jobTitle",
    "address", "taxCode", "website", "province", "description",
)  # fmt: skip
KNOWN, SHARED, BROKEN = 10, 50, 100
NOW = datetime(2026, 11, 22, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_ID = 50_000_000
"""Far above the ids that there are."""

CUSTOMER = (
    "id", "code", "kind", "stage", "name", "name_key", "website", "tax_code", "tax_key",
    "province", "description", "description_key", "owner_id", "created_by", "created_at",
    "updated_at", "version",
)  # fmt: skip
CONTACT = (
    "id", "customer_id", "name", "name_key", "title", "email", "address", "is_primary",
    "created_at", "updated_at",
)  # fmt: skip
OWNER_SQL = "SELECT min(id) FROM users"
"""Whose the customers of a file are that names nobody: the uploader's."""
PHONE = ("id", "contact_id", "typed", "e164", "is_primary", "position")

Rows = list[list[str]]


def make_rows(rows: int, contacts: int) -> Iterator[list[str]]:
    """The file's rows, headers left out; the same at every run."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data
    for at in range(rows):
        name = NAMES[chance.randrange(len(NAMES))][0]
        company = at % 3 == 0
        code = f"KH{at + 1:06d}" if at % KNOWN == 0 else f"NH{at:07d}"
        number = make_number(at if at % SHARED == 1 else contacts * 2 + at)
        typed = number[3:] if at % BROKEN == 2 else f"0{number[3:]}"
        yield [
            code,
            f"Công ty {name} {at}" if company else name,
            "KH tổ chức" if company else "KH cá nhân",
            name,
            typed,
            f"nhap{at}@example.vn",
            chance.choice(("Giám đốc", "Kế toán trưởng", "Trưởng phòng", "")),
            f"{chance.randrange(1, 300)} Lý Thường Kiệt",
            f"{chance.randrange(10**9, 10**10)}" if company else "",
            f"https://khach{at}.vn" if company else "",
            chance.choice(("Hà Nội", "Đà Nẵng", "TP. Hồ Chí Minh", "Cần Thơ")),
            f"Ghi chú {at}",
        ]


def make_file(path: Path, rows: int, contacts: int) -> None:
    """Write it as XLSX."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Khách hàng")
        sheet.write_row(0, 0, HEADERS)
        for at, row in enumerate(make_rows(rows, contacts), start=1):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)


async def read_and_insert(url: str, path: Path) -> float:
    """Seconds to read the file and to insert its rows with nothing else done, then taken back.

    Each row becomes a customer, a contact and a number, in every column as it is in the end; in
    one go, by the driver's fastest way.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return await asyncio.to_thread(_insert_sqlite, make_url(url).database or "", path)
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    loop = asyncio.get_running_loop()
    try:
        began = loop.time()
        rows = await asyncio.to_thread(_read, path)
        transaction = connection.transaction()
        await transaction.start()
        owner_id = await connection.fetchval(OWNER_SQL)
        for table, columns, records in _make_tables(rows, owner_id):
            await connection.copy_records_to_table(table, records=records, columns=columns)
        taken = loop.time() - began
        await transaction.rollback()
        for table in ("customers", "contacts", "phones"):
            await connection.execute(f"VACUUM {table}")
        return taken
    finally:
        await connection.close()


def _insert_sqlite(database: str, path: Path) -> float:
    loop_time = asyncio.new_event_loop()
    began = loop_time.time()
    rows = _read(path)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        (owner_id,) = connection.execute(OWNER_SQL).fetchone()
        for table, columns, records in _make_tables(rows, owner_id):
            marks = ", ".join("?" * len(columns))
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
                (tuple(map(_adapt, record)) for record in records),
            )
        taken = loop_time.time() - began
        connection.execute("ROLLBACK")
        return taken
    finally:
        connection.close()
        loop_time.close()


def _read(path: Path) -> Rows:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    rows: Any = workbook.get_sheet_by_index(0).to_python()
    return list(rows[1:])


def _make_tables(
    rows: Rows, owner_id: int
) -> Iterator[tuple[str, Sequence[str], list[tuple[object, ...]]]]:
    customers, contacts, phones = [], [], []
    for at, row in enumerate(rows, start=FIRST_ID):
        code, name, kind, person, phone, email, title, address, tax, site, province, note = row
        kind = "organisation" if kind == "KH tổ chức" else "person"
        customers.append(
            (at, f"R{code}", kind, "contact", name, make_key(name), site or None, tax or None,
             tax or None, province, note, make_digest(note), owner_id, owner_id, NOW, NOW, 1)
        )  # fmt: skip
        contacts.append(
            (at, at, person, make_key(person), title or None, email, address, True, NOW, NOW)
        )
        phones.append((at, at, phone, f"+84{phone.removeprefix('0')}", True, 0))
    yield "customers", CUSTOMER, customers
    yield "contacts", CONTACT, contacts
    yield "phones", PHONE, phones


def _adapt(value: object) -> object:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return value
