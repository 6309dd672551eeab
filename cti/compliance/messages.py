"""What compliance tells others over the bus, always after the commit."""

from typing import NamedTuple


class NumberRefused(NamedTuple):
    """A customer said no: the number is on the internal list from now on, for everybody."""

    e164: str
    attempt_id: str | None
