"""A real server, killed with SIGKILL in the middle of an import, and again in that of its undo."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from account_world import PASSWORD
from argon2 import PasswordHasher
from import_world import XLSX, make_workbook
from sqlalchemy import func, select

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.clock import utc_now
from cti.crm.importing.planner import APART_FROM
from cti.db import Database
from cti.schema import contacts, customer_log, customers, phones

ROWS = APART_FROM + 1  # their process must end with the server
PATIENCE_S = 60.0


class Killable:
    """`cti serve` as a process, and somebody signed in to it."""

    def __init__(self, url: str, folder: Path, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.env = os.environ | {
            "CTI_DATA_DIR": str(folder),
            "CTI_DATABASE_URL": url,
            "CTI_HTTP_PORT": str(port),
            "CTI_LOG_LEVEL": "ERROR",
        }
        self.process: asyncio.subprocess.Process | None = None
        self.http: aiohttp.ClientSession | None = None
        self.token = ""

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cti", "serve", env=self.env
        )
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with suppress(aiohttp.ClientConnectionError):
                    async with self.http.get(f"{self.base}/readyz") as answer:
                        if answer.status == 200:
                            break
                assert self.process.returncode is None
                await asyncio.sleep(0.05)
        session = await self.ask("POST", "/session", json={"username": "chu", "password": PASSWORD})
        self.token = session["csrf_token"]

    async def ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - aiohttp's own
        assert self.http is not None
        headers = {"X-CSRF-Token": self.token}
        async with self.http.request(
            method, f"{self.base}/api/v1{path}", headers=headers, **more
        ) as answer:
            assert answer.status < 300, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def wait_for(self, import_id: int, state: str, done: int = 0) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = await self.ask("GET", f"/imports/{import_id}")
                if found["state"] == state and found["progress"]["done"] >= done:
                    return found
                assert found["state"] != "failed", found["error"]
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        if self.http is not None:
            await self.http.close()
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


@pytest.fixture
async def killable(
    database_url: str, db: Database, tmp_path: Path, unused_tcp_port: int
) -> AsyncIterator[Killable]:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    form = UserForm(username="chu", name="Chủ", role=Role.OWNER, password=PASSWORD)
    await Users(db, utc_now, passwords=passwords).create(None, form)
    running = Killable(database_url, tmp_path, unused_tcp_port)
    await running.start()
    yield running
    await running.kill()


async def count(db: Database) -> dict[str, int]:
    alive = customers.c.deleted_at.is_(None)
    async with db.read() as connection:
        asked = {
            "alive": select(func.count()).select_from(customers).where(alive),
            "all": select(func.count()).select_from(customers),
            "contacts": select(func.count()).select_from(contacts),
            "phones": select(func.count()).select_from(phones),
            "imported": select(func.count())
            .select_from(customer_log)
            .where(customer_log.c.action == "customer.imported"),
        }
        return {
            name: (await connection.execute(query)).scalar_one() for name, query in asked.items()
        }


def find_planners(running: Killable) -> list[int]:
    """The processes beside the server that understand rows."""
    assert running.process is not None
    pid = running.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(one)
        for one in children
        if b"cti.crm.importing.planner" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.requirement("R091")
async def test_killed_twice_every_row_is_taken_in_once_and_taken_back_once(
    killable: Killable, db: Database
) -> None:
    rows: list[list[object]] = [["customerCode", "customerName", "phone"]]
    rows += [[f"K{at}", f"Khách {at}", f"09{at:08d}"] for at in range(ROWS - 1)]
    rows.append(["K5", "Lặp lại sau khi khởi động", "0912000000"])
    form = aiohttp.FormData()
    form.add_field("file", make_workbook(rows), filename="khach.xlsx", content_type=XLSX)
    made = await killable.ask("POST", "/imports", data=form)
    import_id = made["id"]
    await killable.ask("POST", f"/imports/{import_id}/start")
    await killable.wait_for(import_id, "running", done=1)
    planners = find_planners(killable)
    assert len(planners) == 1
    await killable.kill()
    async with asyncio.timeout(PATIENCE_S):
        while any(is_running(one) for one in planners):
            await asyncio.sleep(0.01)
    half = await count(db)
    assert 0 < half["all"] < ROWS - 1
    await killable.start()
    ended = await killable.wait_for(import_id, "finished")
    every = ROWS - 1
    assert (ended["counts"]["new"], ended["counts"]["duplicate"]) == (every, 1)
    whole = dict.fromkeys(("alive", "all", "contacts", "phones", "imported"), every)
    assert await count(db) == whole
    await killable.ask("POST", f"/imports/{import_id}/undo")
    await killable.wait_for(import_id, "undoing", done=1)
    await killable.kill()
    assert 0 < (await count(db))["alive"] < every
    await killable.start()
    undone = await killable.wait_for(import_id, "undone")
    assert (undone["counts"]["removed"], undone["counts"]["skipped"]) == (every, 0)
    assert await count(db) == {**whole, "alive": 0}
