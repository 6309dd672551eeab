"""Users' birthdays: entered, shown to colleagues, told once under the bell."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from account_world import AddUser, Clock

from cti.accounts.audit import read_audit
from cti.accounts.errors import BirthdayAheadError
from cti.accounts.shapes import UserChange
from cti.accounts.users import Users
from cti.birthdays.service import BirthdayReminder
from cti.birthdays.telling import BirthdayTelling
from cti.bus import Bus
from cti.db import Database
from cti.notifications.service import Notifications

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.requirement("R375", "R376", "R377", "R415", "V4")
async def test_colleagues_learn_of_a_birthday_with_its_month_and_on_the_day_and_only_once(
    db: Database, register: Users, add_user: AddUser, clock: Clock
) -> None:
    linh, nam, mai = [await add_user(one) for one in ("linh", "nam", "mai")]
    with pytest.raises(BirthdayAheadError):
        await register.change(None, nam.user_id, UserChange(birthday=date(2027, 1, 1)))
    await register.change(None, nam.user_id, UserChange(birthday=date(1990, 12, 20)))
    await register.change(None, mai.user_id, UserChange(birthday=date(1992, 12, 1)))
    (line, *_) = (await read_audit(db, action="user.changed")).rows
    assert line.detail["birthday"] == [None, "1992-12-01"]

    notifications = Notifications(db, Bus(), clock)
    reminder = BirthdayReminder(db, clock, ZONE)

    async def begin(day: int, month: int = 12) -> tuple[list[str], int]:
        """Who is shown just after midnight here, and how many are told of by a server that begins.

        Begun twice: a restart tells nothing again.
        """
        clock.now = datetime(2026, month, day, 0, 1, tzinfo=ZONE).astimezone(UTC)
        shown = [one.person.name for one in (await reminder.list()).rows]
        told = await BirthdayTelling(db, clock, ZONE, notifications).tell_due()
        assert await BirthdayTelling(db, clock, ZONE, notifications).tell_due() == 0
        return shown, told

    assert await begin(30, 11) == ([], 0)
    assert await begin(1) == (["Mai", "Nam"], 2)
    assert await begin(2) == (["Nam"], 0)
    # Entered in the middle of the month: told of then. Who has left is not.
    await register.change(None, linh.user_id, UserChange(birthday=date(1996, 12, 24)))
    assert await begin(19) == (["Nam", "Linh"], 1)
    await register.change(None, mai.user_id, UserChange(active=False))
    assert await begin(20) == (["Nam", "Linh"], 1)
    assert await begin(21) == (["Linh"], 0)

    heard = (await notifications.list(linh)).rows
    assert [(one.kind, one.params["names"], one.params["later"]) for one in heard] == [
        ("birthday.today", "Nam", ""),
        ("birthday.both", "Mai", "Nam (20/12)"),
    ]
    own = (await notifications.list(nam)).rows  # of others', not of his
    assert [(one.kind, one.params["names"], one.params["later"]) for one in own] == [
        ("birthday.month", "", "Linh (24/12)"),
        ("birthday.today", "Mai", ""),
    ]
