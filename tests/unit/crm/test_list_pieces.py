"""A piece of a text is found by the pattern exactly where comparing without diacritics finds it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cti.crm.listing.pieces import VIETNAMESE, list_letters, write_regex
from cti.text import clean_line, fold

LETTERS = st.text("ahk 5" + VIETNAMESE + VIETNAMESE.upper() + "%_*?[]^-\\.", min_size=1, max_size=6)


@given(LETTERS, LETTERS)
def test_a_pattern_finds_what_folding_finds(text: str, piece: str) -> None:
    text, piece = clean_line(text), clean_line(piece)
    found = re.search(write_regex(list_letters(piece)), text) is not None
    assert found == (fold(piece) in fold(text))


def test_nothing_is_left_of_what_nobody_sees() -> None:
    assert list_letters(" \u200b ") == []
