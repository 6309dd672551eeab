"""What a DNC file says, row by row."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.compliance.digest import Digest, digest_bytes
from cti.compliance.dnc_change import plan_change, split_entries
from cti.compliance.lists import DncLists, Entry
from cti.compliance.number_rows import Command, read_command
from cti.errors import InvalidError

A, B, C = 84912345678, 84987654321, 84398765432


def said(digest: Digest) -> dict[str, set[int]]:
    return {
        name: set(getattr(digest, name))
        for name in ("voice", "sms", "no_voice", "no_sms")
        if getattr(digest, name)
    }


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("DK DNC", Command(joins=True, voice=True, sms=True)),
        ("DK DNC V", Command(joins=True, voice=True, sms=False)),
        ("dk dnc s", Command(joins=True, voice=False, sms=True)),
        ("HUY DNC V", Command(joins=False, voice=True, sms=False)),
        ("HỦY DNC", Command(joins=False, voice=True, sms=True)),
        ("remove", Command(joins=False, voice=True, sms=True)),
        ("+", Command(joins=True, voice=True, sms=True)),
        ("xin chào", None),
        ("", None),
    ],
)
def test_commands_are_read_in_the_registers_words_and_plain_ones(
    text: str, command: Command | None
) -> None:
    assert read_command(text) == command


def test_a_bare_list_of_numbers_bars_calls_and_messages() -> None:
    digest = digest_bytes(b"0912345678\n+84 98 765 4321\n01698765432\n")
    assert said(digest) == {"voice": {A, B, C}, "sms": {A, B, C}}
    assert not digest.has_commands
    assert digest.invalid == 0


@pytest.mark.requirement("R248")
def test_numbers_leave_as_well_as_join_and_the_last_line_counts() -> None:
    text = "SĐT;Lệnh\n0912345678;DK DNC\n0987654321;DK DNC V\n0912345678;HUY DNC S\n"
    digest = digest_bytes(text.encode("utf-8-sig"))
    assert said(digest) == {"voice": {A, B}, "no_sms": {A}}
    assert digest.has_commands


def test_commands_are_found_without_a_header() -> None:
    digest = digest_bytes(b"1,0912345678,ADD\n2,0987654321,REMOVE\n")
    assert said(digest) == {"voice": {A}, "sms": {A}, "no_voice": {B}, "no_sms": {B}}


def test_a_column_says_what_a_number_is_barred_for() -> None:
    digest = digest_bytes(b"phone,type\n0912345678,V\n0987654321,S\n0398765432,\n")
    assert said(digest) == {"voice": {A, C}, "sms": {B, C}}


def test_garbage_rows_are_reported_with_their_place() -> None:
    text = "STT,Số điện thoại\n1,0912345678\n2,abc\n3,115\n4,0987654321 / 12\n\n5,098765432\n"
    digest = digest_bytes(text.encode())
    assert set(digest.voice) == {A, B}
    assert digest.invalid == 3
    assert digest.problems == [(3, "abc"), (4, "115"), (7, "098765432")]


def test_a_command_that_is_not_understood_changes_nothing() -> None:
    digest = digest_bytes(b"phone,command\n0912345678,maybe\n0987654321,add\n")
    assert said(digest) == {"voice": {B}, "sms": {B}}
    assert digest.problems == [(2, "0912345678")]


@pytest.mark.requirement("R083")
def test_a_workbook_that_lost_its_zeros_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Số điện thoại"])
    book.active.append([912345678])
    book.active.append(["0987654321"])
    target = io.BytesIO()
    book.save(target)
    assert set(digest_bytes(target.getvalue()).voice) == {A, B}


@pytest.mark.parametrize("data", [b"", b"hello\nworld\n", b"PK\x03\x04 no zip", b"\x00\x01\x02"])
def test_what_holds_no_numbers_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidError) as caught:
        digest_bytes(data)
    assert caught.value.code == "file.unreadable"


NUMBERS = st.integers(84900000000, 84900000020)
BARS = st.dictionaries(NUMBERS, st.tuples(st.booleans(), st.booleans(), st.booleans()))


@given(BARS, BARS)
def test_writing_what_differs_makes_the_list_what_it_shall_be(
    before: dict[int, tuple[bool, bool, bool]], after: dict[int, tuple[bool, bool, bool]]
) -> None:
    now, wanted = DncLists(), DncLists()
    now.put("national", [Entry(number, *bars[:2]) for number, bars in before.items()])
    wanted.put("national", [Entry(number, *bars[:2]) for number, bars in after.items()])
    change = plan_change(
        *(now.bitmap("national", flag) for flag in ("voice", "sms")),
        *(wanted.bitmap("national", flag) for flag in ("voice", "sms")),
    )
    stay, gone = split_entries(list(change.changed), change)
    was, becomes = now.count("national"), wanted.count("national")
    now.put("national", [*stay, *gone])
    for flag in ("voice", "sms"):
        assert now.bitmap("national", flag) == wanted.bitmap("national", flag)
    assert was + change.added - change.removed == becomes


@given(st.lists(st.tuples(NUMBERS, st.booleans(), st.booleans(), st.booleans())))
def test_who_refused_stays_barred_until_taken_off(
    entries: list[tuple[int, bool, bool, bool]],
) -> None:
    lists = DncLists()
    refused: set[int] = set()
    for number, voice, sms, by_refusal in entries:
        lists.put("internal", [Entry(number, voice, sms, by_refusal)])
        if not (voice or sms):
            refused.discard(number)
        elif by_refusal:
            refused.add(number)
        for barred in refused:
            assert lists.contains("internal", "voice", barred)
            assert lists.contains("internal", "sms", barred)
    assert set(lists.bitmap("internal", "refused")) == refused
