"""An even stream of calls: token buckets. Pure: `now` is monotonic seconds."""

from dataclasses import dataclass

BURST_S = 0.2
"""A bucket holds at most a fifth of a second's calls, and always one whole call: carriers see an
even stream, not a volley after each pause."""


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` calls a second."""

    rate: float
    tokens: float = 1.0
    at: float = 0.0

    @property
    def size(self) -> float:
        """The most calls it lets out at once."""
        return max(1.0, self.rate * BURST_S)

    def fill(self, now: float) -> None:
        """Add what has come in since the last time."""
        self.tokens = min(self.size, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now

    def available(self, now: float) -> int:
        """Whole calls that may go now."""
        self.fill(now)
        return int(self.tokens + 1e-9)

    def take(self, calls: int) -> None:
        """Spend `calls` tokens."""
        self.tokens -= calls

    def wait(self, now: float) -> float:
        """Seconds until the next whole call may go."""
        self.fill(now)
        return max(0.0, (1.0 - self.tokens) / self.rate)
