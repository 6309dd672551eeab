"""The days of a report, by the company's clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.reports.errors import PeriodError
from cti.reports.period import PeriodName, find_period

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YEAR = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight of Thursday in Việt Nam


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 1, 1), date(2026, 1, 1)),
        ("week", date(2025, 12, 29), date(2026, 1, 4)),
        ("month", date(2026, 1, 1), date(2026, 1, 31)),
        ("last_month", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_of_the_companys_days(name: PeriodName, first: date, last: date) -> None:
    found = find_period(name, NEW_YEAR, HOME, None, None)
    assert (found.first, found.last) == (first, last)
    assert found.start == datetime(first.year, first.month, first.day, tzinfo=HOME)
    assert found.start <= NEW_YEAR < found.end or name == "last_month"


def test_a_day_has_as_many_hours_as_its_clocks_say() -> None:
    paris = ZoneInfo("Europe/Paris")
    day = date(2026, 3, 29)
    found = find_period("custom", NEW_YEAR, paris, day, day)
    assert found.end - found.start == timedelta(hours=23)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, None),
        (date(2026, 1, 1), None),
        (date(2026, 1, 2), date(2026, 1, 1)),
        (date.min, date(2026, 1, 1)),  # it began before there was a calendar in UTC
        (date(2026, 1, 1), date.max),
    ],
)
def test_a_period_of_ones_own_has_both_ends_in_order(first: date | None, last: date | None) -> None:
    with pytest.raises(PeriodError):
        find_period("custom", NEW_YEAR, HOME, first, last)


@pytest.mark.parametrize(("first", "last"), [(NEW_YEAR.date(), None), (None, date(2026, 1, 1))])
def test_days_of_a_named_period_are_not_left_aside(first: date | None, last: date | None) -> None:
    with pytest.raises(PeriodError):
        find_period("month", NEW_YEAR, HOME, first, last)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is beside it
def test_one_month_ends_where_the_next_begins_and_holds_its_weeks_days(now: datetime) -> None:
    month, before, week, today = (
        find_period(name, now, HOME, None, None)
        for name in ("month", "last_month", "week", "today")
    )
    assert before.end == month.start <= now < month.end
    assert week.last - week.first == timedelta(days=6)
    assert week.start <= today.start <= now < today.end <= week.end
