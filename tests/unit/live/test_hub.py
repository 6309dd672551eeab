"""Topics and who follows them."""

import asyncio
import json
from typing import Any

from cti.live.hub import COALESCE_S, Hub


class Follower:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def __call__(self, text: str) -> None:
        self.messages.append(json.loads(text))


async def test_a_follower_gets_the_snapshot_and_then_each_change() -> None:
    hub, follower = Hub(), Follower()
    hub.put("t", "a", 1)
    hub.follow("t", follower)
    hub.put("t", "b", 2)
    hub.drop("t", "a")
    assert follower.messages == [
        {"type": "snapshot", "topic": "t", "seq": 1, "entries": {"a": 1}},
        {"type": "change", "topic": "t", "seq": 2, "set": {"b": 2}, "unset": []},
        {"type": "change", "topic": "t", "seq": 3, "set": {}, "unset": ["a"]},
    ]


async def test_what_comes_soon_comes_together_within_the_time_set() -> None:
    hub, follower = Hub(), Follower()
    hub.follow("t", follower)
    for number in range(100):
        hub.put("t", "calls", number, soon=True)
    assert len(follower.messages) == 1
    await asyncio.sleep(COALESCE_S * 2)
    assert follower.messages[1:] == [
        {"type": "change", "topic": "t", "seq": 1, "set": {"calls": 99}, "unset": []}
    ]


async def test_a_snapshot_in_between_misses_nothing_and_repeats_nothing() -> None:
    hub, early, late = Hub(), Follower(), Follower()
    hub.follow("t", early)
    hub.put("t", "a", 1, soon=True)
    hub.follow("t", late)
    hub.put("t", "b", 2)
    await asyncio.sleep(COALESCE_S * 2)
    assert [message["seq"] for message in early.messages] == [0, 1, 2]
    assert late.messages[0]["entries"] == {"a": 1}
    assert [message["seq"] for message in late.messages] == [1, 2]


async def test_after_unfollowing_nothing_more_comes() -> None:
    hub, follower = Hub(), Follower()
    hub.follow("t", follower)
    hub.unfollow("t", follower)
    hub.put("t", "a", 1)
    assert len(follower.messages) == 1


async def test_topics_that_never_were_leave_nothing_behind() -> None:
    hub, follower = Hub(), Follower()
    for number in range(100):
        hub.follow(f"campaign/{number}", follower)
        hub.unfollow(f"campaign/{number}", follower)
    assert not hub._documents
    assert not hub._sinks


async def test_a_topic_keeps_its_numbers_while_nobody_follows() -> None:
    hub, follower = Hub(), Follower()
    hub.follow("t", follower)
    hub.put("t", "a", 1)
    hub.drop("t", "a")
    hub.unfollow("t", follower)
    hub.follow("t", follower)
    assert follower.messages[-1] == {"type": "snapshot", "topic": "t", "seq": 2, "entries": {}}


async def test_forgetting_a_topic_shows_its_entries_go() -> None:
    hub, follower = Hub(), Follower()
    hub.put("t", "a", 1)
    hub.put("t", "b", 1)
    hub.follow("t", follower)
    hub.forget("t")
    assert follower.messages[-1]["unset"] == ["a", "b"]
