"""Commercial documents without a database: terms, sums, statuses, and what a customer owes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.commerce.ledger import Entry, reckon
from cti.crm.commerce.rules import (
    FIRST,
    MOVES,
    Kind,
    can_begin,
    find_end,
    find_fixed,
    is_reserved,
    make_number,
    price,
)

TODAY = date(2026, 3, 2)


@pytest.mark.requirement("R215")
@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2025-12-01", 1, "2026-01-01"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_a_term_of_months_ends_on_the_same_day_or_the_last_of_its_month(
    begins: str, months: int, ends: str
) -> None:
    assert find_end(date.fromisoformat(begins), months) == date.fromisoformat(ends)


@given(st.dates(max_value=date(2100, 1, 1)), st.integers(1, 1200))
def test_a_term_is_as_many_months_long_and_never_runs_into_the_next(
    begins: date, months: int
) -> None:
    end = find_end(begins, months)
    assert end is not None
    assert (end.year - begins.year) * 12 + end.month - begins.month == months
    assert end.day == begins.day or (end.day < begins.day and (end + timedelta(days=1)).day == 1)


def test_a_term_beyond_the_calendar_is_none() -> None:
    assert find_end(None, 12) is None
    assert find_end(TODAY, None) is None
    with pytest.raises(ValueError, match="year"):
        find_end(date(9999, 6, 1), 12)


@pytest.mark.parametrize(
    ("quantity", "unit_price", "total"),
    [(3, 1000, 3000), (1.5, 333, 500), (0.1, 15, 2), (2.675, 100, 268), (1.005, 100, 101)],
)
def test_a_line_comes_to_whole_dong_and_half_goes_up(
    quantity: float, unit_price: int, total: int
) -> None:
    assert price(quantity, unit_price) == total


def test_every_status_is_reached_and_money_once_recorded_is_only_cancelled() -> None:
    for kind, moves in MOVES.items():
        reached, fresh = set(), {FIRST[kind]}
        while fresh:
            reached |= fresh
            fresh = {after for status in fresh for after in moves[status]} - reached
        assert reached == set(moves), kind
        assert can_begin(kind, FIRST[kind])
        assert not can_begin(kind, "cancelled")
    assert MOVES[Kind.RECEIPT] == {"recorded": ("cancelled",), "cancelled": ()}
    assert find_fixed(Kind.RECEIPT, "recorded", ["amount", "about_id", "day"]) == ["amount", "day"]
    assert find_fixed(Kind.ORDER, "confirmed", ["amount", "lines"]) == []
    assert find_fixed(Kind.ORDER, "delivered", ["about_id", "description"]) == ["about_id"]
    assert find_fixed(Kind.ORDER, "cancelled", ["description", "status"]) == ["description"]


def test_numbers_of_ours_can_t_be_typed() -> None:
    for kind in Kind:
        assert is_reserved(make_number(kind, 7))
    assert make_number(Kind.ORDER, 123) == "DH000123"
    assert not is_reserved("12/2026/HĐMB")


def order(n: int, amount: int, *, status: str = "confirmed", **more: object) -> Entry:
    return Entry(n, Kind.ORDER, status, TODAY, amount, **more)  # type: ignore[arg-type]


def contract(n: int, amount: int, *, status: str = "in_force", **more: object) -> Entry:
    return Entry(n, Kind.CONTRACT, status, TODAY, amount, **more)  # type: ignore[arg-type]


def receipt(n: int, amount: int, about: int | None = None, status: str = "recorded") -> Entry:
    return Entry(n, Kind.RECEIPT, status, TODAY, amount, about_id=about)


def payment(n: int, amount: int, about: int | None = None) -> Entry:
    return Entry(n, Kind.PAYMENT, "recorded", TODAY, amount, about_id=about)


def left(*entries: Entry) -> dict[int, int]:
    return {one.id: one.left for one in reckon(entries, TODAY).charges if one.left}


@pytest.mark.requirement("R213")
def test_a_contract_and_the_orders_under_it_are_owed_once() -> None:
    frame = contract(1, 100)
    assert reckon([frame], TODAY).balance == 100
    assert reckon([frame, order(2, 30, about_id=1), order(3, 20, about_id=1)], TODAY).balance == 50
    # An order that is not binding yet, or no more, leaves the contract as it is.
    for status in ("draft", "cancelled"):
        assert reckon([frame, order(2, 30, status=status, about_id=1)], TODAY).balance == 100
    # A renewal names the contract before it: both are owed.
    assert reckon([frame, contract(2, 40, about_id=1)], TODAY).balance == 140
    # Money for the contract settles the orders under it before any other.
    paid = (
        frame,
        order(2, 30, about_id=1),
        order(3, 20, about_id=1),
        order(4, 5),
        receipt(5, 35, 1),
    )
    assert left(*paid) == {3: 15, 4: 5}


@pytest.mark.requirement("R213")
def test_money_settles_what_it_names_and_then_the_oldest() -> None:
    old = order(1, 100, due_on=TODAY - timedelta(days=1))
    new = order(2, 50, due_on=TODAY + timedelta(days=9))
    assert left(old, new, receipt(3, 60)) == {1: 40, 2: 50}
    assert left(old, new, receipt(3, 60, 2)) == {1: 90}  # ten more than it named
    account = reckon([old, new, receipt(3, 170)], TODAY)
    assert (account.balance, account.credit, account.overdue) == (-20, 20, 0)
    assert reckon([old, new, receipt(3, 60)], TODAY).overdue == 40
    assert reckon([order(1, 9, due_on=TODAY)], TODAY).overdue == 0  # it is due today still
    # What was given back is owed again; what was cancelled never was.
    assert left(old, receipt(3, 100, 1), payment(4, 30, 1)) == {1: 30}
    assert left(old, receipt(3, 120), payment(4, 20)) == {}
    assert left(old, receipt(3, 100, 1, status="cancelled")) == {1: 100}
    # The order that money was received for is cancelled: it is free, and given back.
    gone = order(1, 100, status="cancelled")
    assert reckon([gone, receipt(2, 60, 1)], TODAY).credit == 60
    assert reckon([gone, receipt(2, 60, 1), payment(3, 60, 1)], TODAY).balance == 0


kinds = st.sampled_from([*Kind])


@st.composite
def books(draw: st.DrawFn) -> list[Entry]:
    made = []
    for n in range(1, draw(st.integers(1, 12)) + 1):
        kind = draw(kinds)
        made.append(
            Entry(
                n,
                kind,
                draw(st.sampled_from(sorted(MOVES[kind]))),
                TODAY + timedelta(days=draw(st.integers(-20, 20))),
                draw(st.integers(0, 50)),
                draw(st.none() | st.dates(TODAY - timedelta(9), TODAY + timedelta(9))),
                draw(st.none() | st.integers(1, 13)),
            )
        )
    return made


@given(books())
def test_the_balance_is_what_is_left_less_what_is_over_whatever_the_books(
    entries: list[Entry],
) -> None:
    account = reckon(entries, TODAY)
    assert account.balance == sum(one.left for one in account.charges) - account.credit
    assert account.balance == sum(one.charge - one.settled for one in account.lines)
    assert account.credit == 0 or not any(one.left for one in account.charges)
    assert all(0 <= one.left <= one.amount for one in account.charges)
    assert [one.balance for one in account.lines][-1:] in ([], [account.balance])
    assert reckon(reversed(entries), TODAY) == account
