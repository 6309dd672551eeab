"""Which colleagues' birthdays one is reminded of today. Pure. Source: R377.

From the first day of the month of the birthday through the day itself; gone on the morrow.
"""

from calendar import isleap
from datetime import date

FEBRUARY, LEAP_DAY = 2, 29


def find_birthday(born: date, year: int) -> date:
    """The birthday in that year. Who was born on a 29 February has it on the 28th of other years.

    So it stays in the month of birth, whose first day the reminder begins on.
    """
    if (born.month, born.day) == (FEBRUARY, LEAP_DAY) and not isleap(year):
        return date(year, FEBRUARY, LEAP_DAY - 1)
    return born.replace(year=year)


def is_reminded(born: date, today: date) -> bool:
    """Whether one is reminded of it today."""
    return (
        find_birthday(born, today.year).replace(day=1) <= today <= find_birthday(born, today.year)
    )


def find_telling(born: date, today: date) -> date:
    """Which telling of it today's is, of one that is reminded of: each is told once (R415).

    The birthday itself on that day; before it the first of the month, for everybody learns at the
    month's beginning, or as soon as may be after it, who has a birthday in it.
    """
    birthday = find_birthday(born, today.year)
    return birthday if birthday == today else today.replace(day=1)
