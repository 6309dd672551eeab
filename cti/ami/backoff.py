"""How long to wait before connecting again. No clock and no dice here: callers bring both."""

from dataclasses import dataclass

REFUSALS = frozenset({"ami.login_refused", "ami.version_refused", "ami.version_unknown"})
"""Reasons that only an administrator can mend: trying fast would lock the account out."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between attempts: doubling from `first` to `longest`, or slowly after a refusal."""

    first: float = 0.25
    longest: float = 5.0
    refused_first: float = 30.0
    refused_longest: float = 300.0

    def choose_delay(self, failures: int, why: str, dice: float) -> float:
        """Seconds to wait after the `failures`-th loss in a row (from 1).

        `dice` in [0, 1) spreads servers that all lost the same PBX: the result lies between
        half the step and the whole of it.
        """
        refused = why in REFUSALS
        first = self.refused_first if refused else self.first
        longest = self.refused_longest if refused else self.longest
        step = min(longest, first * 2.0 ** min(failures - 1, 30))
        return step * (0.5 + dice / 2)
