"""A clock that stands where the test puts it."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 12:00 in Ho Chi Minh City


class SetClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)
