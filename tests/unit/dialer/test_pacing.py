import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.dialer.pacing import count_room
from cti.pacing import Bucket


@given(
    rate=st.floats(min_value=0.1, max_value=500),
    pauses=st.lists(st.floats(min_value=0, max_value=3), max_size=60),
)
def test_no_pause_pattern_gets_more_calls_out_than_the_rate_and_one_burst(
    rate: float, pauses: list[float]
):
    bucket, now, sent = Bucket(rate), 0.0, 0
    for pause in pauses:
        now += pause
        calls = bucket.available(now)
        bucket.take(calls)
        sent += calls
    assert sent <= rate * now + bucket.size + 1e-6


def test_waiting_as_long_as_the_bucket_says_lets_one_call_out():
    bucket = Bucket(rate=2.0)
    bucket.take(bucket.available(0.0))
    wait = bucket.wait(0.0)
    assert wait == pytest.approx(0.5)
    assert bucket.available(wait) == 1


@pytest.mark.parametrize(
    ("live", "limit", "tokens", "room"),
    [(0, 10, 3, 3), (8, 10, 3, 2), (10, 10, 3, 0), (12, 10, 3, 0), (0, 100, 90, 50)],
)
def test_room_is_the_tightest_of_limit_rate_and_batch(
    live: int, limit: int, tokens: int, room: int
):
    assert count_room(live, limit, tokens, batch=50) == room
