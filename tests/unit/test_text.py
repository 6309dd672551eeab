import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.text import KEY_LENGTH, clean, clean_line, fold, make_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Nguyễn Thị Hồng Nhung Phương", "nguyen thi hong nhung phuong"),
        ("Đặng Đình ĐỨC", "dang dinh duc"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Công ty  TNHH\tMinh An", "cong ty tnhh minh an"),
        (unicodedata.normalize("NFD", "Trần Văn Tường"), "tran van tuong"),
        ("\uff21\uff22\uff23", "abc"),  # full-width letters
        ("STRASSE Straße", "strasse strasse"),
        ("", ""),
    ],
)
def test_a_name_is_found_by_what_one_types_without_marks(typed: str, key: str) -> None:
    assert fold(typed) == key


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_same_text_in_any_normal_form_or_case_has_the_same_key(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)


@given(st.text(alphabet="aăâeêioôơuưyđbcdghklmnpqrstvx àáảãạằắẳẵặầấẩẫậ", min_size=1))
def test_vietnamese_letters_fold_to_plain_ascii_in_either_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


@given(st.text())
def test_a_key_fits_its_column_and_can_be_stored(text: str) -> None:
    key = make_key(text)
    assert len(key) <= KEY_LENGTH
    assert "\x00" not in key
    key.encode()


@given(st.text())
def test_clean_text_is_stored_as_it_is_the_second_time(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_controls_and_direction_overrides_are_removed_and_lines_stay() -> None:
    assert clean("a\x00b\x1b[31mc\u202etxt.exe\r\nnext\tcell") == "ab[31mctxt.exe\nnext\tcell"


def test_what_nobody_sees_keeps_no_name_from_being_found() -> None:
    assert clean("Ngu\u00adyễn\u2060 Văn\u061c A\U000e0041n") == "Nguyễn Văn An"


def test_arabic_and_emoji_stay_as_they_are() -> None:
    assert clean("مرحبا 👩‍👩‍👧 שלום") == "مرحبا 👩‍👩‍👧 שלום"


def test_a_line_has_no_line_breaks() -> None:
    assert clean_line("  Lan\r\nAction: Originate\n ") == "Lan Action: Originate"
