"""How many members of a campaign are where. Pure.

Kept up to date by moves, never recounted while a campaign runs: a test proves that moves from a
counted start give what a fresh count gives.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from cti.dialer.registration import Registration, total
from cti.dialer.retry import Dial


class Standing(NamedTuple):
    """What is counted of one member."""

    dial: str
    state: str | None
    outcome: str | None
    last_key: str | None
    why: str | None


@dataclass(slots=True)
class Tally:
    """The counts of one campaign."""

    refuse_key: str
    standings: Counter[Standing] = field(default_factory=Counter)

    def add(self, standing: Standing, members: int = 1) -> None:
        """Members joined, or were counted in the database."""
        self.standings[standing] += members

    def remove(self, standing: Standing) -> None:
        """One member is no more."""
        self.standings[standing] -= 1
        if self.standings[standing] <= 0:
            del self.standings[standing]

    def move(self, before: Standing, after: Standing) -> None:
        """One member changed."""
        self.remove(before)
        self.standings[after] += 1

    def count(self, **wanted: str | None) -> int:
        """Members whose standing has these values."""
        return sum(
            members
            for standing, members in self.standings.items()
            if all(getattr(standing, name) == value for name, value in wanted.items())
        )

    def count_by(self, name: str) -> dict[str, int]:
        """Members by a value of their standing; those without one are left out."""
        counts: Counter[str] = Counter()
        for standing, members in self.standings.items():
            if (value := getattr(standing, name)) is not None:
                counts[str(value)] += members  # an enum is no JSON key
        return dict(sorted(counts.items()))

    @property
    def members(self) -> int:
        """Everybody."""
        return sum(self.standings.values())

    def view_states(self) -> dict[str, Any]:
        """Entry `states` of the live topic."""
        now = self.count_by("state")
        return {
            **{state.value: now.get(state, 0) for state in Registration},
            "none": self.members - sum(now.values()),
            "refused": self.count(last_key=self.refuse_key),
            "totals": total({state: now.get(state, 0) for state in Registration})._asdict(),
        }

    def view_progress(self, calls_per_second: float, now: datetime) -> dict[str, Any]:
        """Entry `progress`; the estimate takes the rate of the last minutes as it is."""
        dial = self.count_by("dial")
        waiting = dial.get(Dial.WAITING, 0)
        eta = None
        if waiting and calls_per_second > 0:
            eta = (now + timedelta(seconds=waiting / calls_per_second)).isoformat()
        return {
            "members": self.members,
            **{state.value: dial.get(state, 0) for state in Dial},
            "calls_per_second": round(calls_per_second, 2),
            "eta_at": eta,
        }


def count_all(refuse_key: str, rows: Iterable[tuple[Standing, int]]) -> Tally:
    """A tally from a fresh count."""
    tally = Tally(refuse_key)
    for standing, members in rows:
        tally.add(standing, members)
    return tally
