"""Keys of duplicates: the same however it is typed, different when it is different."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.duplicates.keys import Candidate, Criterion, make_keys, make_stored_keys
from cti.phones import parse

WORDS = st.lists(st.text(alphabet="abcđêơuyáà XYZ019", min_size=1, max_size=8), max_size=6)


def keys(**fields: object) -> dict[Criterion, frozenset[str]]:
    return make_keys(Candidate(**fields), "VN")


def test_nothing_has_no_key() -> None:
    blank = " \u200b"
    empty = keys(
        name=blank, code=blank, emails=(None, blank), phones=(None,), fax=blank, tax_code="--",
        office_address=" ,. ", description=blank,
    )  # fmt: skip
    assert keys() == empty == {}


@pytest.mark.requirement("R121")
def test_each_of_the_nine_criteria_has_its_key() -> None:
    full = keys(
        name="Lan", code="KH1", emails=("a@b.vn",), phones=("+84912345678",), fax="02473004666",
        tax_code="0101234567", office_address="1 Lê Lợi", description="x",
        birthday=date(1990, 12, 20),
    )  # fmt: skip
    assert list(full) == list(Criterion)
    assert len(full) == 9


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("name", "NGUYỄN  Thị Hoà", "nguyen thi hòa"),
        ("tax_code", "0101234567-001", "0101234567 001"),
        ("fax", "024 7300 4666", "+84 24 7300.4666"),
        ("fax", "máy lẻ 12", "MAY LE 12"),
        ("office_address", "Số 1, Lê Lợi; Q.1", "so 1 le loi q 1"),
        ("description", "Khách quen!", "khach quen"),
    ],
)
def test_the_same_typed_otherwise_has_the_same_key(field: str, one: str, other: str) -> None:
    assert keys(**{field: one}) == keys(**{field: other}) != {}


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("tax_code", "0101234567", "0101234567-001"),
        ("code", "KH1", "KH2"),
        ("office_address", "1 Lê Lợi", "11 Lê Lợi"),
    ],
)
def test_what_differs_has_another_key(field: str, one: str, other: str) -> None:
    assert keys(**{field: one}) != keys(**{field: other})


@pytest.mark.requirement("R125")
@given(st.integers(0, 9_999_999), st.sampled_from(["0{}", "+84{}", "84{}", "0084{}", "0{} "]))
def test_a_number_has_one_key_in_whatever_form_it_is_typed(tail: int, form: str) -> None:
    national = f"90{tail:07d}"
    typed = form.format(national)
    numbers = {parse(text, "VN").e164 for text in (typed, f"0{national}")}
    assert len(numbers) == 1
    assert keys(fax=typed)[Criterion.FAX] == frozenset(numbers)


@given(WORDS)
def test_case_blanks_and_separators_never_matter(words: list[str]) -> None:
    plain = " ".join(words)
    changed = " , ".join(word.upper() for word in words)
    for field in ("office_address", "description"):
        assert keys(**{field: plain}) == keys(**{field: changed})
    assert keys(name=plain) == keys(name=re.sub(r"\s+", "  ", plain).upper())


@given(st.text(max_size=60), st.text(max_size=60))
def test_stored_keys_are_the_candidates_keys(tax_code: str, words: str) -> None:
    values = {"tax_code": tax_code, "fax": words, "office_address": words, "description": words}
    stored = make_stored_keys(values, "VN")
    made = keys(**values)
    for column, criterion in (
        ("tax_key", Criterion.TAX_CODE),
        ("fax_key", Criterion.FAX),
        ("office_key", Criterion.OFFICE_ADDRESS),
        ("description_key", Criterion.DESCRIPTION),
    ):
        key = stored[column]
        assert made.get(criterion, frozenset()) == (frozenset() if key is None else {key})
        assert key is None or len(key) <= 40
