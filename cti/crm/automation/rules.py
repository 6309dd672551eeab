"""When the first appointment with a new customer is, and what it is called. Pure. Source: R201."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PLACEHOLDER = "{name}"
"""Stands for the customer's name in the title."""

LONGEST_TITLE = 300


def plan_first(
    now: datetime, zone: ZoneInfo, days: int, at: time, workdays: Collection[int]
) -> datetime:
    """The moment `days` working days after today, at `at` on the clock of `zone`.

    `workdays` are those of the week that are worked on, 1 is Monday; there is one at least.
    """
    day = now.astimezone(zone).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if day.isoweekday() in workdays:
            left -= 1
    return datetime.combine(day, at, zone)


def make_title(template: str, name: str) -> str:
    """The title with the customer's name in it, no longer than a title may be."""
    return template.replace(PLACEHOLDER, name)[:LONGEST_TITLE].rstrip()
