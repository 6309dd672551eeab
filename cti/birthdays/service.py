"""Colleagues' birthdays, as one looks at them (R376)."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from cti.birthdays import store
from cti.birthdays.rules import find_birthday, is_reminded
from cti.birthdays.shapes import Birthday, Birthdays
from cti.clock import Clock
from cti.db import Database
from cti.shapes import Person
from cti.text import fold


class BirthdayReminder:
    """Who has a birthday, as everybody who works here may see. `zone` is that of the days."""

    def __init__(self, db: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone

    async def list(self) -> Birthdays:
        """Those that are reminded of today, the next first; none when there are none."""
        today = self._clock().astimezone(self._zone).date()
        async with self._db.read() as connection:
            born = await store.find_born(connection)
        rows = [_make_view(row, today) for row in born if is_reminded(row["birthday"], today)]
        return Birthdays(rows=sorted(rows, key=lambda one: (one.day, fold(one.person.name))))


def _make_view(row: RowMapping, today: date) -> Birthday:
    day = find_birthday(row["birthday"], today.year)
    return Birthday(
        person=Person(**{name: row[name] for name in ("id", "name", "extension", "role")}),
        **{name: row[name] for name in ("role_name", "team", "department")},
        day=day,
        days_left=(day - today).days,
    )
