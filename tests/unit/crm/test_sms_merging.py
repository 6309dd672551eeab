"""Merge fields of text messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.sms.merging import MergeField, fill, find_unknown

CUSTOMER = {MergeField.CUSTOMER_NAME: "Công ty Minh An", MergeField.CUSTOMER_NOTE: None}
CONTACT = {MergeField.CONTACT_NAME: "Nguyễn Thị Lan", MergeField.CONTACT_TITLE: "Giám đốc"}


@pytest.mark.requirement("R298")
def test_each_recipient_fills_its_own_fields_and_is_told_of_the_others() -> None:
    body = "Kính gửi {Tên khách hàng} ({Người liên hệ}, {Chức vụ}). {Ghi chú khách hàng}"
    filled = fill(body, "customer", CUSTOMER)
    assert filled.text == "Kính gửi Công ty Minh An ({Người liên hệ}, {Chức vụ}). "
    assert filled.problems == (
        ("Người liên hệ", "recipient"),
        ("Chức vụ", "recipient"),
        ("Ghi chú khách hàng", "empty"),
    )
    filled = fill(body, "contact", CONTACT)
    assert filled.text == "Kính gửi {Tên khách hàng} (Nguyễn Thị Lan, Giám đốc). " + body[-20:]
    assert [one.why for one in filled.problems] == ["recipient", "recipient"]


def test_a_field_is_known_in_either_language_and_without_diacritics() -> None:
    for written in ("{ten khach hang}", "{TÊN KHÁCH HÀNG}", "{ Customer name }"):
        assert fill(written, "customer", CUSTOMER).text == "Công ty Minh An"
    assert find_unknown("{Tên khách} {Tên khách hàng} {Tên khách} {} {a\nb}") == ["Tên khách"]
    assert fill("{Tên khách}!", None, {}) == ("{Tên khách}!", (("Tên khách", "unknown"),))


def test_what_is_filled_in_is_no_field_itself() -> None:
    sly = {MergeField.CUSTOMER_NAME: "{Chức vụ}", MergeField.CUSTOMER_NOTE: r"\1 \g<0>"}
    filled = fill("{Tên khách hàng}{Ghi chú khách hàng}", "customer", sly)
    assert filled == (r"{Chức vụ}\1 \g<0>", ())


@given(st.text(alphabet="{} aTêên", max_size=40))
def test_without_a_recipient_a_text_stays_as_it_is(body: str) -> None:
    assert fill(body, None, {}).text == body
