"""The report of an import through a real mail server, and when that will not have it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from import_making import make_world
from import_world import PATIENCE_S, ImportWorld
from mail_server import Post, open_mail_server

ROWS: list[list[object]] = [["customerName"], ["Khách một"], ["Khách hai"]]


@pytest.fixture
async def post() -> Post:
    return Post()


@pytest.fixture
async def mailing(post: Post, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[ImportWorld]:
    shutil.copy(sqlite_template, tmp_path / "cti.sqlite3")
    url = f"sqlite+aiosqlite:///{tmp_path / 'cti.sqlite3'}"
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(open_mail_server(post))
        address = f"smtp://127.0.0.1:{port}"
        yield await make_world(url, tmp_path, stack, smtp_url=address, mail_from="cti@x.vn")


@pytest.mark.requirement("R097", "R412")
async def test_the_uploader_gets_the_report_by_mail(mailing: ImportWorld, post: Post) -> None:
    await mailing.take_in("lead", ROWS)
    async with asyncio.timeout(PATIENCE_S):
        while not post.messages:
            await asyncio.sleep(0.01)
    (message,) = post.messages
    assert (message["To"], message["From"]) == ("lead@x.vn", "cti@x.vn")
    assert message["Subject"] == "Đã nhập xong: khach.xlsx"
    assert "Tạo mới: 2" in message.get_content()


async def test_a_report_that_no_server_takes_is_told_under_the_bell(
    mailing: ImportWorld, post: Post
) -> None:
    post.answers = ["552 Mailbox full"]
    await mailing.take_in("lead", ROWS)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = await mailing.ask("lead", "GET", "/notifications", status=200)
            if failed := [one for one in told["rows"] if one["kind"] == "mail.failed"]:
                break
            await asyncio.sleep(0.02)
    assert failed[0]["params"] == {
        "to": "lead@x.vn", "subject": "Đã nhập xong: khach.xlsx", "why": "552 Mailbox full"
    }  # fmt: skip
