import itertools

import pytest

from cti.dialer.registration import ALLOWED, Registration, may_move, total

R, C, P, X = Registration
LEGAL = {(R, C), (R, P), (R, X), (C, P), (C, X), (P, X)}


@pytest.mark.requirement("R263", "V1")
@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(Registration, repeat=2)))
def test_of_the_sixteen_pairs_exactly_six_are_moves(current: Registration, wanted: Registration):
    assert may_move(current, wanted) == ((current, wanted) in LEGAL)


@pytest.mark.requirement("R259")
def test_the_first_state_is_registered_and_no_other():
    assert ALLOWED[None] == {R}


@pytest.mark.requirement("R258")
def test_there_are_four_states():
    assert [state.value for state in Registration] == [
        "registered",
        "confirmed",
        "participated",
        "cancelled",
    ]


@pytest.mark.requirement("R265", "V2", "X12")
def test_the_totals_follow_the_given_formula():
    assert total({R: 5, C: 3, P: 2, X: 1}) == (11, 5, 2, 1)


@pytest.mark.requirement("R265")
def test_an_empty_campaign_has_four_zeros():
    assert total({}) == (0, 0, 0, 0)
