import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.pbx.subscribers import PREFIXES, Subscriber, find_subscriber


@given(st.sampled_from(Subscriber), st.integers(0, 699_999))
def test_every_number_is_a_valid_mobile_that_behaves_as_asked(who: Subscriber, n: int) -> None:
    number = who.make_number(n)
    assert phonenumbers.is_valid_number(phonenumbers.parse(number, "VN"))
    assert find_subscriber(number) is who


def test_no_two_numbers_of_a_behaviour_are_the_same() -> None:
    made = {Subscriber.PRESSES_1.make_number(n) for n in range(0, 700_000, 97)}
    assert len(made) == len(range(0, 700_000, 97))


@pytest.mark.parametrize("n", [-1, len(PREFIXES) * 100_000])
def test_there_are_only_so_many_numbers(n: int) -> None:
    with pytest.raises(ValueError, match="too few"):
        Subscriber.BUSY.make_number(n)


def test_endings_are_two_digits_and_no_two_the_same() -> None:
    endings = [who.ending for who in Subscriber]
    assert len(set(endings)) == len(endings)
    assert all(len(ending) == 2 and ending.isdigit() for ending in endings)


def test_any_other_ending_presses_1() -> None:
    assert find_subscriber("0912345699") is Subscriber.PRESSES_1
