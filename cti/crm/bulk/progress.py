"""How far a user's jobs are, pushed into their own live topic."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cti.live.hub import Hub

SHOWN = ("id", "kind", "state", "total", "done", "changed", "unchanged", "refused", "error")


class Progress:
    """Entries `job/<id>` of the topic `user/<id>`, one for each job that runs or has just ended."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def show(self, job: Mapping[str, Any], now: datetime) -> None:
        """Tell how far a job is; those of the user that had ended before go."""
        topic, key = f"user/{job['user_id']}", f"job/{job['id']}"
        for other, entry in tuple(self._hub.document(topic).entries.items()):
            if other.startswith("job/") and other != key and entry["state"] in ENDED:
                self._hub.drop(topic, other)
        entry = {name: job[name] for name in SHOWN}
        self._hub.put(topic, key, {**entry, **measure(job, now)})


ENDED = frozenset({"done", "cancelled", "failed"})


def measure(job: Mapping[str, Any], now: datetime) -> dict[str, float | None]:
    """Customers a second since it began, and seconds left at that rate; null when not known. Pure.

    A job that went on after a restart is slower than it is by the time it stood still.
    """
    started, done, total = job["started_at"], job["done"], job["total"]
    seconds = (now - started).total_seconds() if started else 0.0
    if seconds <= 0 or not done or total is None:
        return {"rate": None, "seconds_left": None}
    rate = done / seconds
    return {"rate": round(rate, 1), "seconds_left": round(max(0, total - done) / rate, 1)}
