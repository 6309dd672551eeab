"""The websocket, with a real client at a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from api_border import Border, Browser, browse
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cti.accounts.rights import Role
from cti.accounts.shapes import UserChange
from cti.api import client as client_module
from cti.api.websocket import SOCKETS


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The websocket asks the database for the session only: one kind will do."""
    return str(request.param)


@asynccontextmanager
async def follow(
    border: Border,
    browser: Browser,
    *topics: str,
    **options: Any,  # noqa: ANN401 - the library's
) -> AsyncIterator[ClientConnection]:
    """A tab of this browser that follows the topics."""
    url = border.url("/api/v1/events").replace("http", "ws", 1)
    headers = {"Cookie": browser.cookie, "Origin": border.origin}
    async with connect(url, additional_headers=headers, proxy=None, **options) as socket:
        for topic in topics:
            await say(socket, type="follow", topic=topic)
        yield socket


async def say(socket: ClientConnection, **message: object) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
    return message


async def closing(socket: ClientConnection) -> int | None:
    """Read to the end; the code it was closed with."""
    with suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(socket.recv(), 5)
    return socket.close_code if socket.close_code != 1006 else None


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def test_ones_own_desk_under_the_name_it_was_asked_for(border: Border) -> None:
    browser, caller = await browse(border, "linh")
    topic = f"user/{caller.user_id}"
    border.hub.put(topic, "presence", {"presence": "ready", "topic": topic})
    async with browser, follow(border, browser, "me") as socket:
        assert await hear(socket) == {
            "type": "snapshot",
            "topic": "me",
            "seq": 1,
            "entries": {"presence": {"presence": "ready", "topic": topic}},
        }
        border.hub.put(topic, "call/at_1", {"state": "ringing"})
        assert await hear(socket) == {
            "type": "change",
            "topic": "me",
            "seq": 2,
            "set": {"call/at_1": {"state": "ringing"}},
            "unset": [],
        }


async def test_nobody_hears_what_is_not_theirs(border: Border) -> None:
    agent, caller = await browse(border, "linh")
    async with agent, follow(border, agent, "campaigns", "campaign/1", "pbx", "user/99") as socket:
        for topic in ("campaigns", "campaign/1", "pbx", "user/99"):
            assert await hear(socket) == {
                "type": "refused",
                "topic": topic,
                "code": "topic.refused",
            }
        for topic in ("campaigns", "campaign/1", "pbx", "user/99"):
            border.hub.put(topic, "secret", 1)
        await say(socket, type="follow", topic="me")
        assert (await hear(socket))["topic"] == "me"
    assert caller.user_id != 99
    supervisor, _ = await browse(border, "lead", Role.SUPERVISOR)
    async with supervisor, follow(border, supervisor, "campaign/1", "pbx") as socket:
        assert (await hear(socket))["entries"] == {"secret": 1}
        assert (await hear(socket))["type"] == "refused"


async def test_snapshot_and_changes_make_a_fresh_snapshot(border: Border) -> None:
    browser, _ = await browse(border, "lead", Role.SUPERVISOR)
    hub = border.hub
    async with browser, follow(border, browser, "campaign/7") as early:
        entries = (await hear(early))["entries"]
        for number in range(300):
            hub.put("campaign/7", f"call/{number % 20}", number, soon=number % 3 == 0)
            if number % 7 == 0:
                hub.drop("campaign/7", f"call/{(number * 3) % 20}", soon=True)
            if number % 50 == 0:
                await asyncio.sleep(0.06)
        hub.flush("campaign/7")
        async with follow(border, browser, "campaign/7") as late:
            fresh = await hear(late)
        seq = 0
        while seq < fresh["seq"]:
            change = await hear(early)
            seq += 1
            assert change["seq"] == seq
            entries.update(change["set"])
            for key in change["unset"]:
                entries.pop(key, None)
        assert entries == fresh["entries"]


async def test_unfollowed_topics_are_silent_and_following_again_starts_anew(
    border: Border,
) -> None:
    browser, _ = await browse(border, "lead", Role.SUPERVISOR)
    async with browser, follow(border, browser, "campaigns", "campaign/1") as socket:
        await hear(socket)
        await hear(socket)
        await say(socket, type="unfollow", topic="campaigns")
        await say(socket, type="unfollow", topic="never followed")
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}
        border.hub.put("campaigns", "campaign/1", 1)
        border.hub.put("campaign/1", "states", 1)
        assert (await hear(socket))["topic"] == "campaign/1"
        await say(socket, type="follow", topic="campaigns")
        assert (await hear(socket))["entries"] == {"campaign/1": 1}
        await say(socket, type="follow", topic="campaigns")
        assert (await hear(socket))["type"] == "snapshot"
        border.hub.put("campaigns", "campaign/1", 2)
        assert (await hear(socket))["set"] == {"campaign/1": 2}
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}, "the change came once"


async def test_who_connects_again_finds_the_state_as_it_is_now(border: Border) -> None:
    browser, caller = await browse(border, "linh")
    topic = f"user/{caller.user_id}"
    async with browser:
        async with follow(border, browser, "me") as socket:
            assert (await hear(socket))["entries"] == {}
        border.hub.put(topic, "call/1", "came while away")
        async with follow(border, browser, "me") as socket:
            assert (await hear(socket))["entries"] == {"call/1": "came while away"}
    await until(lambda: len(border.app[SOCKETS]) == 0)
    assert not border.hub._sinks


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"type":"follow"}',
        '{"type":"follow","topic":7}',
        '{"type":"follow","topic":"' + "x" * 200 + '"}',
        '{"type":"drop table"}',
        '{"type":"follow","topic":"me","more":1}',
        b"\x00\xff",
        "[" * 2000,
    ],
)
async def test_garbage_is_answered_and_the_next_message_works(
    border: Border, garbage: str | bytes
) -> None:
    browser, _ = await browse(border, "linh")
    async with browser, follow(border, browser) as socket:
        await socket.send(garbage)
        assert await hear(socket) == {"type": "error", "code": "message.malformed"}
        await say(socket, type="follow", topic="me")
        assert (await hear(socket))["type"] == "snapshot"


async def test_a_frame_that_is_too_long_ends_the_connection(border: Border) -> None:
    browser, _ = await browse(border, "linh")
    async with browser, follow(border, browser) as socket:
        await socket.send("x" * 5000)
        assert await closing(socket) == 1009


async def test_a_tab_follows_a_bounded_number_of_topics(border: Border) -> None:
    browser, _ = await browse(border, "lead", Role.SUPERVISOR)
    topics = [f"campaign/{number}" for number in range(1, 22)]
    async with browser, follow(border, browser, *topics) as socket:
        kinds = [(await hear(socket))["type"] for _ in topics]
        assert kinds == ["snapshot"] * 20 + ["refused"]
    await until(lambda: len(border.app[SOCKETS]) == 0)
    assert not border.hub._documents


async def test_a_slow_reader_is_cut_while_the_others_go_on(border: Border) -> None:
    browser, _ = await browse(border, "lead", Role.SUPERVISOR)
    hub, page = border.hub, "x" * 20_000
    async with browser, follow(border, browser, "campaign/1") as quick:
        assert (await hear(quick))["type"] == "snapshot"
        async with follow(border, browser, "campaign/1", max_queue=1) as slow:
            await until(lambda: len(hub._sinks["campaign/1"]) == 2)
            slow.transport.pause_reading()  # as a laptop that was closed
            seq = 0
            while len(hub._sinks["campaign/1"]) == 2:
                seq += 1
                assert seq < 5000, "nothing may be kept for it for ever"
                hub.put("campaign/1", "page", [seq, page])
                assert (await hear(quick))["seq"] == seq
            slow.transport.resume_reading()
            assert await closing(slow) in {4408, None}
            await until(lambda: len(border.app[SOCKETS]) == 1)
        hub.put("campaign/1", "page", "after")
        assert (await hear(quick))["set"] == {"page": "after"}
    assert border.count("cti_ws_closed_total", why="slow") == 1


async def test_a_slow_reader_does_not_hold_up_who_publishes(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "MAX_WAITING_CHARS", 100_000)
    browser, _ = await browse(border, "lead", Role.SUPERVISOR)
    async with browser, follow(border, browser, "campaign/1") as socket:
        await until(lambda: len(border.hub._sinks["campaign/1"]) == 1)
        for number in range(20):  # without ever giving the writer a turn
            border.hub.put("campaign/1", "page", [number, "x" * 20_000])
        assert await closing(socket) == 4408


async def test_signing_out_closes_the_tabs_of_that_session_only(border: Border) -> None:
    here, caller = await browse(border, "linh")
    async with Browser(border) as elsewhere, here:
        await elsewhere.sign_in("linh")
        async with follow(border, here, "me") as one, follow(border, elsewhere, "me") as other:
            await hear(one)
            await hear(other)
            assert (await here.ask("DELETE", "/api/v1/session")).status == 204
            assert await closing(one) == 4401
            border.hub.put(f"user/{caller.user_id}", "phone", 1)
            assert (await hear(other))["set"] == {"phone": 1}


async def test_a_new_role_takes_away_at_once_what_it_may_not_follow(border: Border) -> None:
    browser, caller = await browse(border, "lead", Role.SUPERVISOR)
    async with (
        browser,
        follow(border, browser, "campaigns", "me") as one,
        follow(border, browser, "campaigns") as other,
    ):
        for socket, snapshots in ((one, 2), (other, 1)):
            for _ in range(snapshots):
                assert (await hear(socket))["type"] == "snapshot"
        change = UserChange(role=Role.AGENT)
        await border.register.change(None, caller.user_id, change)
        refused = {"type": "refused", "topic": "campaigns", "code": "topic.refused"}
        assert await hear(one) == refused
        told = await hear(one)
        assert (told["topic"], list(told["set"])) == ("me", ["rights"])
        assert await hear(other) == refused
        border.hub.put("campaigns", "campaign/1", "secret")
        border.hub.put(f"user/{caller.user_id}", "presence", "ready")
        assert (await hear(one))["set"] == {"presence": "ready"}
        await say(other, type="follow", topic="campaigns")
        assert (await hear(other))["type"] == "refused"


async def test_a_changed_role_is_felt_by_all_who_have_it(border: Border) -> None:
    agent, _ = await browse(border, "linh")
    admin, caller = await browse(border, "admin", Role.ADMIN)
    async with admin, agent, follow(border, agent, "me") as socket:
        assert (await hear(socket))["type"] == "snapshot"
        assert (await agent.ask("GET", "/api/v1/users")).status == 403
        roles = await (await admin.ask("GET", "/api/v1/roles")).json()
        role = next(one for one in roles["rows"] if one["key"] == "agent")
        grants = {one["right"]: one["reach"] for one in role["grants"] if one["reach"] is not None}
        body = {"version": role["version"], "grants": {**grants, "campaigns.view": []}}
        assert (await admin.ask("PATCH", "/api/v1/roles/agent", json=body)).status == 200
        assert list((await hear(socket))["set"]) == ["rights"]
        await say(socket, type="follow", topic="campaigns")
        assert (await hear(socket))["type"] == "snapshot", "the open socket may at once"
        session = await (await agent.ask("GET", "/api/v1/session")).json()
        assert "campaigns.view" in session["user"]["rights"]
    assert caller.role is Role.ADMIN


async def test_a_session_that_expires_closes_its_tabs(border: Border) -> None:
    browser, _ = await browse(border, "linh")
    border.clock.move(hours=11, minutes=59, seconds=59.8)
    async with browser, follow(border, browser, "me") as socket:
        assert (await hear(socket))["type"] == "snapshot"
        assert await closing(socket) == 4401


async def test_without_a_session_the_reason_can_be_read(border: Border) -> None:
    async with Browser(border) as nobody, follow(border, nobody) as socket:
        assert await closing(socket) == 4401


async def test_another_sites_page_gets_no_connection(border: Border) -> None:
    browser, _ = await browse(border, "linh")
    url = border.url("/api/v1/events").replace("http", "ws", 1)
    headers = {"Cookie": browser.cookie, "Origin": "https://evil.example"}
    async with browser:
        with pytest.raises(InvalidStatus) as caught:
            await connect(url, additional_headers=headers, proxy=None)
    assert caught.value.response.status_code == 403


async def test_stopping_the_server_sends_everybody_away_quickly(border: Border) -> None:
    browser, _ = await browse(border, "linh")
    async with browser, follow(border, browser, "me") as socket:
        await hear(socket)
        async with asyncio.timeout(3):
            await asyncio.gather(border.app[SOCKETS].close(), closing(socket))
    assert len(border.app[SOCKETS]) == 0


async def test_a_plain_request_is_told_to_upgrade(border: Border) -> None:
    browser, _ = await browse(border, "linh")
    async with browser:
        assert (await browser.ask("GET", "/api/v1/events")).status == 426
