"""What happened to each attempt, millisecond by millisecond, until it is settled. No I/O.

Kept in memory while the attempt lives and stored with it at the end: the answer to "why was this
call not placed?" must not cost a write per step.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

MAX_ATTEMPTS = 20_000
MAX_LINES = 200
"""A call that is transferred back and forth all day must not grow without end."""

MILLISECOND = timedelta(milliseconds=1)

Line = list[object]
"""[milliseconds since the attempt was reserved, what, detail]."""


class Traces:
    """The traces of live attempts."""

    def __init__(self) -> None:
        self._begun: OrderedDict[str, tuple[datetime, list[Line]]] = OrderedDict()

    def begin(self, attempt_id: str, at: datetime) -> None:
        """Start an attempt's trace, where it is reserved."""
        self._begun[attempt_id] = (at, [])
        if len(self._begun) > MAX_ATTEMPTS:
            self._begun.popitem(last=False)

    def add(self, attempt_id: str, at: datetime, what: str, **detail: object) -> None:
        """Note a step; nothing happens for an attempt without a trace (of an earlier life)."""
        found = self._begun.get(attempt_id)
        if found is None or len(found[1]) >= MAX_LINES:
            return
        begun, lines = found
        lines.append([round((at - begun) / MILLISECOND, 1), what, detail])

    def read(self, attempt_id: str) -> list[Line] | None:
        """What is known so far, or None."""
        found = self._begun.get(attempt_id)
        return None if found is None else list(found[1])

    def forget(self, attempt_id: str) -> None:
        """Drop a trace that is stored."""
        self._begun.pop(attempt_id, None)
