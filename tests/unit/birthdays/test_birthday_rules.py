"""When one is reminded of a colleague's birthday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.birthdays.rules import find_birthday, find_telling, is_reminded

BORN = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@pytest.mark.requirement("R377", "V4")
@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2026, 12, 19), True),
        (date(2026, 12, 20), True),
        (date(2026, 12, 21), False),
        (date(2027, 1, 1), False),
    ],
)
def test_the_reminder_begins_with_the_month_and_ends_with_the_day(
    today: date, *, shown: bool
) -> None:
    assert is_reminded(date(1990, 12, 20), today) is shown


def test_who_was_born_on_a_29_february_has_a_birthday_each_year() -> None:
    born = date(1996, 2, 29)
    assert find_birthday(born, 2028) == date(2028, 2, 29)
    assert find_birthday(born, 2026) == date(2026, 2, 28)
    assert is_reminded(born, date(2026, 2, 28))
    assert not is_reminded(born, date(2026, 3, 1))


@pytest.mark.requirement("R377")
@given(BORN, st.integers(2026, 2100))
def test_one_is_reminded_on_the_days_from_the_first_to_the_birthday_and_told_of_it_twice(
    born: date, year: int
) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    shown = [day for day in days if day.year == year and is_reminded(born, day)]
    birthday = find_birthday(born, year)
    assert (shown[0], shown[-1], len(shown)) == (birthday.replace(day=1), birthday, birthday.day)
    assert {find_telling(born, day) for day in shown} == {birthday.replace(day=1), birthday}
