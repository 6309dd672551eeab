"""API tokens at the websocket: what programs may follow, and until when."""

import asyncio
import json
from typing import Any

import pytest
from doors_world import Asker, Doors
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cti.api.websocket import SOCKETS

SIGNED_OUT = 4401


class Listener:
    """A program with the websocket open."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def follow(self, topic: str) -> dict[str, Any]:
        await self._socket.send(json.dumps({"type": "follow", "topic": topic}))
        return await self.hear()

    async def hear(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self._socket.recv(), 5))
        return message

    async def wait_closed(self) -> int:
        try:
            while True:
                await asyncio.wait_for(self._socket.recv(), 5)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


async def listen(doors: Doors, program: Asker, **more: str) -> Listener:
    url = str(doors.running.make_url("/api/v1/events")).replace("http", "ws", 1)
    socket = await connect(url, additional_headers=program.headers | more, proxy=None)
    doors.stack.push_async_callback(socket.close)
    return Listener(socket)


async def test_a_token_follows_what_its_scopes_and_its_owner_allow(doors: Doors) -> None:
    viewer = await doors.make_program("contacts.view", "customers.create")
    program = await listen(doors, viewer)
    for topic in ("me", "campaigns", "pbx", "import/1", "user/1"):
        refused = await program.follow(topic)
        assert (refused["type"], refused["topic"]) == ("refused", topic)
    made = (await viewer.ask("POST", "customers", {"name": "Minh An"})).json
    watched = (await viewer.ask("GET", f"customers/{made['id']}/comments")).json["topic"]
    assert (await program.follow(watched))["type"] == "snapshot"
    note = await viewer.ask("POST", f"customers/{made['id']}/notes", {"body": "Gọi lại"})
    assert note.status == 201
    assert (await program.hear())["set"]["changed"] >= 1

    stranger = await listen(doors, await doors.make_program("call", user="admin"))
    assert (await stranger.follow(watched))["type"] == "refused"  # told to another
    assert (await stranger.follow("me"))["type"] == "snapshot"
    # A page of another site can't send Authorization: where the program runs does not matter.
    elsewhere = await listen(doors, await doors.make_program("campaigns.view"), Origin="https://a")
    assert (await elsewhere.follow("campaigns"))["type"] == "snapshot"

    nobody = await doors.come_with("cti_no")
    for said in ("Bearer cti_no", "Basic eA=="):
        nobody.headers = {"Authorization": said}
        with pytest.raises(InvalidStatus) as shut:
            await listen(doors, nobody)
        assert shut.value.response.status_code == 401


async def test_a_token_that_ends_closes_what_it_opened_and_nothing_else(doors: Doors) -> None:
    person = await doors.sign_in("supervisor")
    form = {"name": "x", "scopes": ["campaigns.view"], "days": None}
    made = (await person.ask("POST", "tokens", form)).json
    revoked = await listen(doors, await doors.come_with(made["secret"]))
    other = await listen(doors, await doors.make_program("campaigns.view", "call"))
    assert (await revoked.follow("campaigns"))["type"] == "snapshot"
    assert (await other.follow("campaigns"))["type"] == "snapshot"
    assert (await person.ask("DELETE", f"tokens/{made['token']['id']}")).status == 204
    assert await revoked.wait_closed() == SIGNED_OUT

    admin = await doors.sign_in("admin")
    rows = (await admin.ask("GET", "users")).json["rows"]
    path = next(f"users/{row['id']}" for row in rows if row["username"] == "supervisor")
    change = {"password": "another-password", "role": "agent"}
    assert (await admin.ask("PATCH", path, change)).status == 200  # of a password it knows nothing
    lost = await other.hear()
    assert (lost["type"], lost["topic"]) == ("refused", "campaigns")  # an agent may not see them
    assert (await other.follow("me"))["type"] == "snapshot"
    assert (await admin.ask("PATCH", path, {"active": False})).status == 200
    assert await other.wait_closed() == SIGNED_OUT


async def test_a_token_that_expires_closes_what_it_opened(doors: Doors) -> None:
    person = await doors.sign_in("admin")
    form = {"name": "x", "scopes": ["campaigns.view"], "days": 1}
    made = (await person.ask("POST", "tokens", form)).json
    program = await doors.come_with(made["secret"])
    doors.clock.move(hours=23, minutes=59, seconds=59.5)
    listener = await listen(doors, program)
    assert (await listener.follow("campaigns"))["type"] == "snapshot"
    assert await listener.wait_closed() == SIGNED_OUT
    async with asyncio.timeout(5):
        while len(doors.server.app[SOCKETS]):
            await asyncio.sleep(0.01)
