"""Phone numbers as people type them. Vectors checked against phonenumbers 9.0.43."""

import csv
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.phone_tables import MOVED_MOBILES
from cti.phones import Kind, Mended, display, may_be_old_landline, parse, split_cell

DATA = Path(__file__).parent.parent / "data" / "phone_vectors.tsv"
with DATA.open(encoding="utf-8", newline="") as file:
    VECTORS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.requirement("R007", "R125", "X5")
@pytest.mark.parametrize(("typed", "e164", "kind", "mended"), VECTORS)
def test_reads_every_known_way_of_writing(typed: str, e164: str, kind: str, mended: str) -> None:
    number = parse(typed)
    assert (number.e164 or "", number.kind, number.mended or "") == (e164, kind, mended)
    assert number.typed == typed


@pytest.mark.requirement("R125")
@pytest.mark.parametrize(
    "typed",
    ["0987654321", "+84987654321", "84987654321", "0084 987 654 321", "+84(0)98 765-4321"],
)
def test_the_same_number_is_the_same_however_it_is_written(typed: str) -> None:
    assert parse(typed).e164 == "+84987654321"


@pytest.mark.requirement("R007")
@pytest.mark.parametrize("typed", ["12345", "0555 123 456", "gọi sau", "", "098765432", "0" * 500])
def test_what_is_no_number_is_kept_as_typed_and_flagged_not_callable(typed: str) -> None:
    number = parse(typed)
    assert not number.callable
    assert (number.kind, number.e164) == (Kind.INVALID, None)
    assert number.display == typed.strip()


@pytest.mark.requirement("R083")
@given(st.integers(min_value=0, max_value=9_999_999))
def test_a_zero_lost_in_a_spreadsheet_comes_back(rest: int) -> None:
    typed = f"98{rest:07}"
    number = parse(typed)
    assert (number.e164, number.mended) == (f"+84{typed}", Mended.LOST_ZERO)
    assert parse(str(float(typed))).e164 == number.e164
    assert split_cell(float(typed)) == [typed] == split_cell(int(typed))


@given(st.sampled_from(sorted(MOVED_MOBILES)), st.from_regex(r"[0-9]{7}", fullmatch=True))
def test_mobiles_of_before_2018_move_by_table_and_keep_their_last_seven_digits(
    old: str, rest: str
) -> None:
    for typed in (f"0{old}{rest}", f"+84{old}{rest}", f"84 {old} {rest}"):
        number = parse(typed)
        assert number.e164 == f"+84{MOVED_MOBILES[old]}{rest}"
        assert number.mended is Mended.OLD_PREFIX
        assert number.kind is Kind.MOBILE


@given(st.from_regex(r"(\+84|0084|84|0)?[1-9][0-9]{6,10}", fullmatch=True))
def test_the_fast_way_says_what_the_library_says(typed: str) -> None:
    number = parse(typed)
    if number.mended is Mended.OLD_PREFIX or number.kind is Kind.EMERGENCY:
        return
    theirs = phonenumbers.parse(typed, "VN")
    valid = phonenumbers.is_valid_number(theirs)
    assert number.callable is valid
    if valid:
        e164 = phonenumbers.format_number(theirs, phonenumbers.PhoneNumberFormat.E164)
        assert number.e164 == e164
        assert number.display == display(e164)
        style = phonenumbers.PhoneNumberFormat.NATIONAL
        if theirs.country_code == 84:
            assert number.display == phonenumbers.format_number(theirs, style)


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_makes_it_fail(typed: str) -> None:
    number = parse(typed)
    assert number.e164 is None or number.e164.removeprefix("+").isdigit()
    split_cell(typed)


@given(st.from_regex(r"\+84(3[2-9]|7[06-9]|8[1-8]|9[0-46-8])[0-9]{7}", fullmatch=True))
def test_reading_what_is_shown_gives_the_number_back(e164: str) -> None:
    assert parse(display(e164)).e164 == e164
    assert parse(e164).carrier is not None


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0987.654.321 / 0912345678", ["0987.654.321", "0912345678"]),
        ("0987654321; 0912345678", ["0987654321", "0912345678"]),
        ("0987654321\n0912345678", ["0987654321", "0912345678"]),
        ("0987654321 0912345678", ["0987654321", "0912345678"]),
        ("024 3876 5432 - 0912345678", ["024 3876 5432", "0912345678"]),
        ("0987654321 hoặc 0912345678", ["0987654321", "0912345678"]),
        ("0912 345 678 (anh Nam)", ["0912 345 678"]),
        ("024-3876-5432", ["024-3876-5432"]),
        ("không có", ["không có"]),
        (None, []),
        ("  ", []),
    ],
)
def test_several_numbers_in_one_cell_come_apart(cell: object, numbers: list[str]) -> None:
    assert split_cell(cell) == numbers


@pytest.mark.parametrize("typed", ["08 38765432", "0593824123", "0383844123", "0703822123"])
def test_old_landlines_are_doubted_but_never_converted(typed: str) -> None:
    number = parse(typed)
    assert number.mended is None
    assert may_be_old_landline(number)


@pytest.mark.parametrize("typed", ["0987654321", "024 3876 5432", "0913822123", "12"])
def test_other_numbers_are_not_doubted(typed: str) -> None:
    assert not may_be_old_landline(parse(typed))


def test_numbers_of_another_country_are_read_there() -> None:
    assert parse("020 7946 0018", "GB").e164 == "+442079460018"
    assert parse("020 7946 0018", "GB").display == "020 7946 0018"
    assert parse("2079460018", "GB").mended is Mended.LOST_ZERO
    assert parse("911", "US").kind is Kind.EMERGENCY
    assert parse("650-253-0000", "US").mended is None
    assert display("+84987654321", "US") == "+84 987 654 321"


def test_the_carrier_is_the_one_the_range_was_given_to() -> None:
    assert [parse(f"0{prefix}1234567").carrier for prefix in ("98", "91", "90", "92", "99")] == [
        "Viettel",
        "Vinaphone",
        "MobiFone",
        "Vietnamobile",
        None,
    ]
