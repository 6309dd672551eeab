"""Commercial documents: kinds, how each kind's status moves, numbers, terms, sums. Pure.

quote             draft ⇄ sent → accepted | refused
order             draft ⇄ confirmed ⇄ delivered
contract          draft ⇄ in_force ⇄ ended
receipt, payment  recorded

What has not come to its end can be cancelled; a cancelled quote, order or contract can be taken
up again as a draft. Money that was recorded can only be cancelled, and recorded anew.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a document is."""

    QUOTE = "quote"  # Báo giá
    ORDER = "order"  # Đơn hàng
    CONTRACT = "contract"  # Hợp đồng
    RECEIPT = "receipt"  # Phiếu thu: money in from the customer
    PAYMENT = "payment"  # Phiếu chi: money paid out to the customer


PREFIXES = {
    Kind.QUOTE: "BG",
    Kind.ORDER: "DH",
    Kind.CONTRACT: "HD",
    Kind.RECEIPT: "PT",
    Kind.PAYMENT: "PC",
}
GENERATED = re.compile(r"(?:bg|dh|hd|pt|pc)[0-9]{6,}", re.IGNORECASE)

Moves = Mapping[str, tuple[str, ...]]
MONEY_MOVES: Moves = {"recorded": ("cancelled",), "cancelled": ()}
MOVES: Mapping[Kind, Moves] = {
    Kind.QUOTE: {
        "draft": ("sent", "cancelled"),
        "sent": ("accepted", "refused", "draft", "cancelled"),
        "accepted": ("sent",),
        "refused": ("sent",),
        "cancelled": ("draft",),
    },
    Kind.ORDER: {
        "draft": ("confirmed", "cancelled"),
        "confirmed": ("delivered", "draft", "cancelled"),
        "delivered": ("confirmed",),
        "cancelled": ("draft",),
    },
    Kind.CONTRACT: {
        "draft": ("in_force", "cancelled"),
        "in_force": ("ended", "draft", "cancelled"),
        "ended": ("in_force",),
        "cancelled": ("draft",),
    },
    Kind.RECEIPT: MONEY_MOVES,
    Kind.PAYMENT: MONEY_MOVES,
}
"""Kind → status → where it can go from there, the way forward first."""

FIRST = {kind: next(iter(moves)) for kind, moves in MOVES.items()}
"""The status of a document of which none is said."""

OPEN = frozenset({"draft", "sent", "confirmed", "in_force"})
"""In these everything of a document can be changed, in the others no more than what is about it."""

ALWAYS_FREE = frozenset({"status", "description", "contact_id"})
"""What can be changed whatever has become of a document that is not cancelled."""

MONEY = frozenset({Kind.RECEIPT, Kind.PAYMENT})
MAKES_CUSTOMER = frozenset({Kind.ORDER, Kind.CONTRACT})
"""R017: one of these makes a customer of a contact."""

ABOUT: Mapping[Kind, frozenset[Kind]] = {
    Kind.QUOTE: frozenset(),
    Kind.ORDER: frozenset({Kind.CONTRACT}),
    Kind.CONTRACT: frozenset({Kind.CONTRACT}),
    Kind.RECEIPT: MAKES_CUSTOMER,
    Kind.PAYMENT: MAKES_CUSTOMER,
}
"""What a document of a kind can name: an order its contract, a contract the one that it renews, a
receipt or a payment what it is for."""

FIELDS: Mapping[Kind, frozenset[str]] = {
    Kind.QUOTE: frozenset({"due_on", "lines"}),
    Kind.ORDER: frozenset({"due_on", "lines", "about_id"}),
    Kind.CONTRACT: frozenset({"due_on", "type_id", "effective_on", "months", "about_id"}),
    Kind.RECEIPT: frozenset({"about_id"}),
    Kind.PAYMENT: frozenset({"about_id"}),
}
"""What a kind has beside what all have."""

OF_SOME = frozenset().union(*FIELDS.values())
MOST_AMOUNT = 10**13  # đồng; what a customer owes in all stays within what JavaScript counts


def can_begin(kind: Kind, status: str) -> bool:
    """Whether a new document may have this status: its first, or one that lies ahead of it."""
    return status in MOVES[kind] and status != "cancelled"


def can_move(kind: Kind, before: str, after: str) -> bool:
    """Whether a document may go from one status to another."""
    return after in MOVES[kind][before]


def find_fixed(kind: Kind, status: str, changed: Sequence[str]) -> list[str]:
    """Those of the changed fields that can't be changed in this status (as it was before)."""
    if status in OPEN:
        return []
    if status == "cancelled":
        return [name for name in changed if name != "status"]
    # What money was for may be found out later; how much it was, never.
    free = ALWAYS_FREE | {"about_id"} if kind in MONEY else ALWAYS_FREE
    return [name for name in changed if name not in free]


def make_number(kind: Kind, document_id: int) -> str:
    """The number of a document that was given none: DH000123 for an order with the id 123."""
    return f"{PREFIXES[kind]}{document_id:06d}"


def is_reserved(number: str) -> bool:
    """Whether a typed number is one that only we make, so that ours are never taken."""
    return GENERATED.fullmatch(number) is not None


def find_end(effective_on: date | None, months: int | None) -> date | None:
    """The last day of a term of months: the corresponding day of the last month.

    The last of that month where it has no such day. Source: Civil Code of Việt Nam (2015),
    article 148; the day that a term begins on is not counted (article 147). None without a day or
    a term. Raises ValueError when that lies beyond the calendar.

    >>> find_end(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    if effective_on is None or months is None:
        return None
    year, month = divmod(effective_on.year * 12 + effective_on.month - 1 + months, 12)
    month += 1
    return date(year, month, min(effective_on.day, _count_days(year, month)))


def _count_days(year: int, month: int) -> int:
    if month == 12:  # noqa: PLR2004 - December
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def price(quantity: float, unit_price: int) -> int:
    """What a line comes to, in whole đồng; half a đồng goes up.

    >>> price(1.5, 333)
    500
    """
    exact = Decimal(str(quantity)) * unit_price
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def add_up(lines: Sequence[Mapping[str, Any]]) -> int:
    """The sum of lines, each of them rounded as it is shown."""
    return sum(price(line["quantity"], line["unit_price"]) for line in lines)
