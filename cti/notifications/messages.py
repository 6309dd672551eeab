"""What notifications tell the rest of the server, after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BellRang:
    """These users have something new to read, or have read something."""

    user_ids: frozenset[int]
