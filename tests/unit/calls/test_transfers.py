"""Attended transfers: an agent asks a colleague, then joins customer and colleague."""

import pytest
from by_hand import TALK, answer, hang_up, ring, see
from traces import Story, read_trace, walk

from cti.ami.events import BridgeEnter, BridgeLeave, Hangup, Hold


@pytest.mark.requirement("R232")
@pytest.mark.parametrize(
    ("name", "kind", "extensions"),
    [
        ("transfer-attended", "inbound", [None, "101", "102"]),
        ("transfer-attended-click", "click", ["101", None, "102"]),
    ],
)
def test_in_an_attended_transfer_the_colleague_has_the_customers_call_as_soon_as_they_are_joined(
    name: str, kind: str, extensions: list[str | None]
) -> None:
    talking: list[tuple[str, ...]] = []
    for event, story in walk(name):
        call = next((call for call in story.calls if call.kind == kind), None)
        talking.append(() if call is None else call.talking)
        if isinstance(event, Hangup):
            break  # what follows is told when it is too late
    assert ("101", "102") in talking
    story = Story(read_trace(name))
    call, consultation = (
        next(call for call in story.calls if (call.kind == "internal") is internal)
        for internal in (False, True)
    )
    assert [leg.extension for leg in call.legs.values()] == extensions
    assert all(leg.answered_at and leg.ended_at for leg in call.legs.values())
    assert (call.state, call.last_agent, call.answered_at is not None) == ("ended", "102", True)
    assert [leg.extension for leg in consultation.legs.values()] == ["101", "102"]
    assert all(leg.ended_at for leg in consultation.legs.values())
    joined, parted = consultation.legs.values()
    assert parted.ended_at is not None
    assert joined.ended_at is not None
    assert parted.ended_at <= joined.ended_at < call.ended_at  # type: ignore[operator]


def test_after_an_attended_transfer_the_customer_talks_to_the_second_agent_in_the_same_call() -> (
    None
):
    story = Story(TALK)
    for event in [
        *ring("p.3", "p.3", "101", incoming=True),  # the agent's second line calls 102
        *ring("p.4", "p.3", "102"),
        *answer("p.3", "p.3", "101"),
        *answer("p.4", "p.3", "102"),
        BridgeEnter("b", "basic", 2, "p.4", "p.1", "PJSIP/102-00000004"),  # now of call p.1
        *hang_up("p.2", "p.1", "101"),
        *hang_up("p.3", "p.3", "101"),
    ]:
        story.tell(event)
    (call,) = story.tracker.calls.values()
    assert (call.kind, call.state, call.talking) == ("inbound", "talking", ("102",))
    assert call.last_agent == "102"
    internal = next(call for call in story.calls if call.kind == "internal")
    assert internal.state == "ended"


def test_a_consultation_that_is_older_than_the_customers_call_does_not_take_it_over() -> None:
    story = Story(
        [
            *ring("p.1", "p.1", "102", incoming=True),  # a colleague calls 101 ...
            *ring("p.2", "p.1", "101"),
            *answer("p.1", "p.1", "102"),
            *answer("p.2", "p.1", "101"),
            BridgeEnter("a", "basic", 1, "p.2", "p.1", "PJSIP/101-00000002"),
            BridgeEnter("a", "basic", 2, "p.1", "p.1", "PJSIP/102-00000001"),
            *ring("p.3", "p.3", "carrier", incoming=True),  # ... whose second line a customer calls
            *ring("p.4", "p.3", "101"),
            *answer("p.3", "p.3", "carrier"),
            *answer("p.4", "p.3", "101"),
            BridgeEnter("b", "basic", 1, "p.4", "p.3", "PJSIP/101-00000004"),
            BridgeEnter("b", "basic", 2, "p.3", "p.3", "PJSIP/carrier-00000003"),
            BridgeLeave("a", "basic", 1, "p.2", "p.1", "PJSIP/101-00000002"),
            BridgeEnter("a", "basic", 2, "p.3", "p.3", "PJSIP/carrier-00000003"),
            *hang_up("p.2", "p.1", "101"),
            *hang_up("p.4", "p.3", "101"),
            Hold("p.3", "p.1", "PJSIP/carrier-00000003"),  # named after the oldest
        ]
    )
    (call,) = story.tracker.calls.values()
    assert (call.kind, call.linkedid, call.talking) == ("inbound", "p.3", ("102",))
    assert call.held
    for event in [*hang_up("p.3", "p.1", "carrier"), *hang_up("p.1", "p.1", "102")]:
        story.tell(event)
    assert story.tracker.calls == {}
    assert {call.state for call in story.calls} == {"ended"}


def test_who_shares_a_conference_is_in_the_call_they_came_with() -> None:
    story = Story(TALK)
    for event in [
        *ring("p.3", "p.3", "102", incoming=True),
        *answer("p.3", "p.3", "102"),
        BridgeEnter("room", "base", 1, "p.1", "p.1", "PJSIP/carrier-00000001"),
        BridgeEnter("room", "base", 2, "p.3", "p.3", "PJSIP/102-00000003"),
    ]:
        story.tell(event)
    assert [call.kind for call in story.tracker.calls.values()] == ["inbound", "internal"]


def test_a_transfer_after_a_lost_link_is_seen_though_the_bridge_was_entered_before() -> None:
    story = Story(TALK)
    story.tracker.lose(story.now)
    seen = [
        see("p.1", "p.1", "carrier"),
        see("p.2", "p.1", "101"),
        see("p.3", "p.3", "101")._replace(bridge="b"),
        see("p.4", "p.3", "102")._replace(bridge="b"),
    ]
    story.tracker.resync(seen, story.now)
    story.tell(BridgeLeave("b", "basic", 1, "p.3", "p.3", "PJSIP/101-00000003"))
    story.tell(BridgeEnter("b", "basic", 2, "p.1", "p.1", "PJSIP/carrier-00000001"))
    call = story.tracker.calls["p.1"]
    assert call.talking == ("101", "102")
