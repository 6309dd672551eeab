from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.cursor import decode_text, decode_time, encode_cursor
from cti.crm.errors import CursorError, NameMissingError, OwnerFixedError, PhoneUnknownError
from cti.crm.rules import UNSET, choose_owner, choose_primary, diff, make_code, name_both
from cti.crm.shapes import ContactChange, PhoneForm
from cti.crm.values import CONTACT_FIELDS, make_phones, take_fields


@pytest.mark.requirement("R006")
def test_either_name_is_enough_and_none_is_not() -> None:
    assert name_both("Minh An", None) == ("Minh An", "Minh An")
    assert name_both(None, " Lan ") == ("Lan", "Lan")
    assert name_both("Minh An", "Lan") == ("Minh An", "Lan")
    with pytest.raises(NameMissingError):
        name_both(" ", "\u200b")


@pytest.mark.requirement("R009", "R324")
def test_an_agent_owns_what_they_create() -> None:
    assert choose_owner(7, UNSET, free=False) == 7
    assert choose_owner(7, None, free=False) == 7
    assert choose_owner(7, 7, free=False) == 7
    with pytest.raises(OwnerFixedError):
        choose_owner(7, 8, free=False)


def test_the_others_choose_anybody_or_nobody() -> None:
    assert choose_owner(7, UNSET, free=True) == 7
    assert choose_owner(7, None, free=True) is None
    assert choose_owner(7, 8, free=True) == 8


@given(st.lists(st.booleans(), max_size=20), st.data())
def test_exactly_one_of_any_is_primary(flags: list[bool], data: st.DataObject) -> None:
    kept = data.draw(st.none() | st.integers(0, len(flags) - 1)) if flags else None
    chosen = choose_primary(flags, kept)
    if not flags:
        assert chosen is None
    else:
        assert chosen is not None
        assert 0 <= chosen < len(flags)
        assert flags[chosen] or not any(flags)


def test_only_what_differs_is_logged() -> None:
    assert diff({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}


def test_codes_are_of_six_digits_or_more() -> None:
    assert make_code(123, 1) == "KH000123"
    assert make_code(1_234_567, 1) == "KH1234567"
    assert make_code(123, 2) == "KH000123-2"


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 30)), st.integers(1, 2**53))  # noqa: DTZ001 - aware below
def test_a_cursor_gives_back_the_instant_to_the_microsecond(at: datetime, row: int) -> None:
    aware = at.replace(tzinfo=UTC)
    assert decode_time("x", encode_cursor("x", aware, str(row))) == (aware, str(row))


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))))
def test_a_cursor_gives_back_the_text(text: str) -> None:
    assert decode_text("x", encode_cursor("x", text, "1")) == (text, "1")


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_what_is_no_cursor_is_refused_and_never_raises_otherwise(text: str) -> None:
    with pytest.raises(CursorError):
        decode_time("x", text)


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = encode_cursor("by name", "Lan", "1")
    with pytest.raises(CursorError):
        decode_text("by time", cursor)
    with pytest.raises(CursorError):
        decode_time("by name", cursor)


def test_only_fields_that_were_sent_are_taken() -> None:
    change = ContactChange.model_validate({"name": " Lan\r\nAnh ", "email": "A@B.VN", "title": ""})
    assert take_fields(change, CONTACT_FIELDS) == {
        "name": "Lan Anh",
        "name_key": "lan anh",
        "email": "a@b.vn",
        "title": None,
    }


@pytest.mark.requirement("R007", "R056")
def test_numbers_that_cannot_be_called_are_kept_and_flagged() -> None:
    forms = [PhoneForm(typed="máy bàn cũ"), PhoneForm(typed="0912.345.678", label="DĐ")]
    rows = make_phones(forms, [], "VN")
    assert [(row["typed"], row["e164"], row["is_primary"]) for row in rows] == [
        ("máy bàn cũ", None, True),
        ("0912.345.678", "+84912345678", False),
    ]


def test_a_phone_is_kept_by_its_id_once_and_only_ones_own() -> None:
    stored = [{"id": 1, "is_primary": False}, {"id": 2, "is_primary": True}]
    kept = make_phones([PhoneForm(id=1, typed="1"), PhoneForm(id=2, typed="2")], stored, "VN")
    assert [row["is_primary"] for row in kept] == [False, True]
    with pytest.raises(PhoneUnknownError):
        make_phones([PhoneForm(id=3, typed="1")], stored, "VN")
    with pytest.raises(PhoneUnknownError):
        make_phones([PhoneForm(id=1, typed="1"), PhoneForm(id=1, typed="2")], stored, "VN")
