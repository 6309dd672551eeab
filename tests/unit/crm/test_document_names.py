"""Names of files and what files are, whatever was uploaded."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.documents.names import LONGEST, make_disposition, make_safe_name
from cti.crm.documents.types import SHOWN, UNKNOWN, find_media_type, look_into_zip
from cti.crm.tickets.rules import make_number, read_number


@given(st.text(max_size=400))
def test_any_name_is_safe_short_and_stays_as_it_is(name: str):
    safe = make_safe_name(name)
    assert 0 < len(safe) <= LONGEST
    assert not set(safe) & set('/\\<>:"|?*\x00\r\n\u202e')
    assert safe not in {".", ".."}
    assert make_safe_name(safe) == safe


@given(st.text(max_size=200), st.booleans())
def test_a_name_can_not_add_a_header_or_leave_its_quotes(name: str, inline: bool):  # noqa: FBT001 - Hypothesis gives it
    header = make_disposition(make_safe_name(name), inline=inline)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.startswith("inline;" if inline else "attachment;")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("CON.txt", "_CON.txt"),
        ("...", "tai-lieu.png"),
        ("a" * 300 + ".xlsx", "a" * 195 + ".xlsx"),
        ("Hợp đồng 12/2026?.pdf", "2026_.pdf"),
    ],
)
def test_some_names(name: str, safe: str):
    assert make_safe_name(name, ".png") == safe


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "x.txt", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "IMG_1.jpg", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "", "video/mp4"),
        (b"%PDF-1.7", "", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cu.xls", "application/vnd.ms-excel"),
        (b"MZ\x90\x00\x03", "anh.png", UNKNOWN),
        (b"<svg onload=alert(1)>", "a.svg", "text/plain"),
        ("mã;tên\n1;Đ".encode(), "a.csv", "text/csv"),
        (b"x" + "Đ".encode()[:1], "a.txt", "text/plain"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(start: bytes, name: str, kind: str):
    assert find_media_type(start, name) == kind


def test_nothing_that_could_hold_a_script_is_shown():
    assert all(kind.startswith("image/") and "svg" not in kind for kind in SHOWN)


@given(st.binary(max_size=300), st.text(max_size=10))
def test_any_bytes_are_of_some_kind(data: bytes, name: str):
    assert "/" in find_media_type(data, name)
    assert look_into_zip(io.BytesIO(b"PK\x03\x04" + data)) == "application/zip"


def test_a_zip_is_only_a_zip_unless_it_is_an_office_file():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", "x")
    assert look_into_zip(file) == "application/zip"
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("[Content_Types].xml", "x")
    assert "wordprocessingml" in look_into_zip(file)


@given(st.integers(1, 10**17))
def test_a_tickets_number_reads_back(ticket_id: int):
    assert read_number(make_number(ticket_id).lower()) == ticket_id


@pytest.mark.parametrize("text", ["", "PG", "PG0", "kh12", "12a", "\uff11\uff12", "9" * 30])
def test_what_is_no_tickets_number_is_none(text: str):
    assert read_number(text) is None
