"""The border on a real socket."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from account_world import AddUser, Clock
from aiohttp.test_utils import TestServer
from api_border import Border, Browser
from prometheus_client import CollectorRegistry

from cti.accounts.service import Accounts
from cti.accounts.users import Users
from cti.api.app import build_app
from cti.bus import Bus
from cti.live.hub import Hub
from cti.settings import Settings


@pytest.fixture
def web_dir(tmp_path: Path) -> Path:
    """A browser app as the build leaves it."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "docs").mkdir()
    (folder / "index.html").write_text("<!doctype html><title>CTI</title>")
    (folder / "assets" / "index-a1b2c3.js").write_text("export {}")
    (folder / "docs" / "index.html").write_text("<!doctype html><title>API</title>")
    (tmp_path / "secret.txt").write_text("not for the web")
    return folder


@pytest.fixture
async def border(
    accounts: Accounts,
    register: Users,
    bus: Bus,
    clock: Clock,
    add_user: AddUser,
    web_dir: Path,
) -> AsyncIterator[Border]:
    hub, registry = Hub(), CollectorRegistry()
    app = build_app(Settings(web_dir=web_dir), accounts, hub, registry=registry)
    async with TestServer(app, host="127.0.0.1") as server:
        yield Border(server, app, accounts, register, hub, bus, registry, clock, add_user)


@pytest.fixture
async def browser(border: Border) -> AsyncIterator[Browser]:
    async with Browser(border) as opened:
        yield opened
