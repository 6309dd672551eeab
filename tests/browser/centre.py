"""A whole call centre to look at in a browser: real Asterisks, the demo's data, the server as a
process of its own, and a Chromium."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from pbx_fixtures import CHECKOUT, open_own_sandbox
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright
from process import ServerProcess
from pydantic import AnyUrl
from running import Api, find_port
from yarl import URL

from cti.commands import seed_demo_data
from cti.demo.people import DEMO_PASSWORD
from cti.pbx.call_in import call_in, hang_up_caller, set_phone
from cti.pbx.console import open_console
from cti.pbx.info import SandboxInfo
from cti.settings import Settings

OpenPage = Callable[..., Awaitable[Page]]
"""The fixture `open_page`."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKS = {"linh": "101", "nam": "102"}
"""The demo's agents and their phones."""


class Centre:
    """What tests look at; `sign_in` and `page` are someone's way in."""

    def __init__(self, info: SandboxInfo, process: ServerProcess, browser: Browser) -> None:
        self.info = info
        self.process = process
        self.browser = browser
        self.base = f"http://127.0.0.1:{process.settings.http_port}"
        self.complaints: list[str] = []
        self._cookies: dict[str, dict[str, str]] = {}

    @asynccontextmanager
    async def api(self, username: str) -> AsyncIterator[Api]:
        """HTTP as this user, in their one session: signing in costs time on purpose."""
        jar = aiohttp.CookieJar(unsafe=True)  # the host is an address, not a name
        jar.update_cookies(self._cookies.get(username, {}), URL(self.base))
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            api = Api(self.base, session)
            # A test may have signed this user out, or taken all their sessions away.
            if username not in self._cookies or not await api.go_on():
                jar.clear()
                await api.sign_in(username, DEMO_PASSWORD)
                self._cookies[username] = {cookie.key: cookie.value for cookie in jar}
            yield api

    async def open_context(self, **options: Any) -> BrowserContext:  # noqa: ANN401 - Playwright's own
        """A browser profile of its own, as of somebody in Việt Nam."""
        wanted: dict[str, Any] = {
            "base_url": self.base,
            "locale": "vi-VN",
            "timezone_id": "Asia/Ho_Chi_Minh",
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
        }
        context = await self.browser.new_context(**wanted | options)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    async def sign_in(self, context: BrowserContext, username: str) -> None:
        """Give the profile the user's session."""
        async with self.api(username):
            pass
        cookies = self._cookies[username].items()
        await context.add_cookies(
            [{"name": name, "value": value, "url": self.base} for name, value in cookies]
        )

    async def find_customer(self, text: str) -> int:
        """The id of the one customer of whom this is the name or number."""
        async with self.api("chutaikhoan") as api:
            rows = (await api.get("contacts", q=text))["rows"]
        [found] = {row["customer_id"] for row in rows}
        return int(found)

    async def count_calls(self, username: str) -> int:
        """How many calls this agent had."""
        async with self.api(username) as api:
            return len((await api.get("calls", mine="true"))["rows"])

    async def ring(self, caller: str, *, to: str = "main", seconds: int = 60) -> str:
        """Somebody calls in: the main number, or an agent's own; returns the caller's call."""
        number = None if to == "main" else f"02873000{DESKS[to]}"
        return await call_in(self.info, caller, to=number, seconds=seconds)

    async def hang_up(self, call: str) -> None:
        """The caller of `ring` hangs up."""
        await hang_up_caller(self.info, call)

    async def set_phone(self, username: str, takes: str) -> None:
        """How an agent's phone behaves from now on."""
        await set_phone(self.info, DESKS[username], takes)

    async def clear_desks(self) -> None:
        """No call anywhere, nothing to wrap up, and only the two agents' phones answer."""
        async with open_console(self.info.pbx_console) as console:
            await console.command("channel request hangup all")
        for extension in self.info.extensions:
            await set_phone(self.info, extension, "0.5" if extension in DESKS.values() else "never")
        for username in DESKS:
            await self._wrap_up(username)

    async def _wrap_up(self, username: str) -> None:
        async with asyncio.timeout(15), self.api(username) as api:
            while True:
                rows = (await api.get("calls", mine="true"))["rows"]
                if all(row["ended_at"] for row in rows):
                    break
                await asyncio.sleep(0.1)
            for row in rows:
                if not row["wrapped"]:
                    await api.post(f"calls/{row['id']}/wrap-up")


@asynccontextmanager
async def open_centre(folder: Path) -> AsyncIterator[Centre]:
    """Everything up, with the demo's people, customers, lists and campaign."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing: apt-get install chromium"
    built = CHECKOUT / "web" / "dist"
    assert (built / "index.html").exists(), "the browser app is not built: make web/dist/index.html"
    async with open_own_sandbox() as info, async_playwright() as playwright:
        settings = Settings(
            data_dir=folder,
            pbx=(AnyUrl(info.make_address()),),
            http_port=find_port(),
            web_dir=built,
        )
        await seed_demo_data(settings)
        process = ServerProcess(settings)
        await process.start()
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS])
        try:
            yield Centre(info, process, browser)
        finally:
            await browser.close()
            await process.stop()


class Stay:
    """Tells whether the page is still the one that was loaded: nothing here may need a reload."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._mark = f"loaded at {time.monotonic_ns()}"

    async def __aenter__(self) -> None:
        await self._page.evaluate("mark => { window.stays = mark }", self._mark)

    async def __aexit__(self, *_: object) -> None:
        assert await self._page.evaluate("window.stays") == self._mark


@asynccontextmanager
async def late(page: Page, address: str) -> AsyncIterator[asyncio.Event]:
    """What is asked at `address` is done, but answered only when the event is set."""
    told = asyncio.Event()

    async def answer(route: Route) -> None:
        answered = await route.fetch()
        await told.wait()
        await route.fulfill(response=answered)

    await page.route(address, answer)
    yield told
    told.set()
    await page.unroute_all(behavior="wait")
