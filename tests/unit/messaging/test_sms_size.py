"""How the networks count text messages (3GPP TS 23.038, 23.040)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.messaging.sms_size import EXTENDED, GSM, PART, WHOLE, measure


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts", "left"),
    [
        ("", "gsm7", 0, 0, 160),
        ("Xin chao", "gsm7", 8, 1, 152),
        ("a" * 160, "gsm7", 160, 1, 0),
        ("a" * 161, "gsm7", 161, 2, 145),
        ("a" * 306, "gsm7", 306, 2, 0),
        ("a" * 307, "gsm7", 307, 3, 152),
        ("à" * 160, "gsm7", 160, 1, 0),  # one of the few that the GSM alphabet has
        ("€" * 80, "gsm7", 160, 1, 0),  # each takes two places
        ("€" * 81, "gsm7", 162, 2, 143),  # 76 in the first part: half of one does not fit
        ("Xin chào chị Hoa", "ucs2", 16, 1, 54),
        ("ế" * 70, "ucs2", 70, 1, 0),
        ("ế" * 71, "ucs2", 71, 2, 63),
        ("ế" * 134, "ucs2", 134, 2, 0),
        ("ế" * 135, "ucs2", 135, 3, 66),
        ("🦆" * 35, "ucs2", 70, 1, 0),
        ("🦆" * 36, "ucs2", 72, 2, 61),  # 33 in the first part
    ],
)
def test_parts_of_both_alphabets(
    text: str, encoding: str, units: int, parts: int, left: int
) -> None:
    size = measure(text)
    assert (size.encoding, size.units, size.parts, size.left) == (encoding, units, parts, left)


def test_the_letters_are_named_that_make_a_message_short() -> None:
    assert measure("Chào chị, ạ! chị").outside == "ịạ"
    assert len(measure("ăâđêôơưắằẳẵặ").outside) == 10


@given(st.text(max_size=700))
def test_the_parts_hold_the_text_and_one_less_would_not(text: str) -> None:
    size = measure(text)
    assert (size.encoding == "gsm7") == (set(text) <= GSM | EXTENDED)
    if size.encoding == "ucs2":
        assert size.units == len(text.encode("utf-16-le", "surrogatepass")) // 2
    if size.units <= WHOLE[size.encoding]:
        assert size.parts == bool(text)
    else:
        room = PART[size.encoding]
        assert (size.parts - 1) * (room - 1) < size.units <= size.parts * room
        assert 0 <= size.left < room
