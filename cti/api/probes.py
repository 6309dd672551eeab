"""/healthz: the process lives. /readyz: it can work. /metrics: how it is doing."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy import text

from cti import __version__
from cti.db import Database

ReadyCheck = Callable[[], Awaitable[str | None]]
"""None when fine, else why not, in a few words."""

CHECK_DEADLINE_S = 2.0

READY = web.AppKey("ready", Mapping[str, ReadyCheck])
REGISTRY = web.AppKey("registry", CollectorRegistry)


async def healthz(_request: web.Request) -> web.Response:
    """Alive: the loop turns."""
    return web.json_response({"status": "ok", "version": __version__})


async def readyz(request: web.Request) -> web.Response:
    """Ready when every check is; 503 and which one is not otherwise."""
    checks = request.app[READY]
    answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
    ready = not any(answers)
    body = {"ready": ready, "checks": dict(zip(checks, answers, strict=True))}
    return web.Response(
        text=json.dumps(body), status=200 if ready else 503, content_type="application/json"
    )


async def metrics(request: web.Request) -> web.Response:
    """Prometheus' text format."""
    body = generate_latest(request.app[REGISTRY])
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


def check_database(db: Database) -> ReadyCheck:
    """Whether the database answers."""

    async def check() -> str | None:
        async with db.read() as connection:
            await connection.execute(text("SELECT 1"))
        return None

    return check


async def _ask(check: ReadyCheck) -> str | None:
    try:
        async with asyncio.timeout(CHECK_DEADLINE_S):
            return await check()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is why we are not ready
        return type(error).__name__
