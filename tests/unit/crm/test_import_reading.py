"""How headers and cells of a file are read."""

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.fields.model import CustomField, FieldKind
from cti.crm.importing.cells import (
    may_be_thousands,
    mend_tax_code,
    read_custom_raw,
    read_day,
    read_number,
    split_people,
)
from cti.crm.importing.columns import find_header_row, guess, letter_of, make_header_key
from cti.crm.importing.fields import list_targets
from cti.crm.importing.fonts import recognise_font
from cti.crm.importing.problems import Problem
from cti.crm.importing.words import explain

TARGETS = list_targets("customers", "upsert", (), frozenset(), {})
CONTACTS = list_targets("contacts", "upsert", (), frozenset(), {})


@pytest.mark.requirement("R081", "R089")
@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Mã KH", "Tên khách hàng (*)", "SĐT", "E-mail"],
         ["code", "name", "contact.phones", "contact.email"]),
        (["HỌ TÊN", "Số điện thoại 1", "Số điện thoại 2", "Chức vụ"],
         ["contact.name", "contact.phones", "contact.phones", "contact.title"]),
        (["customerName", "contactName", "phone", "user", "users"],
         ["name", "contact.name", "contact.phones", "owner", "supporters"]),
        (["Customer Name", "Email", "Email", "Cột lạ", ""],
         ["name", "contact.email", None, None, None]),
    ],
)  # fmt: skip
def test_headers_are_guessed_in_both_languages_and_none_twice(
    headers: list[str], fields: list[str | None]
) -> None:
    assert guess(headers, TARGETS) == fields


def test_of_a_contact_the_company_is_another_field_than_the_name() -> None:
    assert guess(["Tên", "Công ty"], CONTACTS) == ["contact.name", "company"]


def test_remarks_of_a_contact_and_the_address_of_a_company_are_their_own() -> None:
    assert guess(["Họ tên", "Ghi chú"], CONTACTS)[1] == "contact.description"
    both = ["contact.name", "description", "contact.description"]
    assert guess(["Họ tên", "Mô tả", "Mô tả liên hệ"], CONTACTS) == both
    assert guess(["contactName", "description"], CONTACTS)[1] == "description"
    companies = list_targets("companies", "upsert", (), frozenset(), {})
    assert guess(["Tên", "Địa chỉ"], companies)[1] == "address"
    assert guess(["customerName", "address"], companies)[1] == "contact.address"
    assert guess(["Tên khách hàng", "Địa chỉ"], TARGETS)[1] == "contact.address"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_was_exported_is_known_by_its_headings(language: str) -> None:
    """As web/src/i18n has them: what is exported is changed and comes in again."""
    headings = {
        "vi": ["Mã khách hàng", "Tên khách hàng", "Loại", "Giai đoạn", "Mối quan hệ",
               "Nguồn khách", "Tỉnh / thành phố", "Nhân viên phụ trách", "E-mail khách hàng",
               "Địa chỉ khách hàng", "Mô tả khách hàng", "Tên liên hệ",
               "Số điện thoại của liên hệ", "E-mail của liên hệ", "Chức vụ của liên hệ",
               "Địa chỉ của liên hệ", "Mô tả của liên hệ", "Facebook của liên hệ"],
        "en": ["Customer code", "Customer name", "Kind", "Stage", "Relationship",
               "Source", "Province or city", "Owner", "Customer e-mail", "Customer address",
               "Customer description", "Contact name", "Contact\u2019s phones",
               "Contact\u2019s e-mail", "Contact\u2019s job title", "Contact\u2019s address",
               "Contact\u2019s description", "Contact\u2019s Facebook"],
    }[language]  # fmt: skip
    assert guess(headings, TARGETS) == [
        "code", "name", "kind", "stage", "relationship", "source", "province", "owner", "email",
        "address", "description", "contact.name", "contact.phones", "contact.email",
        "contact.title", "contact.address", "contact.description", "contact.facebook",
    ]  # fmt: skip


@pytest.mark.requirement("R095")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Thiếu mục bắt buộc: Biển số, Mối quan hệ, Email"),
        ("en", "Must be filled: Biển số, relationship, email"),
    ],
)
def test_what_is_missing_is_told_by_its_name(language: str, said: str) -> None:
    missing = ["custom.bien_so", "relationship", "contact.email"]
    params = {"fields": missing, "labels": {"custom.bien_so": "Biển số"}}
    assert explain(Problem(None, None, "error", "field.required", params), language) == said


def test_an_option_fits_however_its_letters_are_put_together() -> None:
    one = CustomField(1, "mien", "Miền", FieldKind.CHOICE, required=False, options={7: "Miền Bắc"})
    many = replace(one, kind=FieldKind.CHOICES)
    for typed in (normalize("NFD", "Miền Bắc"), "Miền\u00a0Bắc", " Miền Bắc\u200b"):
        assert read_custom_raw(one, typed) == ("Miền Bắc", False)
        assert read_custom_raw(many, f"{typed}; {typed}") == (["Miền Bắc"] * 2, False)
    books = replace(many, options={1: "Đọc sách, báo", 2: "Đọc sách", 3: "Đi bộ"})
    said = "Đọc sách, báo,  Đi bộ, Đọc sách,lạ"
    assert read_custom_raw(books, said)[0] == ["Đọc sách, báo", "Đi bộ", "Đọc sách", "lạ"]
    assert read_custom_raw(one, "miền bắc") == ("miền bắc", False)  # R084: exactly


@pytest.mark.parametrize(
    ("text", "odd"),
    [("1.500", True), ("-12,000", True), ("1.5", False), ("0.125", False), ("1.500.000", False)],
)
def test_a_number_that_may_mean_thousands_is_known(text: str, *, odd: bool) -> None:
    assert may_be_thousands(text) is odd


def test_the_row_of_headers_is_found_below_a_title_and_missed_in_bare_data() -> None:
    titled = [(1, ["DANH SÁCH"]), (3, ["STT", "Tên khách hàng", "SĐT"]), (4, ["1", "A", "09"])]
    assert find_header_row(titled, TARGETS) == 3
    assert find_header_row([(1, ["Lan", "0912345678"]), (2, ["An", "0912345679"])], TARGETS) == 0


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_count_like_a_spreadsheet(index: int) -> None:
    value = 0
    for letter in letter_of(index):
        value = value * 26 + ord(letter) - 64
    assert value == index + 1


@given(st.dates(min_value=date(1904, 1, 1)))
def test_a_day_reads_the_same_however_it_is_written(day: date) -> None:
    written = (day.strftime("%d/%m/%Y"), f"{day.day}-{day.month}-{day.year:04}", day.isoformat())
    for text in (*written, f"{day.isoformat()} 00:00:00"):
        assert read_day(text) == (day, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [("33239", date(1991, 1, 1)), ("31/02/2020", None), ("0", None), ("tháng 5", None),
     ("1990", None)],
)  # fmt: skip
def test_the_number_excel_keeps_for_a_day_is_mended_and_nonsense_is_not(
    text: str, day: date | None
) -> None:
    assert read_day(text) == (day, day is not None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234.567", "1234567"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1,5", "1.5"),
     ("1.5", "1.5"), ("abc", "abc")],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_here_and_there(text: str, number: str) -> None:
    assert read_number(text) == number


@pytest.mark.requirement("R086")
def test_supporters_are_separated_by_commas() -> None:
    assert split_people(" a@x.vn, 102 ;; 103\n") == ["a@x.vn", "102", "103"]


@pytest.mark.requirement("R084")
def test_an_option_that_has_a_comma_in_it_is_one_option() -> None:
    field = CustomField(1, "k", "K", FieldKind.CHOICES, False, {1: "Trà, sữa", 2: "Cà phê"})
    assert read_custom_raw(field, "Trà, sữa") == (["Trà, sữa"], False)
    assert read_custom_raw(field, "Cà phê; Khác") == (["Cà phê", "Khác"], False)
    assert read_custom_raw(field, "Cà phê; Trà, sữa") == (["Cà phê", "Trà, sữa"], False)


def test_a_mapping_is_remembered_by_the_headers_not_by_how_they_are_typed() -> None:
    assert make_header_key("customers", "upsert", ["Tên KH", "SĐT"]) == make_header_key(
        "customers", "upsert", ["ten kh", "SDT*"]
    )
    assert make_header_key("customers", "upsert", ["a"]) != make_header_key(
        "customers", "delete", ["a"]
    )


@pytest.mark.parametrize(
    ("cells", "font"),
    [
        (["NguyÔn V¨n An", "C«ng ty Minh §øc", "TrÇn ThÞ Hång"], "TCVN3"),
        (["Nguyeãn Vaên An", "Coâng ty", "Traàn Thò Hoàng"], "VNI"),
        (["Nguyễn Văn An", "Công ty Hoà Phát", "Trần Thị Hồng"], None),
        (["CÔNG TY HOA", "CÔNG TY XÂY", "CÔNG TY ÂN", "España"], None),
        (["Straße", "Müller", "François", "Ångström"], None),
    ],
)
def test_fonts_of_before_unicode_are_recognised_and_nothing_else_is(
    cells: list[str], font: str | None
) -> None:
    assert recognise_font(cells) == font


@pytest.mark.requirement("R083")
@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("101248141", "0101248141"),
        ("302431595", "0302431595"),
        ("101248142", None),  # the last digit does not check the others
        ("0101248141", None),
        ("101248141001", None),  # a branch's, or what an identity card has
        ("10124814x", None),
    ],
)
def test_a_tax_code_gets_back_the_zero_that_a_spreadsheet_took(
    typed: str, mended: str | None
) -> None:
    assert mend_tax_code(typed, "VN") == mended
    assert mend_tax_code(typed, "US") is None
