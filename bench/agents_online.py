"""A server process with many signed-in agents and their websockets: for pop and idle."""

import asyncio
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import insert
from websockets.asyncio.client import ClientConnection, connect

from bench.quiet_pbx import QuietPbx
from cti.accounts.service import hash_token
from cti.clock import utc_now
from cti.db import Database
from cti.schema import sessions, users

COOKIE = "cti_session"
FIRST_EXTENSION = 1000


@dataclass(slots=True)
class Online:
    """What a bench works with."""

    pbx: QuietPbx
    process: asyncio.subprocess.Process
    clients: dict[str, ClientConnection]  # by extension


def name_extensions(agents: int) -> list[str]:
    return [str(FIRST_EXTENSION + n) for n in range(agents)]


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def add_agents(url: str, agents: int) -> dict[str, str]:
    """Agents, each with an extension and a session; returns the tokens by extension."""
    now = utc_now()
    tokens = {extension: secrets.token_urlsafe(32) for extension in name_extensions(agents)}
    db = Database(url)
    async with db.write() as unit:
        await unit.connection.execute(
            insert(users),
            [
                {
                    "id": int(extension),
                    "username": f"agent{extension}",
                    "name": f"Agent {extension}",
                    "role": "agent",
                    "extension": extension,
                    "password_hash": "-",
                    "created_at": now,
                }
                for extension in tokens
            ],
        )
        await unit.connection.execute(
            insert(sessions),
            [
                {
                    "token_hash": hash_token(token),
                    "user_id": int(extension),
                    "csrf_token": "-",
                    "created_at": now,
                    "expires_at": now + timedelta(hours=1),
                }
                for extension, token in tokens.items()
            ],
        )
    await db.close()
    return tokens


@asynccontextmanager
async def start_server(
    folder: Path, url: str, pbx_port: int
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """The server in a process of its own; yields it and its port once it is ready."""
    port = find_port()
    environment = os.environ | {
        "CTI_DATA_DIR": str(folder),
        "CTI_DATABASE_URL": url,
        "CTI_HTTP_PORT": str(port),
        "CTI_PBX": f"ami://bench:bench@127.0.0.1:{pbx_port}/bench?trunk=carrier&caller_id=02873001000",
        "CTI_LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cti", "serve", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while not await _is_ready(session, port):
                await asyncio.sleep(0.1)
        yield process, port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _is_ready(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@asynccontextmanager
async def go_online(folder: Path, url: str, agents: int) -> AsyncIterator[Online]:
    """A server on the database at `url`, a quiet PBX, and so many agents connected."""
    tokens = await add_agents(url, agents)
    pbx = QuietPbx(list(tokens))
    async with start_server(folder, url, await pbx.start()) as (process, port):
        clients = {}
        for extension, token in tokens.items():
            clients[extension] = client = await connect(
                f"ws://127.0.0.1:{port}/api/v1/events",
                additional_headers={"Cookie": f"{COOKIE}={token}"},
                origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]  # a NewType of str
                compression=None,
                max_queue=64,
            )
            await client.send('{"type":"follow","topic":"me"}')
            await client.recv()
        yield Online(pbx, process, clients)
        await asyncio.gather(*(client.close() for client in clients.values()))
    await pbx.stop()
