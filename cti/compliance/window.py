"""When a calling window is open, by a wall clock that may jump. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cti.compliance.rules import Window

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SEARCHED_DAYS = 9  # today, a week, and a day for a window that the clock jumped over


def is_open(now: datetime, window: Window, zone: tzinfo) -> bool:
    """Whether calls may go out at `now` (aware), by the clocks of `zone`."""
    local = now.astimezone(zone)
    start, end = window.minutes
    return local.isoweekday() in window.days and start <= local.hour * 60 + local.minute < end


def window_opens(now: datetime, window: Window, zone: tzinfo) -> datetime:
    """`now` when the window is open, else the first instant at which it will be, in UTC."""
    if is_open(now, window, zone):
        return now
    today = now.astimezone(zone).date()
    for offset in range(SEARCHED_DAYS):
        day = today + offset * DAY
        if day.isoweekday() in window.days:
            opens = _opening_of(day, now, window, zone)
            if opens is not None:
                return opens
    message = f"{window} does not open within a week in {zone}"
    raise ValueError(message)


def windows_open(now: datetime, windows: Sequence[tuple[Window, tzinfo]]) -> datetime | None:
    """The first instant from `now` on at which all windows are open; None if there is none.

    A campaign's evening hours and the law's daytime never meet: such a campaign can never call.
    """
    opens = now
    while opens - now <= SEARCHED_DAYS * DAY:
        latest = max(window_opens(opens, window, zone) for window, zone in windows)
        if latest == opens:
            return opens
        opens = latest
    return None


def _opening_of(day: date, now: datetime, window: Window, zone: tzinfo) -> datetime | None:
    midnight = datetime.combine(day, time(), zone)
    following = datetime.combine(day + DAY, time(), zone)
    if midnight.utcoffset() == following.utcoffset():
        start = window.minutes[0]
        opens = (midnight + timedelta(minutes=start)).astimezone(UTC)
        return opens if opens > now else None
    # The clock is changed on this day: hours are missing or come twice. Looked at minute by minute.
    minute = max(midnight.astimezone(UTC), now.astimezone(UTC).replace(second=0, microsecond=0))
    while minute < following.astimezone(UTC):
        if minute > now and is_open(minute, window, zone):
            return minute
        minute += MINUTE
    return None
