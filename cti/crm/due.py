"""When one is reminded of a task or an appointment. Pure. Source: R161, R200, R413."""

from datetime import datetime, timedelta


def plan_reminder(at: datetime, minutes: int | None, now: datetime) -> datetime | None:
    """When to remind of something at `at`, `minutes` before it; None for never.

    When that moment has passed already but `at` has not, the reminder comes at `at`: what is
    planned five minutes ahead is still told of. What lies in the past is not reminded of.
    """
    if minutes is None or at <= now:
        return None
    wanted = at - timedelta(minutes=minutes)
    return wanted if wanted > now else at
