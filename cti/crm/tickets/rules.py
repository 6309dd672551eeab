"""How tickets are numbered and ranked. Pure."""

import re

PRIORITIES = ("low", "normal", "high", "urgent")
"""In order; the database keeps the place, from 1, so that lists can be sorted by it."""

ENDED = frozenset({"resolved", "closed"})
NUMBER = re.compile(r"(?:pg)?0*([1-9][0-9]{0,17})", re.IGNORECASE)


def make_number(ticket_id: int) -> str:
    """PG000123 for the ticket with the id 123."""
    return f"PG{ticket_id:06d}"


def read_number(text: str) -> int | None:
    """The id in a ticket's number as somebody types it: PG000123, pg123, 123; None if it is none.

    >>> read_number("PG000123")
    123
    """
    found = NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def rank(priority: str) -> int:
    """The place of a priority, from 1."""
    return PRIORITIES.index(priority) + 1


def name_rank(place: int) -> str:
    """The priority at a place."""
    return PRIORITIES[place - 1]
