"""Telling everybody of colleagues' birthdays under the bell (R415), of each twice at most.

At the beginning of its month, and on the day itself. Told and crossed out in one transaction: a
restart or a second server tells nothing twice, and one that was away tells what is still to come.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cti.birthdays import store
from cti.birthdays.rules import find_birthday, find_telling, is_reminded
from cti.clock import Clock
from cti.db import Database
from cti.notifications.service import Notice, Notifications
from cti.rounds import Rounds

LONGEST_SLEEP = timedelta(minutes=10)
"""Somebody may enter a birthday meanwhile, and the clock may be set."""

MOST_NAMED = 5
PATH = "/birthdays"


class Due(NamedTuple):
    """A birthday to be told of; `telling` is the day that it is told as."""

    user_id: int
    name: str
    birthday: date
    telling: date


class BirthdayTelling:
    """Tells of birthdays as they come up."""

    def __init__(
        self, db: Database, clock: Clock, zone: ZoneInfo, notifications: Notifications
    ) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone
        self._notifications = notifications

    async def run(self) -> None:
        """Until it is cancelled. A database that fails is asked again."""
        await Rounds("birthdays").run(self._go_round)

    async def _go_round(self) -> float:
        await self.tell_due()
        now = self._clock().astimezone(self._zone)
        return min(LONGEST_SLEEP, _until_tomorrow(now)).total_seconds()

    async def tell_due(self) -> int:
        """Tell of those that are due; of how many."""
        today = self._clock().astimezone(self._zone).date()
        async with self._db.read() as connection:  # most of the time there is nothing to write
            told = await store.find_told(connection, today.replace(day=1))
            due = {
                (one.user_id, one.telling): one
                for one in [
                    Due(
                        row["id"],
                        row["name"],
                        find_birthday(row["birthday"], today.year),
                        find_telling(row["birthday"], today),
                    )
                    for row in await store.find_born(connection)
                    if is_reminded(row["birthday"], today)
                ]
                if (one.user_id, one.telling) not in told
            }
        if not due:
            return 0
        async with self._db.write() as unit:
            taken = await store.take_tellings(unit.connection, due.keys(), today)
            mine = sorted((due[one] for one in taken), key=lambda one: (one.birthday, one.name))
            everybody = await store.list_active(unit.connection)
            await self._notifications.tell(unit, _make_notices(everybody, mine, today))
        return len(mine)


def _make_notices(everybody: Sequence[int], due: Sequence[Due], today: date) -> Iterator[Notice]:
    """One for each user, of all that are due but their own."""
    for user_id in everybody:
        others = [one for one in due if one.user_id != user_id]
        now = [one.name for one in others if one.birthday == today]
        later = [f"{one.name} ({one.birthday:%d/%m})" for one in others if one.birthday != today]
        if not others:
            continue
        kind = "both" if now and later else "today" if now else "month"
        params = {"names": _join(now), "later": _join(later), "path": PATH}
        yield Notice(user_id, f"birthday.{kind}", params=params)


def _join(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")


def _until_tomorrow(now: datetime) -> timedelta:
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return midnight - now
