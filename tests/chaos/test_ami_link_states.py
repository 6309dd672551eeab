"""How a link behaves when its PBX, its consumer or its callers do what they should not."""

import asyncio
import dataclasses
import logging

import pytest

from cti.ami.client import AmiLink
from cti.ami.errors import (
    ActionRefusedError,
    LinkDownError,
    UnsafeValueError,
)
from cti.ami.events import Event, Hangup
from cti.ami.resync import send
from cti.ami.state import LinkState
from tests.fakes.fake_ami import SECRET, FakeAmi, Faults
from tests.fakes.fake_pbx import FakePbx
from tests.fakes.links import FAST, Told, dial, hangup, link_to, until


async def test_a_cancelled_caller_leaves_nothing_behind() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        server.faults.deaf = {"Getvar"}
        waiting = asyncio.create_task(link.action("Getvar", [("Variable", "X")]))
        await until(lambda: server.count("Getvar"))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert link._protocol is not None
        await until(lambda: link._protocol is not None and link._protocol.pending == 0)


async def test_a_consumer_may_ask_for_a_reset_itself() -> None:
    told = Told()
    links: list[AmiLink] = []

    def consume(event: Event) -> None:
        told.hear(event)
        if isinstance(event, Hangup) and event.uniqueid == "2":
            links[0].reset("ami.overflow")

    async with FakeAmi() as server, link_to(server, told, on_event=consume) as link:
        links.append(link)
        server.tell_all(b"".join(hangup(str(n)) for n in range(5)))
        await until(lambda: len(told.snapshots) == 2)
    assert [e.uniqueid for e in told.events if isinstance(e, Hangup)] == ["0", "1", "2"]


async def test_two_actions_with_one_action_id_do_not_mix() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        server.faults.deaf = {"Getvar"}
        first = asyncio.create_task(link.action("Getvar", [("ActionID", "a")], timeout=0.05))
        await until(lambda: server.count("Getvar"))
        with pytest.raises(UnsafeValueError):
            await link.action("Ping", [("ActionID", "a")])
        await asyncio.gather(first, return_exceptions=True)


async def test_a_refused_action_says_what_asterisk_said() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        with pytest.raises(ActionRefusedError) as refused:
            await link.action("Nonsense")
        assert refused.value.message == "Invalid/unknown command"


async def test_replies_in_any_order_reach_their_own_callers() -> None:
    faults = Faults()
    settings = dataclasses.replace(FAST, ping_interval=60)
    async with (
        FakeAmi(faults=faults) as server,
        link_to(server, Told(), settings=settings) as link,
    ):
        faults.reverse_replies = 50
        replies = await asyncio.gather(
            *(link.action("Getvar", [("Variable", f"V{n}")]) for n in range(50))
        )
        assert [reply["Variable"] for reply in replies] == [f"V{n}" for n in range(50)]


async def test_writing_waits_for_a_server_that_does_not_read_and_goes_on_in_order() -> None:
    settings = dataclasses.replace(FAST, ping_interval=60)
    async with FakeAmi() as server, link_to(server, Told(), settings=settings) as link:
        server.hearing.clear()
        long = "x" * 900
        waiting = [
            asyncio.create_task(link.action("Getvar", [("Variable", f"{n}"), ("Pad", long)]))
            for n in range(8_000)
        ]
        protocol = link._protocol
        assert protocol is not None
        await until(lambda: not protocol._writable.is_set())
        assert protocol._transport is not None
        assert protocol._transport.get_write_buffer_size() < 512 * 1024
        server.hearing.set()
        replies = await asyncio.gather(*waiting)
        assert [reply["Variable"] for reply in replies] == [f"{n}" for n in range(8_000)]


async def test_an_asterisk_with_a_known_hole_is_refused_unless_allowed() -> None:
    told = Told()
    async with FakeAmi(FakePbx(version="20.9.1")) as server:
        async with link_to(server, told, wait=False) as link:
            await until(lambda: told.downs)
            assert (link.state, link.why) == (LinkState.REFUSED, "ami.version_refused")
        allowed = dataclasses.replace(FAST, allow_unsafe_asterisk=True)
        async with link_to(server, Told(), settings=allowed) as link:
            assert link.asterisk_version == "20.9.1"


async def test_nobody_is_dialled_before_the_resync_is_done() -> None:
    errors: list[Exception] = []

    async def resync(link: AmiLink) -> None:
        try:
            await send(link, dial())
        except LinkDownError as error:
            errors.append(error)

    async with FakeAmi() as server, link_to(server, Told(), on_up=resync):
        assert len(errors) == 1
        assert server.count("Originate") == 0


async def test_a_server_that_does_not_greet_as_asterisk_gets_no_secret() -> None:
    told = Told()
    faults = Faults(greeting=b"220 mail.example.org ESMTP\r\n")
    async with FakeAmi(faults=faults) as server, link_to(server, told, wait=False):
        await until(lambda: told.downs)
        assert told.downs == ["ami.bad_stream"]
        assert server.actions == []


async def test_a_failing_resync_starts_the_link_anew() -> None:
    told, rounds = Told(), []

    async def resync(_link: AmiLink) -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise ZeroDivisionError

    async with FakeAmi() as server, link_to(server, told, on_up=resync):
        assert told.downs == ["ami.resync_failed"]
        assert server.connections == 2


async def test_an_unreachable_pbx_is_told_once_and_found_when_it_comes() -> None:
    server, told = FakeAmi(), Told()
    async with server:
        pass  # the port is known now, and nobody listens on it
    async with link_to(server, told, wait=False) as link:
        await until(lambda: link.counters.reconnects > 3)
        assert told.downs == ["ami.unreachable"]
        async with server:
            await link.wait_up()


@pytest.mark.parametrize(
    "frame",
    [
        b"\r\n\r\n\r\n",
        b": \r\n\r\n",
        b"\xff\xfe\x00\r\n\r\n",
        b"Event:\r\n\r\n",
        b"Event\r\n\r\n",
        b"Response: Success\r\n\r\n",
        b"Response: Error\r\nActionID: nobody's\r\n\r\n",
        b"Response:\r\nActionID:\r\n\r\n",
        b"Event: Hangup\r\nCause: sixteen\r\n\r\n",
        b"Event: UserEvent\r\nUserEvent: CtiReply\r\nAttempt: ../../x\r\nStep: 1\r\n\r\n",
        b"Event: StatusComplete\r\nActionID: nobody's\r\n\r\n",
        b"Event: " + b"x" * 100_000 + b"\r\n\r\n",
        b"Event: Newchannel\r\n" + b"Channel: x\r\n" * 15_000 + b"\r\n",
    ],
)
async def test_a_hostile_frame_is_stepped_over_and_the_next_is_read(frame: bytes) -> None:
    told = Told()
    async with FakeAmi() as server, link_to(server, told) as link:
        server.tell_all(frame + hangup("after"))
        await until(lambda: any(isinstance(event, Hangup) for event in told.events))
        await link.action("Ping")
        assert server.connections == 1


async def test_no_log_line_holds_a_number_or_the_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def fail(event: Event) -> None:
        if isinstance(event, Hangup):
            raise ZeroDivisionError

    async with FakeAmi() as server, link_to(server, Told(), on_event=fail) as link:
        await send(link, dial())
        await server.pbx.quiesce()
        server.tell_all(b"Event: Newchannel\r\nCallerIDNum: 0912345601\r\n\r\n")
        await until(lambda: link.counters.events_undecoded)
        server.drop_all()
        await until(lambda: server.connections == 2)
    assert "consumer failed on Hangup" in caplog.text
    assert "not understood: Newchannel" in caplog.text
    assert "0912345601" not in caplog.text
    assert SECRET not in caplog.text


async def test_an_originate_that_finds_no_room_is_not_sent_later() -> None:
    settings = dataclasses.replace(FAST, ping_interval=60, originate_delay=0.05)
    async with FakeAmi() as server, link_to(server, Told(), settings=settings) as link:
        server.hearing.clear()
        long = [("Variable", "X"), *[("Pad", "x" * 900)] * 100]
        filling = [asyncio.create_task(link.action("Getvar", long)) for _ in range(100)]
        protocol = link._protocol
        assert protocol is not None
        await until(lambda: not protocol._writable.is_set())
        with pytest.raises(LinkDownError) as late:
            await send(link, dial())
        assert late.value.params == {"why": "ami.write_blocked"}
        server.hearing.set()
        await asyncio.gather(*filling, return_exceptions=True)
        await link.action("Ping")
        assert server.count("Originate") == 0
