"""How far a job is, in figures."""

from datetime import UTC, datetime, timedelta

from cti.crm.bulk.progress import measure

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_the_time_left_follows_from_the_rate_so_far() -> None:
    job = {"started_at": START, "done": 500, "total": 2_000}
    assert measure(job, START + timedelta(seconds=10)) == {"rate": 50.0, "seconds_left": 30.0}


def test_nothing_is_foretold_before_the_first_customer_or_the_count() -> None:
    unknown = {"rate": None, "seconds_left": None}
    later = START + timedelta(seconds=10)
    assert measure({"started_at": None, "done": 0, "total": None}, later) == unknown
    assert measure({"started_at": START, "done": 0, "total": 10}, later) == unknown
    assert measure({"started_at": START, "done": 5, "total": 10}, START) == unknown
