"""A whole server without a PBX, the people in it, and files to upload."""

import asyncio
import io
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import xlsxwriter
from account_world import PASSWORD
from aiohttp import FormData
from api_border import Browser
from sqlalchemy import RowMapping, select

from cti.db import Database
from cti.main import Server
from cti.schema import contacts, customers, phones

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDED = {"draft", "checked", "finished", "cancelled", "failed", "undone"}
PATIENCE_S = 20.0


def make_workbook(rows: list[list[object]], sheet: str = "Sheet1") -> bytes:
    """An XLSX file with these rows, text as text and numbers as numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return content.getvalue()


@dataclass
class ImportWorld:
    """What the tests of imports stand on; made once per module and database."""

    server: Server
    folder: Path
    users: dict[str, int]
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        return self.server.db

    async def ask(
        self, who: str, method: str, path: str, body: object = None, status: int | None = None
    ) -> dict[str, Any]:
        browser = self.browsers[who]
        if not browser.token:
            await browser.sign_in(who, PASSWORD)
        response = await browser.ask(method, f"/api/v1{path}", json=body)
        text = await response.text()
        assert response.status < 500, text
        assert status in (None, response.status), text
        return await response.json() if text else {}

    async def upload(
        self,
        who: str,
        rows: list[list[object]] | bytes,
        *,
        kind: str = "customers",
        purpose: str = "upsert",
        status: int = 201,
        name: str = "khach.xlsx",
    ) -> dict[str, Any]:
        browser = self.browsers[who]
        if not browser.token:
            await browser.sign_in(who, PASSWORD)
        content = rows if isinstance(rows, bytes) else make_workbook(rows)
        form = FormData()
        form.add_field("file", content, filename=name, content_type=XLSX)
        path = f"/api/v1/imports?kind={kind}&purpose={purpose}"
        response = await browser.ask("POST", path, data=form)
        assert response.status == status, await response.text()
        return await response.json()

    async def wait(self, who: str, import_id: int) -> dict[str, Any]:
        """Until the background work on it has ended."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = await self.ask(who, "GET", f"/imports/{import_id}", status=200)
                if found["state"] in ENDED:
                    return found
                await asyncio.sleep(0.02)

    async def do(self, who: str, import_id: int, what: str) -> dict[str, Any]:
        """Tell it to, and wait for the end."""
        await self.ask(who, "POST", f"/imports/{import_id}/{what}", status=202)
        return await self.wait(who, import_id)

    async def change(self, who: str, import_id: int, **body: object) -> dict[str, Any]:
        return await self.ask(who, "PATCH", f"/imports/{import_id}", body, status=200)

    async def rows(self, who: str, import_id: int, wanted: str = "all") -> list[dict[str, Any]]:
        path = f"/imports/{import_id}/rows?filter={wanted}&limit=500"
        return (await self.ask(who, "GET", path, status=200))["rows"]

    async def take_in(
        self,
        who: str,
        rows: list[list[object]],
        **more: Any,  # noqa: ANN401 - as upload
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Upload, start, wait: the import and its rows."""
        key = more.pop("key", None)
        made = await self.upload(who, rows, **more)
        if key is not None:
            await self.change(who, made["id"], key=key)
        ended = await self.do(who, made["id"], "start")
        return ended, await self.rows(who, made["id"])

    async def customer(self, customer_id: int, who: str = "chu") -> dict[str, Any]:
        return await self.ask(who, "GET", f"/customers/{customer_id}", status=200)

    async def find(self, code: str) -> RowMapping | None:
        """A customer as it is stored, deleted or not."""
        async with self.db.read() as connection:
            query = select(customers).where(customers.c.code == code)
            return (await connection.execute(query)).mappings().one_or_none()

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that is seen of the directory: to compare before and after."""
        alive = customers.c.deleted_at.is_(None)
        kept, people_kept = (
            [one for one in table.c if one.name != "version"] for table in (customers, contacts)
        )
        people = contacts.join(customers, customers.c.id == contacts.c.customer_id)
        async with self.db.read() as connection:
            asked = {
                "customers": select(*kept).where(alive).order_by(customers.c.id),
                "contacts": select(*people_kept)
                .select_from(people)
                .where(alive, contacts.c.deleted_at.is_(None))
                .order_by(contacts.c.id),
                "phones": select(phones)
                .select_from(phones.join(people, contacts.c.id == phones.c.contact_id))
                .where(alive, contacts.c.deleted_at.is_(None))
                .order_by(phones.c.id),
            }
            return {
                name: [tuple(row) for row in await connection.execute(query)]
                for name, query in asked.items()
            }

    async def find_event(self, to: str) -> str | None:
        """What the last mail to somebody asks their calendar for: REQUEST or CANCEL."""
        while await self.server.store.invitations.send_due():
            pass
        for part in (await self.find_mail(to)).walk():
            if part.get_content_type() == "text/calendar":
                return str(part.get_param("method"))
        return None

    async def find_mail(self, to: str) -> Message:
        """The last mail to somebody."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                paths = sorted((self.folder / "outbox").glob("*.eml"), reverse=True)
                for message in (message_from_bytes(path.read_bytes()) for path in paths):
                    if message["To"] == to:
                        return message
                await asyncio.sleep(0.02)


def codes(row: dict[str, Any], level: str | None = None) -> list[str]:
    """The codes of what is said of a row."""
    return [one["code"] for one in row["problems"] if level in (None, one["level"])]
