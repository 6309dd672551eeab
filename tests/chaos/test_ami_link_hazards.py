"""What breaks in panoramisk 1.4 by itself, shown not to break here; one test a hazard."""

import asyncio
import dataclasses

import pytest

from cti.ami.backoff import Backoff
from cti.ami.client import AmiLink
from cti.ami.errors import (
    FateUnknownError,
    LinkDownError,
    UnsafeHeaderError,
)
from cti.ami.events import Event, Hangup, Newchannel, OriginateResponse
from cti.ami.protocol import AmiProtocol
from cti.ami.resync import send
from cti.ami.session import Session
from cti.ami.state import LinkState
from tests.fakes.fake_ami import FakeAmi, Faults
from tests.fakes.fake_ami import Told as Heard
from tests.fakes.fake_pbx import FakePbx, Headers
from tests.fakes.links import FAST, Told, dial, hangup, link_to, until


async def test_a_character_split_between_two_segments_is_kept() -> None:
    name = "Nguyễn Thị Ánh"
    event = (
        "Event: Newchannel\r\nChannel: PJSIP/x-1\r\nChannelState: 0\r\nUniqueid: 1.1\r\n"
        f"Linkedid: 1.1\r\nCallerIDNum: 0912345601\r\nCallerIDName: {name}\r\n\r\n"
    ).encode()
    told = Told()
    async with FakeAmi(faults=Faults(chunk=1)) as server, link_to(server, told):
        server.tell_all(event)
        await until(lambda: any(isinstance(e, Newchannel) for e in told.events))
    assert [e.caller_name for e in told.events if isinstance(e, Newchannel)] == [name]


async def test_a_line_break_in_a_value_smuggles_no_second_action() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        with pytest.raises(UnsafeHeaderError) as refused:
            await link.action("Ping", [("Data", "x\r\n\r\nAction: Originate\r\nChannel: PJSIP/1")])
        assert refused.value.params == {"header": "Data", "why": "line_break"}
        await link.action("Ping")
        assert server.count("Originate") == 0


async def test_an_action_whose_reply_was_cut_off_is_never_sent_again() -> None:
    faults = Faults(drop_before_reply={"Originate"})
    async with FakeAmi(faults=faults) as server, link_to(server, Told()) as link:
        with pytest.raises(FateUnknownError) as unknown:
            await send(link, dial())
        assert unknown.value.params == {"action": "Originate", "why": "ami.connection_lost"}
        await until(lambda: server.connections == 2)
        await link.wait_up()
        await server.pbx.quiesce()
        await link.action("Ping")
        assert server.pbx.originates == {"at_1": 1}


async def test_a_thousand_unanswered_actions_end_at_their_deadline_and_leave_nothing_behind() -> (
    None
):
    settings = dataclasses.replace(FAST, ping_interval=60)
    faults = Faults(deaf={"Originate"})
    async with (
        FakeAmi(faults=faults) as server,
        link_to(server, Told(), settings=settings) as link,
    ):
        results = await asyncio.gather(
            *(
                link.action("Originate", [("Channel", f"PJSIP/{n}@carrier")], timeout=0.2)
                for n in range(1000)
            ),
            return_exceptions=True,
        )
        assert {type(result) for result in results} == {FateUnknownError}
        assert link._protocol is not None
        assert link._protocol.pending == 0
        assert link.counters.actions_timed_out == 1000


async def test_events_come_in_the_order_of_the_wire_and_a_raising_consumer_loses_none() -> None:
    seen: list[str] = []

    def consume(event: Event) -> None:
        if isinstance(event, Hangup):
            seen.append(event.uniqueid)
            if int(event.uniqueid) % 3 == 0:
                raise ZeroDivisionError

    async with FakeAmi() as server, link_to(server, Told(), on_event=consume) as link:
        server.tell_all(b"".join(hangup(str(n)) for n in range(300)))
        await until(lambda: len(seen) == 300)
        assert seen == [str(n) for n in range(300)]
        assert link.counters.consumer_errors == 100
        await link.action("Ping")  # and the connection is still the first
        assert server.connections == 1


async def test_a_half_open_connection_is_noticed_by_its_unanswered_ping() -> None:
    settings = dataclasses.replace(FAST, ping_timeout=0.05)
    told = Told()
    async with FakeAmi() as server, link_to(server, told, settings=settings):
        server.faults.deaf = {"Ping"}
        await until(lambda: told.downs)
        assert told.downs == ["ami.ping_lost"]
        server.faults.deaf = set()
        await until(lambda: len(told.snapshots) > 1)


async def test_a_hundred_channels_of_one_second_are_a_hundred_channels() -> None:
    told = Told()
    async with FakeAmi() as server, link_to(server, told):
        server.tell_all(b"".join(hangup(f"1700000000.{n}") for n in range(100)))
        await until(lambda: len(told.events) > 100)
    assert len({e.uniqueid for e in told.events if isinstance(e, Hangup)}) == 100


async def test_a_reconnect_resyncs_and_delivers_what_happened_meanwhile_after_it() -> None:
    server = FakeAmi()
    order: list[str] = []

    async def resync(link: AmiLink) -> None:
        server.tell_all(hangup("during"))
        await link.action("Ping")
        await asyncio.sleep(0.01)
        order.append("synced")

    def consume(event: Event) -> None:
        if isinstance(event, Hangup):
            order.append(event.uniqueid)

    told = Told()
    async with server, link_to(server, told, on_up=resync, on_event=consume) as link:
        server.drop_all()
        await until(lambda: len(order) == 4)
        assert order == ["synced", "during", "synced", "during"]
        assert told.downs == ["ami.connection_lost"]
        assert link.counters.reconnects == 1


async def test_an_action_while_disconnected_is_refused_and_never_run_later() -> None:
    async with (
        FakeAmi(faults=Faults(drop_first=3)) as server,
        link_to(server, Told(), wait=False) as link,
    ):
        with pytest.raises(LinkDownError):
            await link.action("Ping", [("Mark", "too early")])
        await link.wait_up()
        assert not any(("Mark", "too early") in action for action in server.actions)


async def test_a_list_cut_off_by_a_disconnect_ends_for_its_caller() -> None:
    faults = Faults(stall={"Status"})

    async def read_nothing(_link: AmiLink) -> None:
        await asyncio.sleep(0)

    async with (
        FakeAmi(faults=faults) as server,
        link_to(server, Told(), on_up=read_nothing) as link,
    ):
        waiting = asyncio.create_task(link.list_action("Status", [], "StatusComplete"))
        await until(lambda: server.count("Status"))
        server.drop_all()
        with pytest.raises(FateUnknownError):
            await waiting


async def test_without_fully_booted_the_link_says_so_and_queues_nothing() -> None:
    told = Told()
    settings = dataclasses.replace(FAST, boot_timeout=0.1)
    async with (
        FakeAmi(faults=Faults(boots=False)) as server,
        link_to(server, told, settings=settings, wait=False) as link,
    ):
        await until(lambda: told.downs)
        assert told.downs == ["ami.not_booted"]
        with pytest.raises(LinkDownError):
            await link.action("Ping")
        server.faults.boots = True
        await link.wait_up()


async def test_a_reply_whose_text_speaks_of_lists_is_still_one_reply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def add(_pbx: FakePbx, headers: Headers, connection: Heard) -> None:
        ids = [header for header in headers if header[0] == "ActionID"]
        text = ("Message", "Added interface to queue successfully")
        connection.reply([("Response", "Success"), *ids, text])

    monkeypatch.setitem(FakeAmi.ANSWERS, "QueueAdd", add)
    async with FakeAmi() as server, link_to(server, Told()) as link:
        reply = await link.action("QueueAdd", [("Queue", "desk"), ("Interface", "PJSIP/101")])
        assert reply["Message"] == "Added interface to queue successfully"


async def test_an_originate_without_async_is_answered_like_any_other() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        reply = await link.action("Originate", [("Channel", "PJSIP/0912345601@carrier")])
        assert reply["Message"] == "Originate successfully queued"
        await server.pbx.quiesce()
        assert server.connections == 1


async def test_the_originate_response_reaches_the_consumer_with_the_action_id() -> None:
    told = Told()
    async with FakeAmi() as server, link_to(server, told) as link:
        await send(link, dial("at_7"))
        await server.pbx.quiesce()
        await link.action("Ping")
    (response,) = [e for e in told.events if isinstance(e, OriginateResponse)]
    assert (response.action_id, response.ok, response.uniqueid) == ("at_7", True, "at_7")


async def test_a_reply_after_the_deadline_is_dropped_without_a_trace() -> None:
    faults = Faults(reverse_replies=1)
    async with FakeAmi(faults=faults) as server, link_to(server, Told()) as link:
        faults.reverse_replies = 2  # the first reply is held until the second action
        with pytest.raises(FateUnknownError) as late:
            await link.action("Getvar", [("Variable", "X")], timeout=0.02)
        assert late.value.params["why"] == "ami.deadline"
        faults.reverse_replies = 1
        await link.action("Ping")
        await until(lambda: link.counters.late_replies >= 1)
        assert link._protocol is not None
        await until(lambda: link._protocol is not None and link._protocol.pending == 0)


async def test_a_wrong_password_is_told_and_tried_slowly() -> None:
    told = Told()
    async with FakeAmi() as server:
        slow = Backoff(first=0.001, longest=0.001, refused_first=30, refused_longest=300)
        settings = dataclasses.replace(FAST, backoff=slow)
        wrong = dataclasses.replace(server.address, secret="wrong")
        link = AmiLink(
            wrong,
            name="fake",
            on_event=told.hear,
            on_up=told.resync,
            on_down=told.downs.append,
            settings=settings,
        )
        await link.start()
        await until(lambda: told.downs)
        await asyncio.sleep(0.1)
        assert told.downs == ["ami.login_refused"]
        assert (link.state, link.why) == (LinkState.REFUSED, "ami.login_refused")
        assert server.connections == 1
        assert "wrong" not in repr(wrong)
        await link.stop()


async def test_a_stop_during_the_reconnect_wait_does_not_reconnect() -> None:
    async with (
        FakeAmi(faults=Faults(drop_first=1000)) as server,
        link_to(server, Told(), wait=False) as link,
    ):
        await until(lambda: server.connections == 2)
        await link.stop()
        before = server.connections
        await asyncio.sleep(0.1)
        assert server.connections == before
        assert (link.state, link.why) == (LinkState.DOWN, "ami.stopped")


async def test_any_exception_while_connecting_leaves_the_next_try_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []
    open_really = Session.open

    async def open_badly(self: Session) -> AmiProtocol:
        tries.append(1)
        if len(tries) < 3:
            raise ZeroDivisionError
        return await open_really(self)

    monkeypatch.setattr(Session, "open", open_badly)
    told = Told()
    async with FakeAmi() as server, link_to(server, told):
        assert told.downs == ["ami.internal"]


async def test_a_consumer_that_falls_behind_costs_a_resync_not_the_memory() -> None:
    settings = dataclasses.replace(FAST, max_held_events=50)
    server, told = FakeAmi(), Told()
    rounds: list[int] = []

    async def resync(_link: AmiLink) -> None:
        rounds.append(1)
        if len(rounds) == 1:
            server.tell_all(b"".join(hangup(str(n)) for n in range(200)))
            await asyncio.sleep(0.2)

    async with server, link_to(server, told, on_up=resync, settings=settings) as link:
        assert told.downs == ["ami.overflow"]
        assert link.counters.overflows == 1
        assert not any(isinstance(e, Hangup) for e in told.events)


@pytest.mark.parametrize("stream", [b"x" * 1_000_000, b"Event: Hangup\r\n" * 100_000])
async def test_a_stream_without_end_of_frame_is_given_up(stream: bytes) -> None:
    told = Told()
    async with FakeAmi() as server, link_to(server, told):
        server.tell_all(stream)
        await until(lambda: told.downs)
        assert told.downs == ["ami.bad_stream"]
        await until(lambda: len(told.snapshots) == 2)


async def test_a_second_event_header_does_not_end_the_connection() -> None:
    told = Told()
    async with FakeAmi() as server, link_to(server, told):
        server.tell_all(b"Event: Hangup\r\nEvent: Hangup\r\nJunk\r\n\r\n\r\n" + hangup("after"))
        await until(lambda: any(isinstance(e, Hangup) for e in told.events))
        assert server.connections == 1


async def test_none_is_no_value() -> None:
    async with FakeAmi() as server, link_to(server, Told()) as link:
        with pytest.raises(UnsafeHeaderError):
            await link.action("Originate", [("CallerID", None)])  # type: ignore[list-item]
        assert server.count("Originate") == 0


async def test_a_percent_sign_in_a_reply_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_pbx: FakePbx, headers: Headers, connection: Heard) -> None:
        ids = [header for header in headers if header[0] == "ActionID"]
        connection.reply([("Response", "Success"), *ids, ("Result", "100%25")])

    monkeypatch.setitem(FakeAmi.ANSWERS, "Getvar", answer)
    async with FakeAmi() as server, link_to(server, Told()) as link:
        assert (await link.action("Getvar", [("Variable", "X")]))["Result"] == "100%25"
