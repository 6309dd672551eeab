"""Publish and subscribe inside one process."""

from dataclasses import dataclass

from cti.bus import Bus


@dataclass(frozen=True)
class Rang:
    number: int


@dataclass(frozen=True)
class Ended:
    number: int


def test_messages_come_at_once_in_order_and_by_their_type() -> None:
    bus = Bus()
    heard: list[object] = []
    bus.subscribe(Rang, heard.append)
    bus.publish(Rang(1))
    bus.publish(Ended(1))
    bus.publish(Rang(2))
    assert heard == [Rang(1), Rang(2)]


def test_who_left_hears_nothing_more_even_when_leaving_while_told() -> None:
    bus = Bus()
    heard: list[str] = []

    def once(_message: Rang) -> None:
        heard.append("once")
        leave()

    leave = bus.subscribe(Rang, once)
    bus.subscribe(Rang, lambda _message: heard.append("always"))
    bus.publish(Rang(1))
    bus.publish(Rang(2))
    assert heard == ["once", "always", "always"]


def test_a_handler_that_fails_does_not_stop_the_others() -> None:
    bus = Bus()
    heard: list[Rang] = []

    def fail(_message: Rang) -> None:
        raise ValueError

    bus.subscribe(Rang, fail)
    bus.subscribe(Rang, heard.append)
    bus.publish(Rang(1))
    assert heard == [Rang(1)]
