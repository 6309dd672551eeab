"""A member's registration in a campaign: four states, fixed moves. Pure.

Source: requirements R258–R265. "Đăng kí" is the first state (R259); what the table does not
list is refused, whoever asks: a key, a user or an import.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Registration(StrEnum):
    """Where a member stands; a member nobody has registered has none."""

    REGISTERED = "registered"  # Đăng kí
    CONFIRMED = "confirmed"  # Xác nhận
    PARTICIPATED = "participated"  # Tham gia
    CANCELLED = "cancelled"  # Hủy


R, C, P, X = Registration

ALLOWED: Mapping[Registration | None, frozenset[Registration]] = {
    None: frozenset({R}),
    R: frozenset({C, P, X}),
    C: frozenset({P, X}),
    P: frozenset({X}),
    X: frozenset(),
}


class Totals(NamedTuple):
    """The four totals of R265."""

    registered: int
    confirmed: int
    participated: int
    cancelled: int


def may_move(current: Registration | None, wanted: Registration) -> bool:
    """Whether a member may go from `current` to `wanted`. Staying is not a move."""
    return wanted in ALLOWED[current]


def total(counts: Mapping[Registration, int]) -> Totals:
    """The totals from how many members are in each state now.

    Somebody who went from Registered straight to Participated counts as confirmed too: the
    formula is the requirement's own (R265, ruling X12).
    """
    registered, confirmed, participated, cancelled = (
        counts.get(state, 0) for state in (R, C, P, X)
    )
    return Totals(
        registered=registered + confirmed + participated + cancelled,
        confirmed=confirmed + participated,
        participated=participated,
        cancelled=cancelled,
    )
