"""A keyed document that browsers follow: a snapshot, then numbered changes. Pure.

    snapshot at seq n + changes n+1 … m  ==  a fresh snapshot at seq m

A follower that sees a hole in the numbers asks for a new snapshot.
"""

from dataclasses import dataclass, field
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Change:
    """What moved since the change before: `set` entries replace, `unset` entries go."""

    topic: str
    seq: int
    set: dict[str, Json]
    unset: list[str]


@dataclass(slots=True)
class Document:
    """The current state of one topic, flat: key (`call/at_…`, `states`) → JSON value."""

    topic: str
    entries: dict[str, Json] = field(default_factory=dict)
    seq: int = 0
    _set: dict[str, Json] = field(default_factory=dict)
    _unset: set[str] = field(default_factory=set)

    def put(self, key: str, value: Json) -> None:
        """Set an entry; the same value again is no change."""
        if key in self.entries and self.entries[key] == value:
            return
        self.entries[key] = value
        self._set[key] = value
        self._unset.discard(key)

    def drop(self, key: str) -> None:
        """Remove an entry, if it is there."""
        if key in self.entries:
            del self.entries[key]
            self._set.pop(key, None)
            self._unset.add(key)

    def flush(self) -> Change | None:
        """Number what moved since the last flush; None when nothing did."""
        if not self._set and not self._unset:
            return None
        self.seq += 1
        change = Change(self.topic, self.seq, self._set, sorted(self._unset))
        self._set, self._unset = {}, set()
        return change
