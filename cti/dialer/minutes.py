"""What happened in each minute of a campaign: the chart of the live page. Pure."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SHOWN = 60
"""Minutes kept: an hour is what the chart shows."""

RATE_WINDOW = timedelta(seconds=10)


@dataclass(slots=True)
class Column:
    """One minute."""

    dialled: int = 0
    answered: int = 0
    keys: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Minutes:
    """The last hour by the minute, and the rate of the last seconds."""

    columns: dict[datetime, Column] = field(default_factory=dict)
    placed: deque[datetime] = field(default_factory=deque)

    def column(self, at: datetime) -> tuple[datetime, Column]:
        """The column that `at` falls into, and its minute; old ones go."""
        minute = at.replace(second=0, microsecond=0)
        if minute not in self.columns:
            self.columns[minute] = Column()
        return minute, self.columns[minute]

    def forget_before(self, now: datetime) -> list[datetime]:
        """Drop columns that the chart no longer shows; returns their minutes."""
        oldest = now.replace(second=0, microsecond=0) - timedelta(minutes=SHOWN)
        gone = [minute for minute in self.columns if minute < oldest]
        for minute in gone:
            del self.columns[minute]
        return gone

    def rate(self, now: datetime) -> float:
        """Calls a second, over the last ten seconds."""
        while self.placed and self.placed[0] < now - RATE_WINDOW:
            self.placed.popleft()
        return len(self.placed) / RATE_WINDOW.total_seconds()


def view(minute: datetime, column: Column) -> dict[str, Any]:
    """Entry `minute/<UTC minute>`."""
    return {
        "minute": minute.isoformat(),
        "dialled": column.dialled,
        "answered": column.answered,
        "keys": dict(sorted(column.keys.items())),
    }
