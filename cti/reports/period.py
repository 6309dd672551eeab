"""The days that a report is about. Pure.

Weeks begin on Monday. A day begins and ends when the company's clocks say so.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from cti.reports.errors import PeriodError

PeriodName = Literal["today", "week", "month", "last_month", "custom"]

DAY = timedelta(days=1)


class Period(NamedTuple):
    """From the first day's beginning to the last one's end."""

    first: date
    last: date
    start: datetime  # UTC
    end: datetime  # UTC; not in it any more


def find_period(
    name: PeriodName, now: datetime, zone: ZoneInfo, first: date | None, last: date | None
) -> Period:
    """The period of this name as of `now`; "today", "week" and "month" are those that run.

    `first` and `last` are of a custom one, and of no other. Raises PeriodError.
    """
    today = now.astimezone(zone).date()
    if name == "custom":
        if first is None or last is None or last < first:
            raise PeriodError
        return _frame(first, last, zone)
    if first is not None or last is not None:  # left aside, they would seem to be what is shown
        raise PeriodError
    if name == "today":
        return _frame(today, today, zone)
    if name == "week":
        monday = today - today.weekday() * DAY
        return _frame(monday, monday + 6 * DAY, zone)
    month = today.replace(day=1)
    if name == "month":
        return _frame(month, (month + 31 * DAY).replace(day=1) - DAY, zone)
    return _frame((month - DAY).replace(day=1), month - DAY, zone)


def _frame(first: date, last: date, zone: ZoneInfo) -> Period:
    try:
        start, end = (
            datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + DAY)
        )
    except OverflowError as error:  # the calendar's own ends
        raise PeriodError from error
    return Period(first, last, start, end)
