"""Programs and people at the doors of a server."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from typing import Any, Self

from account_world import PASSWORD, Clock
from aiohttp import ClientSession, CookieJar, FormData, web
from aiohttp.test_utils import TestServer

from cti.accounts.users import Users
from cti.main import Server


class Answer:
    """Status, headers and JSON."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:  # noqa: ANN401 - a multidict
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was answered
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        return self.json["code"] if self.status >= 400 else None


class Asker:
    """Somebody with headers of their own: a token, or a session's CSRF token."""

    def __init__(self, doors: "Doors", http: ClientSession, headers: dict[str, str]) -> None:
        self._doors, self._http, self.headers = doors, http, headers

    async def ask(self, method: str, path: str, json: Any = None, **headers: str) -> Answer:  # noqa: ANN401 - a body
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        url = self._doors.running.make_url(f"/api/v1/{path}")
        async with self._http.request(
            method, url, json=json, headers=self.headers | more
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def send_file(self, path: str, name: str, content: bytes, key: str) -> Answer:
        """An upload; each time with a boundary of its own, as clients draw them."""
        form = FormData()
        form.add_field("file", content, filename=name, content_type="application/pdf")
        url = self._doors.running.make_url(f"/api/v1/{path}")
        headers = self.headers | {"Idempotency-Key": key}
        async with self._http.post(url, data=form, headers=headers) as response:
            return Answer(response.status, response.headers, await response.read())


class Doors:
    """The server and who comes to it."""

    def __init__(
        self,
        server: Server,
        running: TestServer,
        clock: Clock,
        register: Users,
        stack: AsyncExitStack,
    ) -> None:
        self.server, self.running, self.clock = server, running, clock
        self.register, self.stack = register, stack

    async def sign_in(self, username: str) -> Asker:
        http = await self.stack.enter_async_context(
            ClientSession(cookie_jar=CookieJar(unsafe=True))
        )
        asker = Asker(self, http, {})
        body = {"username": username, "password": PASSWORD}
        session = await asker.ask("POST", "session", body)
        asker.headers = {"X-CSRF-Token": session.json["csrf_token"]}
        return asker

    async def come_with(self, secret: str) -> Asker:
        http = await self.stack.enter_async_context(ClientSession())
        return Asker(self, http, {"Authorization": f"Bearer {secret}"})

    async def make_program(self, *scopes: str, user: str = "supervisor") -> Asker:
        person = await self.sign_in(user)
        made = await person.ask("POST", "tokens", {"name": "x", "scopes": list(scopes)})
        assert made.status == 201, made.body
        return await self.come_with(made.json["secret"])


class Receiver:
    """Another system: keeps what it is sent, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.statuses: list[int] = []
        self._new = asyncio.Event()
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self.running = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self.running.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.running.close()

    @property
    def url(self) -> str:
        return str(self.running.make_url("/hook"))

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["kind"] for _, body in self.got]

    async def wait_for(self, many: int) -> None:
        async with asyncio.timeout(15):
            while len(self.got) < many:
                self._new.clear()
                await self._new.wait()

    async def _take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.text()))
        self._new.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, text="thanks")


async def stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
