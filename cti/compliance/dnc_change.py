"""What a file makes of a DNC list. Pure."""

from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from pyroaring import BitMap64

from cti.compliance.digest import Digest
from cti.compliance.errors import ReplaceTooSmallError
from cti.compliance.lists import Entry, ListName

Mode = Literal["full", "delta"]

GUARDED_FROM = 100
"""Lists smaller than this may be replaced by anything."""


class Change(NamedTuple):
    """From the list as it is to the list as it shall be."""

    voice: BitMap64  # the list as it shall be
    sms: BitMap64
    changed: BitMap64  # the numbers whose entries differ from now
    added: int
    removed: int


def plan_import(
    name: ListName,
    voice: BitMap64,
    sms: BitMap64,
    digest: Digest,
    mode: Mode | None,
    *,
    force: bool,
) -> Change:
    """What `digest` makes of a list that bars `voice` and `sms`. Raises ReplaceTooSmallError."""
    if name == "internal":
        return plan_change(voice, sms, voice | digest.voice, sms | digest.sms)
    if mode == "delta" or (mode is None and digest.has_commands):
        new_voice = (voice | digest.voice) - digest.no_voice
        return plan_change(voice, sms, new_voice, (sms | digest.sms) - digest.no_sms)
    present, sent = len(voice | sms), len(digest.voice | digest.sms)
    if present >= GUARDED_FROM and 2 * sent < present and not force:
        raise ReplaceTooSmallError(present=present, sent=sent)
    return plan_change(voice, sms, digest.voice, digest.sms)


def plan_change(voice: BitMap64, sms: BitMap64, new_voice: BitMap64, new_sms: BitMap64) -> Change:
    """From the list as it is to the list as it shall be."""
    before, after = voice | sms, new_voice | new_sms
    return Change(
        new_voice,
        new_sms,
        changed=(voice ^ new_voice) | (sms ^ new_sms),
        added=len(after - before),
        removed=len(before - after),
    )


def split_entries(numbers: list[int], change: Change) -> tuple[list[Entry], list[Entry]]:
    """Which of `numbers` stand on the list afterwards, and which have left it."""
    entries = [Entry(number, number in change.voice, number in change.sms) for number in numbers]
    stay = [entry for entry in entries if entry.voice or entry.sms]
    return stay, [entry for entry in entries if not (entry.voice or entry.sms)]


def cut(numbers: BitMap64, size: int) -> Iterator[list[int]]:
    """The numbers, so many at a time."""
    iterator = iter(numbers)
    while chunk := list(islice(iterator, size)):
        yield chunk
