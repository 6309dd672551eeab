"""SIGTERM in the middle of everything: the process ends in five seconds, the calls go on."""

import asyncio
import dataclasses
import signal
import sqlite3
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from pydantic import SecretStr
from test_server_start import STARTED_S, answers, environment, find_port
from whole_server import number_of, start_campaign

from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.clock import utc_now
from cti.dialer.http import JOINING
from cti.main import Server
from cti.settings import Settings
from tests.fakes.fake_ami import SECRET, FakeAmi
from tests.fakes.fake_pbx import PRESSES_1, FakePbx
from tests.fakes.links import until

PASSWORD = "mat-khau-de-thu"
SOCKETS = 200
DEAF = 10  # of them answer nothing, not even the goodbye
LIMIT_S = 5.0
LONG = dataclasses.replace(PRESSES_1, keys=("5", "1"), pause=0.8)


async def prepare(folder: Path) -> None:
    """A user, and a running campaign of thirty members."""
    settings = Settings(
        data_dir=folder,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"),
        http_port=0,
    )
    server = Server(settings, [])
    await server.start()
    form = UserForm(username="quanly", name="Q", role=Role.OWNER, password=PASSWORD)
    await Users(server.db, utc_now).create(None, form)
    board = await start_campaign(server, "pbx", {})
    numbers = "\n".join(number_of(0, index) for index in range(30))
    joining = server.app[JOINING]
    async with joining.open_workplace() as place:
        path = place / "upload"
        await asyncio.to_thread(path.write_text, numbers)
        await joining.add_file(board.plan.id, path, None)
    await server.stop()


async def open_sockets(base: str, stack: AsyncExitStack) -> list[aiohttp.ClientWebSocketResponse]:
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(limit=0)
    session = await stack.enter_async_context(
        aiohttp.ClientSession(cookie_jar=jar, connector=connector)
    )
    body = {"username": "quanly", "password": PASSWORD}
    async with session.post(f"{base}/api/v1/session", json=body) as answer:
        assert answer.status == 201
    sockets = []
    for _ in range(SOCKETS):
        socket = await session.ws_connect(f"{base}/api/v1/events", autoclose=False)
        await socket.send_json({"type": "follow", "topic": "campaigns"})
        assert (await socket.receive_json())["type"] == "snapshot"
        sockets.append(socket)
    return sockets


@pytest.mark.parametrize("stalled", [False, True], ids=["answering", "stalled"])
async def test_a_stop_with_calls_and_browsers_is_over_in_five_seconds_and_loses_nothing(
    tmp_path: Path, *, stalled: bool
) -> None:
    await prepare(tmp_path)
    port = find_port()
    base = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(FakeAmi(FakePbx(default=LONG)))
        if stalled:
            fake.faults.stall = {"Originate", "Setvar"}
        pbx = f"ami://cti:{quote(SECRET)}@127.0.0.1:{fake.port}/pbx?trunk=carrier&rate=10"

        stream = stack.enter_context((tmp_path / "stderr").open("wb"))

        async def start() -> asyncio.subprocess.Process:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "cti", "serve"),
                env=environment(tmp_path, CTI_HTTP_PORT=str(port), CTI_PBX=pbx),
                stderr=stream,
            )
            stack.callback(kill, process)
            async with asyncio.timeout(STARTED_S), aiohttp.ClientSession() as session:
                while not await answers(session, base):
                    await asyncio.sleep(0.05)
            return process

        await fake.close()  # nothing is dialled until all browsers are there
        process = await start()
        sockets = await open_sockets(base, stack)
        readers = [asyncio.create_task(read_to_the_end(socket)) for socket in sockets[DEAF:]]
        await fake.__aenter__()
        await until(lambda: len(fake.pbx.channels) >= 3, 15)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), 15)
        took = time.monotonic() - began
        assert code == 0
        assert took < LIMIT_S
        assert set(await asyncio.gather(*readers)) == {1001}
        dialled = fake.pbx.calls.total()
        assert dialled < 30
        await fake.pbx.quiesce()  # its calls went on without us
        fake.faults.stall = set()
        process = await start()
        await until(lambda: fake.pbx.calls.total() == 30 and not fake.pbx.tasks, 30)
        await until(lambda: not fake.pbx.astdb, 15)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), LIMIT_S) == 0
        check(tmp_path, fake)


def kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()


async def read_to_the_end(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    async for _ in socket:
        pass
    await socket.close()
    return socket.close_code


def check(folder: Path, fake: FakeAmi) -> None:
    with sqlite3.connect(folder / "cti.sqlite3") as connection:
        count = "SELECT count(*) FROM "
        [live] = connection.execute(f"{count} attempts WHERE live").fetchone()
        [keys] = connection.execute(f"{count} replies WHERE key = '1'").fetchone()
        done = "campaign_members WHERE state = 'registered' AND dial = 'done'"
        [registered] = connection.execute(f"{count} {done}").fetchone()
    assert (live, keys, registered) == (0, 30, 30)
    assert set(fake.pbx.calls.values()) == {1}
