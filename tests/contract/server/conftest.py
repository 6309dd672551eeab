"""A whole server as it is started, its PBX away."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest
from pydantic import AnyUrl, SecretStr
from whole_api import Api, campaign_form

from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.clock import utc_now
from cti.main import Server
from cti.pbx.connection import read_connection
from cti.settings import Settings

PASSWORD = "mat-khau-de-thu"


@pytest.fixture(scope="module")
async def api(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    folder = tmp_path_factory.mktemp("server")
    url = f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"
    settings = Settings(data_dir=folder, database_url=SecretStr(url), http_port=0)
    away = read_connection(AnyUrl("ami://cti:secret@127.0.0.1:1/pbx"))
    server = Server(settings, [away])
    await server.start()
    form = UserForm(username="chu", name="Chủ", role=Role.OWNER, password=PASSWORD)
    await Users(server.db, utc_now).create(None, form)
    assert server._site is not None
    port = server._site.addresses[0][1]
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        jar = aiohttp.CookieJar(unsafe=True)
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        api = Api(server, f"http://127.0.0.1:{port}", http)
        body = {"username": "chu", "password": PASSWORD}
        _, _, session = await api.ask("POST", "session", json=body)
        api.token = session["csrf_token"]
        yield api


@pytest.fixture(scope="module")
async def prompt(api: Api) -> int:
    status, _, made = await api.ask(
        "POST", "prompts/speech", json={"name": "p", "text": "Xin chào"}
    )
    assert status == 201, made
    return int(made["id"])


@pytest.fixture
async def campaign(api: Api, prompt: int) -> int:
    status, _, made = await api.ask("POST", "campaigns", json=campaign_form(prompt))
    assert status == 201, made
    return int(made["id"])
