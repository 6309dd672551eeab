"""A running server with the border only, and browsers at it."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from account_world import PASSWORD, AddUser, Clock
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from prometheus_client import CollectorRegistry

from cti.accounts.rights import Caller, Role
from cti.accounts.service import Accounts
from cti.accounts.users import Users
from cti.bus import Bus
from cti.live.hub import Hub


@dataclass
class Border:
    """The server and what a test reaches into."""

    server: TestServer
    app: web.Application
    accounts: Accounts
    register: Users
    hub: Hub
    bus: Bus
    registry: CollectorRegistry
    clock: Clock
    add_user: AddUser

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))

    @property
    def origin(self) -> str:
        return self.url("/").rstrip("/")

    def count(self, metric: str, **labels: str) -> float:
        return self.registry.get_sample_value(metric, labels) or 0.0


class Browser:
    """Keeps cookies and sends the CSRF token, as the browser app does."""

    def __init__(self, border: Border) -> None:
        self.border = border
        self.token = ""
        self._http = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.close()

    async def sign_in(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        body = {"username": username, "password": password}
        response = await self.ask("POST", "/api/v1/session", json=body)
        session: dict[str, Any] = await response.json()
        self.token = session.get("csrf_token", "")
        return session

    async def ask(self, method: str, path: str, **options: Any) -> ClientResponse:  # noqa: ANN401 - aiohttp's own
        headers = {"X-CSRF-Token": self.token} | options.pop("headers", {})
        url = self.border.url(path)
        response = await self._http.request(method, url, headers=headers, **options)
        await response.read()
        return response

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in self._http.cookie_jar)


async def browse(border: Border, username: str, role: Role = Role.AGENT) -> tuple[Browser, Caller]:
    """A new user, signed in."""
    caller = await border.add_user(username, role)
    browser = Browser(border)
    await browser.sign_in(username)
    return browser, caller
