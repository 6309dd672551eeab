import pytest
from by_hand import TALK, see
from hypothesis import given, settings
from hypothesis import strategies as st
from traces import BEGIN, NAMES, STEP, Story, read_trace

from cti.ami.events import (
    BridgeEnter,
    Hangup,
    Hold,
    Newchannel,
    Rename,
    Unhold,
)
from cti.calls.call import Call
from cti.calls.tracker import Tracker


def tell_whats(story: Story) -> list[str]:
    return [change.what for change in story.changes if change.what != "changed"]


def test_a_campaign_call_with_a_key_is_one_outbound_call_with_one_leg() -> None:
    story = Story(read_trace("campaign-key"))
    call = story.call
    assert (call.id, call.kind, call.direction) == ("at_trace_key", "campaign", "outbound")
    assert call.number == "0900000001"
    assert story.states == ["dialling", "ringing", "talking", "ended"]
    assert tell_whats(story) == ["born", "answered", "ended"]
    assert call.cause == 16
    assert [leg.role for leg in call.legs.values()] == ["customer"]


@pytest.mark.parametrize(
    ("name", "cause", "states"),
    [
        ("campaign-busy", 17, ["dialling", "ended"]),
        ("campaign-no-answer", 19, ["dialling", "ringing", "ended"]),
        ("campaign-hangs-up", 16, ["dialling", "ringing", "talking", "ended"]),
    ],
)
def test_a_campaign_call_keeps_the_cause_it_ended_with(
    name: str, cause: int, states: list[str]
) -> None:
    story = Story(read_trace(name))
    assert (story.call.cause, story.states) == (cause, states)
    assert (story.call.answered_at is not None) == ("talking" in states)


@pytest.mark.requirement("R230", "R231")
def test_click_to_call_is_one_call_with_the_agents_leg_and_the_customers() -> None:
    story = Story(read_trace("click-to-call"))
    call = story.call
    assert (call.id, call.kind) == ("at_trace_click", "click")
    assert call.number == "0900000020"
    assert [(leg.role, leg.extension) for leg in call.legs.values()] == [
        ("agent", "101"),
        ("customer", None),
    ]
    assert story.states == ["dialling", "ringing", "talking", "ended"]
    assert call.last_agent == "101"


def test_click_to_call_to_a_busy_customer_is_never_a_conversation() -> None:
    story = Story(read_trace("click-to-call-busy"))
    assert "talking" not in story.states
    assert story.call.answered_at is None
    assert story.call.cause == 17


@pytest.mark.requirement("R232")
def test_a_queue_call_rings_every_phone_and_one_answers() -> None:
    story = Story(read_trace("inbound-queue-answered"))
    call = story.call
    assert (call.kind, call.direction) == ("inbound", "inbound")
    assert (call.number, call.did, call.queue) == ("0912345678", "02873001000", "cti-desk")
    assert max(story.rings, key=len) == tuple(str(number) for number in range(101, 111))
    assert call.last_agent == "101"
    assert story.states == ["ringing", "talking", "ended"]


def test_when_one_has_answered_no_other_phone_rings() -> None:
    story = Story([])
    for event in read_trace("inbound-queue-answered"):
        story.tell(event)
        calls = list(story.tracker.calls.values())
        if isinstance(event, BridgeEnter):
            assert calls[0].ringing == ()
            assert calls[0].talking == ("101",)


def test_a_caller_who_gives_up_was_never_answered() -> None:
    story = Story(read_trace("inbound-queue-abandoned"))
    assert story.call.answered_at is None
    assert story.call.last_agent is None
    assert story.states == ["ringing", "ended"]


def test_a_blind_transfer_is_the_same_call_with_another_agent() -> None:
    story = Story(read_trace("transfer-by-redirect"))
    call = story.call
    assert call.number == "0987654321"
    assert story.states == ["ringing", "talking", "ringing", "talking", "ended"]
    assert [leg.extension for leg in call.legs.values()] == [None, "101", "102"]
    assert call.last_agent == "102"


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_may_come_in_pieces_of_three(name: str) -> None:
    whole, pieces = Story(read_trace(name)), Story(read_trace(name, 3))
    assert describe(whole.calls) == describe(pieces.calls)


@pytest.mark.parametrize("name", NAMES)
def test_every_event_twice_gives_the_same_calls(name: str) -> None:
    once = Story(read_trace(name))
    twice = Story([event for event in read_trace(name) for _ in range(2)])
    assert tell_whats(once) == tell_whats(twice)
    assert describe(once.calls, times=False) == describe(twice.calls, times=False)


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_trace_told_again_changes_nothing(name: str) -> None:
    story = Story(read_trace(name))
    said = len(story.changes)
    for event in read_trace(name):
        story.tell(event)
    assert len(story.changes) == said
    assert story.tracker.calls == {}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_lost_doubled_and_shuffled_events_never_raise_nor_leave_a_call(data: st.DataObject) -> None:
    events = read_trace(data.draw(st.sampled_from(NAMES)))
    told = data.draw(st.lists(st.sampled_from(events), max_size=3 * len(events)))
    story = Story(told)
    for event in events:
        if isinstance(event, Hangup):
            story.tell(event)
    assert story.tracker.calls == {}
    assert all(call.ended_at is not None for call in story.calls)


def describe(calls: list[Call], *, times: bool = True) -> list[object]:
    return [
        (
            call.id,
            call.kind,
            call.number,
            call.cause,
            call.last_agent,
            [
                (leg.uniqueid, leg.role, leg.cause, leg.answered_at if times else None)
                for leg in call.legs.values()
            ],
        )
        for call in calls
    ]


# -- what is not in a trace ----------------------------------------------------------------


def test_hold_is_seen_until_it_is_taken_back() -> None:
    story = Story(TALK)
    call = story.call
    story.tell(Hold("p.2", "p.1", "PJSIP/101-00000002"))
    assert call.held
    story.tell(Unhold("p.2", "p.1", "PJSIP/101-00000002"))
    assert not call.held


def test_local_channels_are_nobodys_leg() -> None:
    story = Story(
        [
            Newchannel("p.1", "p.1", "Local/play@cti-check-00000001;1", 0, "", "", "", "play", ""),
            Newchannel("p.2", "p.1", "Local/play@cti-check-00000001;2", 4, "", "", "", "play", ""),
            BridgeEnter("b", "basic", 1, "p.1", "p.1", "Local/play@cti-check-00000001;1"),
        ]
    )
    assert story.calls == []


def test_a_masquerade_keeps_the_call_with_whoever_takes_the_telephones_name() -> None:
    story = Story(TALK)
    for event in [
        Newchannel("p.9", "p.1", "AsyncGoto/PJSIP/carrier-00000001", 6, "", "", "", "", ""),
        Rename("p.1", "p.1", "PJSIP/carrier-00000001", "PJSIP/carrier-00000001<MASQ>"),
        Rename("p.9", "p.1", "AsyncGoto/PJSIP/carrier-00000001", "PJSIP/carrier-00000001"),
        Rename("p.1", "p.1", "PJSIP/carrier-00000001<MASQ>", "AsyncGoto/PJSIP/x<ZOMBIE>"),
        Hangup("p.1", "p.1", "AsyncGoto/PJSIP/x<ZOMBIE>", 6, 0, ""),
    ]:
        story.tell(event)
    (call,) = story.tracker.calls.values()
    assert call.customer is not None
    assert call.customer.uniqueid == "p.9"
    assert call.state == "talking"


# -- a lost link ---------------------------------------------------------------------------


def test_while_the_link_is_down_a_call_is_unknown_and_then_goes_on_under_its_id() -> None:
    story = Story(TALK)
    call = story.call
    (change,) = story.tracker.lose(story.now)
    assert change.call.state == "unknown"
    seen = [see("p.1", "p.1", "carrier"), see("p.2", "p.1", "101")]
    (change,) = story.tracker.resync(seen, story.now)
    assert change.call is call
    assert call.state == "talking"
    assert story.tracker.drift == 0


def test_a_call_that_ended_unseen_is_ended_of_unknown_cause_and_counted() -> None:
    story = Story(TALK)
    story.tracker.lose(story.now)
    (change,) = story.tracker.resync([], story.now)
    assert (change.what, change.call.state, change.call.vanished) == ("ended", "ended", True)
    assert story.tracker.drift == 2
    assert story.tracker.calls == {}


def test_a_call_that_began_unseen_is_found_with_its_age_and_the_same_id_it_would_have_had() -> None:
    tracker = Tracker("main")
    seen = [see("p.1", "p.1", "carrier"), see("p.2", "p.1", "101", 5)]
    (change,) = tracker.resync(seen, BEGIN)
    call = change.call
    assert (change.what, call.kind, call.number, call.ringing) == (
        "born",
        "inbound",
        "0911",
        ("101",),
    )
    assert (BEGIN - call.started_at).total_seconds() == 30
    assert call.id == Story(TALK).call.id


def test_a_call_is_the_callers_in_whatever_order_the_pbx_lists_its_channels() -> None:
    tracker = Tracker("main")
    seen = [see("p.2", "p.1", "101"), see("p.1", "p.1", "carrier")]
    (change,) = tracker.resync(seen, BEGIN)
    call = change.call
    assert (call.kind, call.direction, call.number) == ("inbound", "inbound", "0911")
    assert (call.state, call.talking) == ("talking", ("101",))


def test_events_from_before_the_snapshot_do_no_harm_after_it() -> None:
    tracker = Tracker("main")
    tracker.resync([see("p.1", "p.1", "carrier"), see("p.2", "p.1", "101")], BEGIN)
    for event in TALK:
        tracker.apply(event, BEGIN + STEP)
    (call,) = tracker.calls.values()
    assert call.state == "talking"
    assert len(call.legs) == 2
