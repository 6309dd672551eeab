"""Days that come round each year: whose birthday is coming (R378)."""

from calendar import isleap
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, extract

LONGEST = 31
OLDEST = 1800
"""The first year that an anniversary is counted from."""


def list_days(today: date, ahead: int) -> list[tuple[int, int]]:
    """Month and day of today and the `ahead` days after it.

    Who was born on a 29 February has their birthday on the 28th of other years.
    """
    days = [today + timedelta(days=n) for n in range(ahead + 1)]
    found = [(day.month, day.day) for day in days]
    if any((day.month, day.day) == (2, 28) and not isleap(day.year) for day in days):
        found.append((2, 29))
    return found


def match_anniversary(column: ColumnElement[Any], today: date, ahead: int) -> ColumnElement[bool]:
    """Whether the day in `column` comes round within so many days."""
    numbers = [month * 100 + day for month, day in list_days(today, ahead)]
    number = extract("month", column) * 100 + extract("day", column)
    return and_(column >= date(OLDEST, 1, 1), number.in_(numbers))


def list_dates(today: date, ahead: int) -> list[date]:
    """Every day that it is an anniversary of: an index of days answers these."""
    return [
        date(year, month, day)
        for month, day in list_days(today, ahead)
        for year in range(OLDEST, today.year + 1)
        if (month, day) != (2, 29) or isleap(year)
    ]
