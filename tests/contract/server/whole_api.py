"""A signed-in browser at a whole server, and what every refusal must look like."""

import io
import json
from typing import Any

import aiohttp
import sqlalchemy as sa

from cti.main import Server
from cti.schema import metadata

NOT_COUNTED = {"sessions", "audit_log"}


class Api:
    """One signed-in browser at the whole server."""

    def __init__(self, server: Server, base: str, http: aiohttp.ClientSession) -> None:
        self.server, self.base, self.http, self.token = server, base, http, ""

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, str, Any]:  # noqa: ANN401 - aiohttp's own
        """Status, content type and JSON of an answer."""
        headers = {"X-CSRF-Token": self.token} | options.pop("headers", {})
        url = f"{self.base}/api/v1/{path}"
        async with self.http.request(method, url, headers=headers, **options) as answer:
            body = await answer.read()
            return answer.status, answer.content_type, json.loads(body) if body else None

    async def send_file(self, path: str, data: bytes, **parts: str) -> tuple[int, str, Any]:
        form = aiohttp.FormData()
        for name, value in parts.items():
            form.add_field(name, value, filename=name)
        form.add_field("file", io.BytesIO(data), filename="x.csv")
        return await self.ask("POST", path, data=form)

    async def count_rows(self) -> dict[str, int]:
        async with self.server.db.read() as connection:
            counts = {}
            for table in metadata.sorted_tables:
                if table.name not in NOT_COUNTED:
                    query = sa.select(sa.func.count()).select_from(table)
                    counts[table.name] = (await connection.execute(query)).scalar_one()
            return counts


def campaign_form(prompt: int, **changes: object) -> dict[str, object]:
    return {
        "name": "Hội thảo",
        "purpose": "care",
        "pbx": "pbx",
        "trunk": "carrier",
        "caller_id": "02873001000",
        "prompt_id": prompt,
        "keys": {"1": "registered"},
    } | changes


def check_problem(answer: tuple[int, str, Any], status: int | set[int], code: str) -> None:
    seen, kind, problem = answer
    assert seen in (status if isinstance(status, set) else {status}), answer
    assert kind == "application/problem+json"
    assert problem["code"] == code, problem
    assert problem["status"] == seen
    assert problem["title"]
