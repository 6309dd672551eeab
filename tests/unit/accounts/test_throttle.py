"""How often somebody may try to sign in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.accounts.throttle import Throttle, network_of

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PERIOD = timedelta(minutes=15)


def test_the_tries_up_to_the_limit_pass_and_the_next_waits() -> None:
    throttle = Throttle(3, PERIOD)
    assert [throttle.take("a", NOW) for _ in range(3)] == [None, None, None]
    assert throttle.take("a", NOW + timedelta(minutes=5)) == 600
    assert throttle.take("b", NOW) is None


def test_after_the_period_it_starts_afresh() -> None:
    throttle = Throttle(1, PERIOD)
    throttle.take("a", NOW)
    assert throttle.take("a", NOW + PERIOD - timedelta(microseconds=1)) == 1
    assert throttle.take("a", NOW + PERIOD) is None


def test_waiting_out_is_not_prolonged_by_trying() -> None:
    throttle = Throttle(1, PERIOD)
    throttle.take("a", NOW)
    for minute in range(15):
        assert throttle.take("a", NOW + timedelta(minutes=minute)) is not None
    assert throttle.take("a", NOW + PERIOD) is None


def test_a_good_try_is_given_back() -> None:
    throttle = Throttle(1, PERIOD)
    for _ in range(10):
        assert throttle.take("a", NOW) is None
        throttle.give_back("a")


def test_a_reset_forgets_the_tries_of_one_key() -> None:
    throttle = Throttle(1, PERIOD)
    throttle.take("a", NOW)
    throttle.take("b", NOW)
    throttle.reset("a")
    assert throttle.take("a", NOW) is None
    assert throttle.take("b", NOW) is not None


def test_memory_is_bounded_whoever_comes() -> None:
    throttle = Throttle(1, PERIOD, max_keys=100)
    for number in range(10_000):
        throttle.take(f"visitor {number}", NOW)
        assert len(throttle) <= 100
    assert throttle.take("visitor 9999", NOW) is not None
    assert throttle.take("visitor 9900", NOW) is not None, "the oldest kept is not forgotten"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1800)), max_size=60))
def test_never_more_than_the_limit_within_a_window(tries: list[tuple[str, int]]) -> None:
    throttle = Throttle(4, PERIOD)
    passed: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    for key, second in sorted(tries, key=lambda one: one[1]):
        if throttle.take(key, NOW + timedelta(seconds=second)) is None:
            passed[key].append(second)
    for seconds in passed.values():
        # Fixed windows: at most the limit in each, so at most twice in any stretch that long.
        assert all(sum(start <= other < start + 900 for other in seconds) <= 8 for start in seconds)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somewhere", "somewhere"),
        ("", ""),
    ],
)
def test_an_ipv6_line_counts_as_one(address: str, network: str) -> None:
    assert network_of(address) == network
