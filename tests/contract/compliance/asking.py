"""Asking the server as the browser app does."""

from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]


async def ask(
    client: Client,
    method: str,
    path: str,
    *,
    json: object = None,
    params: dict[str, str] | None = None,
) -> tuple[int, Any]:
    url = f"/api/v1/{path}"
    async with client.request(method, url, json=json, params=params) as response:
        return response.status, await response.json() if response.status != 204 else None
