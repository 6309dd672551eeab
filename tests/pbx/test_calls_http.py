"""An agent's browser against the whole server on the real pair: HTTP and websocket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
import pytest_asyncio
from running import Api, add_people, make_settings, sign_in

from cti.clock import utc_now
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import Entry
from cti.main import Server
from cti.pbx.call_in import call_in, set_phone
from cti.pbx.connection import read_connection
from cti.pbx.info import SandboxInfo
from cti.pbx.subscribers import Subscriber
from cti.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]


class Screen:
    """The live topic `me`, as the browser app keeps it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.entries: Json = {}

    async def see(self, wanted: Callable[[Json], bool]) -> Json:
        async with asyncio.timeout(25):
            while not wanted(self.entries):
                message = orjson.loads(await self._socket.receive_str())
                if message["type"] == "snapshot":
                    self.entries = message["entries"]
                elif message["type"] == "change":
                    self.entries.update(message["set"])
                    for key in message["unset"]:
                        self.entries.pop(key, None)
        return self.entries

    async def see_phone(self, state: str) -> None:
        await self.see(lambda entries: entries.get("phone", {}).get("state") == state)

    async def see_card(self, state: str) -> Json:
        def find(entries: Json) -> Json | None:
            cards = (value for key, value in entries.items() if key.startswith("call/"))
            return next((card for card in cards if card["state"] == state), None)

        return find(await self.see(lambda entries: find(entries) is not None)) or {}

    async def see_no_card(self) -> None:
        await self.see(lambda entries: not any(key.startswith("call/") for key in entries))


@pytest_asyncio.fixture(loop_scope="session")
async def server(own_sandbox: SandboxInfo, tmp_path: Path) -> AsyncIterator[Server]:
    settings = make_settings(own_sandbox, tmp_path)
    made = Server(settings, [read_connection(url) for url in settings.pbx])
    await made.start()
    await add_people(made)
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def linh(server: Server) -> AsyncIterator[tuple[Api, Screen]]:
    async with sign_in(server.settings, "linh") as api:
        origin = {"Origin": api.base}
        async with api._session.ws_connect(f"{api.base}/api/v1/events", headers=origin) as socket:
            await socket.send_str('{"type":"follow","topic":"me"}')
            screen = Screen(socket)
            await screen.see_phone("idle")
            yield api, screen


async def post(api: Api, path: str, body: Json) -> tuple[int, Json]:
    headers = {"X-CSRF-Token": api._csrf, "Origin": api.base}
    url = f"{api.base}/api/v1/{path}"
    async with api._session.post(url, json=body, headers=headers) as answer:
        return answer.status, await answer.json() if answer.status != 204 else {}


def number_of(settings: Settings, who: Subscriber) -> str:
    assert settings.country == "VN"
    return who.make_number(3)


@pytest.mark.requirement("R230", "R231", "R246")
async def test_an_agent_calls_a_listed_number_after_a_yes_and_wraps_up(
    server: Server, linh: tuple[Api, Screen]
) -> None:
    api, screen = linh
    typed = number_of(server.settings, Subscriber.PRESSES_NOTHING)
    async with server.db.write() as unit:
        listed = Entry(int("84" + typed[1:]), voice=True, sms=True)
        await server.dnc.put(unit, "national", [listed], Origin("manual", utc_now()))
    status, problem = await post(api, "calls", {"number": typed})
    assert (status, problem["code"]) == (409, "call.confirm")
    assert problem["params"]["reasons"] == ["dnc.national.voice"]
    yes = {"decision_id": problem["params"]["decision_id"], "reason": "Khách hẹn"}
    status, placed = await post(api, "calls", {"number": typed, "confirmation": yes})
    assert status == 202
    card = await screen.see_card("talking")
    assert card["id"] == placed["call_id"]
    assert (await post(api, f"calls/{card['id']}/hangup", {}))[0] == 204
    card = await screen.see_card("ended")
    assert card["outcome"] == "answered"
    status, problem = await post(api, f"calls/{card['id']}/wrap-up", {"disposition": "nothing"})
    assert (status, problem["code"]) == (400, "call.disposition_unknown")
    status, wrapped = await post(api, f"calls/{card['id']}/wrap-up", {})
    assert (status, wrapped["wrapped"]) == (200, True)
    await screen.see_no_card()
    rows = (await api.get("calls", mine="true"))["rows"]
    assert [row["id"] for row in rows] == [card["id"]]
    detail = await api.get(f"calls/{card['id']}")
    assert {leg["role"] for leg in detail["legs"]} == {"agent", "customer"}
    async with asyncio.timeout(25):
        # Outcomes are written a moment after the call, several at once.
        while (trace := await api.get(f"attempts/{card['id']}"))["outcome"] is None:
            await asyncio.sleep(0.02)
    assert (trace["verdict"], trace["outcome"]) == ("allow", "answered")
    assert trace["trace"][0]["what"] == "gate"


async def test_a_number_that_is_none_is_denied_with_its_reason(linh: tuple[Api, Screen]) -> None:
    status, problem = await post(linh[0], "calls", {"number": "abc"})
    assert (status, problem["code"]) == (403, "call.denied")
    assert problem["params"]["reasons"] == ["number.invalid"]


async def test_the_trunks_of_the_pbx_are_told_to_who_makes_campaigns(server: Server) -> None:
    async with sign_in(server.settings, "quanly") as api:
        trunks = await api.get("pbx/pbx/trunks")
        assert trunks["rows"] == [{"name": "carrier", "reachable": True, "preset": True}]
        with pytest.raises(AssertionError, match=r"pbx\.not_found"):
            await api.get("pbx/elsewhere/trunks")


async def test_presence_is_set_and_shown(linh: tuple[Api, Screen]) -> None:
    api, screen = linh
    headers = {"X-CSRF-Token": api._csrf, "Origin": api.base}
    url = f"{api.base}/api/v1/me/presence"
    pause = {"presence": "paused", "reason": "Ăn trưa"}
    async with api._session.put(url, json=pause, headers=headers) as answer:
        assert answer.status == 200
    await screen.see(lambda entries: entries["presence"]["reason"] == "Ăn trưa")


@pytest.mark.requirement("R232")
async def test_an_inbound_call_pops_in_the_browser_and_is_transferred(
    own_sandbox: SandboxInfo, linh: tuple[Api, Screen]
) -> None:
    api, screen = linh
    await set_phone(own_sandbox, "101", "1")
    await call_in(own_sandbox, "0912345678", to="02873000101")
    card = await screen.see_card("ringing")
    assert card["display"] == "0912 345 678"
    await screen.see_card("talking")
    status, problem = await post(api, f"calls/{card['id']}/transfer", {"extension": "199"})
    assert (status, problem["code"]) == (409, "call.phone_unregistered")
    assert (await post(api, f"calls/{card['id']}/transfer", {"extension": "103"}))[0] == 204
    await screen.see_phone("idle")
    status, problem = await post(api, "calls/ca_nothing/hangup", {})
    assert (status, problem["code"]) == (404, "call.not_found")
