"""What a customer owes, worked out of its documents. Pure.

1. An order charges once it is confirmed, a contract once it is in force: its amount, on its day.
   Drafts, quotes and what was cancelled charge nothing.
2. A contract under which at least one order charges does not charge itself: it is the frame, the
   orders are what is bought. So nothing is counted twice.
3. A receipt settles; a payment, which is money given back, is owed like a charge.
4. Which charge is settled: first the one that a receipt names (those under the contract that it
   names), then the oldest by due day. A payment for something that charges adds to what is left
   of that; any other is a charge of its own.

So balance = what is left of all charges - what was paid in excess; of these two one is zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cti.crm.commerce.rules import MONEY, Kind

CHARGING = frozenset({"confirmed", "delivered", "in_force", "ended"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a document counts. `about_id` may name one that is not among the entries."""

    id: int
    kind: Kind
    status: str
    day: date
    amount: int
    due_on: date | None = None
    about_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the account: charged or settled, and the balance after it, all in đồng."""

    id: int
    charge: int
    settled: int
    balance: int


@dataclass(slots=True)
class Charge:
    """Something owed: how much in all, and what is left of it."""

    id: int
    due_on: date | None
    amount: int
    left: int
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Where a customer stands. `balance` is negative when more was paid than owed (`credit`)."""

    lines: list[Line]
    charges: list[Charge]
    balance: int
    credit: int
    overdue: int


def reckon(entries: Iterable[Entry], today: date) -> Account:
    """The account: its lines by day, and its charges, the oldest due first."""
    everything = sorted(entries, key=lambda one: (one.day, one.id))
    counted = _choose(everything)
    lines, balance = _run(counted)
    charges = _make_charges(counted)
    credit = _settle(counted, charges)
    for one in charges.values():
        one.overdue = one.left > 0 and one.due_on is not None and one.due_on < today
    ordered = list(charges.values())
    overdue = sum(one.left for one in ordered if one.overdue)
    return Account(lines, ordered, balance, credit, overdue)


def _choose(entries: Sequence[Entry]) -> list[Entry]:
    """Those that charge or settle (1 to 3)."""
    charging = [one for one in entries if one.kind not in MONEY and one.status in CHARGING]
    framed = {one.about_id for one in charging if one.kind is Kind.ORDER}
    return [
        one
        for one in entries
        if (one.kind in MONEY and one.status == "recorded")
        or (one.kind is Kind.ORDER and one.status in CHARGING)
        or (one.kind is Kind.CONTRACT and one.status in CHARGING and one.id not in framed)
    ]


def _run(counted: Sequence[Entry]) -> tuple[list[Line], int]:
    lines: list[Line] = []
    balance = 0
    for one in counted:
        settled = one.amount if one.kind is Kind.RECEIPT else 0
        charge = one.amount - settled
        balance += charge - settled
        lines.append(Line(one.id, charge, settled, balance))
    return lines, balance


def _make_charges(counted: Sequence[Entry]) -> dict[int, Charge]:
    """By id, the oldest due first; what has no due day counts from its own day."""
    owed = [one for one in counted if one.kind not in MONEY]
    ids = {one.id for one in owed}
    back = [one for one in counted if one.kind is Kind.PAYMENT]
    owed += [one for one in back if one.about_id not in ids]
    owed.sort(key=lambda one: (one.due_on or one.day, one.day, one.id))
    charges = {one.id: Charge(one.id, one.due_on, one.amount, one.amount) for one in owed}
    for one in back:
        if one.about_id in ids and one.about_id is not None:
            charges[one.about_id].amount += one.amount
            charges[one.about_id].left += one.amount
    return charges


def _settle(counted: Sequence[Entry], charges: dict[int, Charge]) -> int:
    """Take what was received off the charges; what is over."""
    under: dict[int | None, list[Charge]] = {}
    for one in counted:
        if one.kind is Kind.ORDER and one.about_id is not None:
            under.setdefault(one.about_id, []).append(charges[one.id])
    order = {key: at for at, key in enumerate(charges)}
    free = 0
    for one in counted:
        if one.kind is not Kind.RECEIPT:
            continue
        named = [charges[one.about_id]] if one.about_id in charges else under.get(one.about_id, [])
        free += _take(one.amount, sorted(named, key=lambda charge: order[charge.id]))
    return _take(free, charges.values())


def _take(amount: int, charges: Iterable[Charge]) -> int:
    """Settle these as far as the amount goes; what is over."""
    for one in charges:
        part = min(amount, one.left)
        one.left -= part
        amount -= part
    return amount
