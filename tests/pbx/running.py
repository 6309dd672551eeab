"""A whole server on a real PBX, in this process, and a client that is signed in to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from argon2 import PasswordHasher
from pydantic import AnyUrl, SecretStr

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.clock import utc_now
from cti.main import Server
from cti.pbx.info import SandboxInfo
from cti.settings import Settings

PASSWORD = "mat-khau-de-thu"


def address(info: SandboxInfo, port: int | None = None) -> AnyUrl:
    """The sandbox's PBX for CTI_PBX, or what stands on `port` before it."""
    pbx = info.pbx
    return AnyUrl(
        f"ami://{pbx.username}:{pbx.secret}@{pbx.host}:{port or pbx.port}/pbx"
        f"?trunk={info.trunk}&caller_id={info.main_did}&rate=200"
    )


def find_port() -> int:
    """A TCP port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_settings(info: SandboxInfo, folder: Path, ami_port: int | None = None) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"),
        pbx=(address(info, ami_port),),
        http_port=find_port(),
    )


class Api:
    """HTTP as one user."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self._session = session
        self._csrf = ""

    async def sign_in(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        answer = await self.post("session", username=username, password=password)
        self._csrf = answer["csrf_token"]
        return answer

    async def go_on(self) -> bool:
        """Be whom the cookies say; False when that session is over."""
        async with self._session.get(f"{self.base}/api/v1/session") as answer:
            if answer.status != 200:
                return False
            self._csrf = (await answer.json())["csrf_token"]
            return True

    async def get(self, path: str, **query: Any) -> Any:  # noqa: ANN401 - JSON
        return await self._send("GET", path, params=query)

    async def post(self, path: str, expect: int = 200, **body: Any) -> Any:  # noqa: ANN401 - JSON
        """`expect` 200 stands for any success."""
        return await self._send("POST", path, expect, json=body)

    async def put(self, path: str, **body: Any) -> Any:  # noqa: ANN401 - JSON
        return await self._send("PUT", path, json=body)

    async def patch(self, path: str, expect: int = 200, **body: Any) -> Any:  # noqa: ANN401 - JSON
        return await self._send("PATCH", path, expect, json=body)

    async def delete(self, path: str, expect: int = 200) -> Any:  # noqa: ANN401 - JSON
        return await self._send("DELETE", path, expect)

    async def upload(self, path: str, **fields: Any) -> Any:  # noqa: ANN401 - JSON
        form = aiohttp.FormData()
        for name, (value, file_name) in fields.items():
            form.add_field(name, value, filename=file_name)
        return await self._send("POST", path, data=form)

    async def _send(self, method: str, path: str, expect: int = 200, **options: Any) -> Any:  # noqa: ANN401 - JSON
        headers = {"X-CSRF-Token": self._csrf, "Origin": self.base}
        url = f"{self.base}/api/v1/{path}"
        async with self._session.request(method, url, headers=headers, **options) as answer:
            has_body = answer.status != 204 and answer.content_length != 0
            body = await answer.json() if has_body else None
            seen = 200 if 200 <= answer.status < 300 else answer.status
            assert seen == expect, (method, path, answer.status, body)
            return body


async def add_people(server: Server) -> None:
    """One user of each role; agents have the sandbox's phones."""
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    server.accounts.passwords = passwords
    users = Users(server.db, utc_now, passwords=passwords)
    for username, role, extension in (
        ("admin", Role.OWNER, None),
        ("quanly", Role.SUPERVISOR, None),
        ("linh", Role.AGENT, "101"),
        ("nam", Role.AGENT, "102"),
    ):
        await users.create(
            None,
            UserForm(
                username=username,
                name=username.title(),
                role=role,
                extension=extension,
                password=PASSWORD,
            ),
        )


@asynccontextmanager
async def sign_in(settings: Settings, username: str) -> AsyncIterator[Api]:
    """A client of the server with these settings."""
    base = f"http://127.0.0.1:{settings.http_port}"
    jar = aiohttp.CookieJar(unsafe=True)  # the host is an address, not a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        api = Api(base, session)
        await api.sign_in(username)
        yield api


async def add_prompt(server: Server) -> int:
    """A short prompt, spoken."""
    return (await server.prompts.speak(None, "thử", "Xin chào. Bấm một để đăng kí.")).id


def campaign_form(prompt_id: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A campaign that may call at any hour."""
    return {
        "name": "Hội thảo tháng 12",
        "purpose": "care",
        "pbx": "pbx",
        "trunk": "carrier",
        "caller_id": "02873001000",
        "prompt_id": prompt_id,
        "keys": {"1": "registered", "2": "participated", "3": "cancelled"},
        "repeats": 1,
        "key_wait_s": 3,
        "ring_s": 10,
        "window": {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "24:00"},
        "max_concurrent": 30,
        "calls_per_second": 20,
        **changes,
    }


async def wait_for(
    ask: Callable[[], Awaitable[bool]], seconds: float = 20.0, pause: float = 0.1
) -> None:
    """Wait until it is so; fails when it never is."""
    async with asyncio.timeout(seconds):
        while not await ask():
            await asyncio.sleep(pause)
