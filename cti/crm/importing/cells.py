"""How single cells are read: dates, words for kinds, people, phone numbers. Pure."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from cti.crm.fields.model import CustomField, FieldKind, Raw
from cti.phones import LONGEST_TYPED, Number, parse, split_cell
from cti.text import clean_line, fold

KINDS = {
    "person": "person",
    "ca nhan": "person",
    "kh ca nhan": "person",
    "khach hang ca nhan": "person",
    "khach le": "person",
    "individual": "person",
    "organisation": "organisation",
    "organization": "organisation",
    "to chuc": "organisation",
    "kh to chuc": "organisation",
    "khach hang to chuc": "organisation",
    "cong ty": "organisation",
    "doanh nghiep": "organisation",
    "kh doanh nghiep": "organisation",
    "company": "organisation",
}
STAGES = {
    "lead": "lead",
    "dau moi": "lead",
    "tiem nang": "lead",
    "contact": "contact",
    "lien he": "contact",
    "customer": "customer",
    "khach hang": "customer",
}

DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?: [0-9:]+)?")
YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[ T][0-9:.]+)?")
SERIAL = re.compile(r"[1-9][0-9]{4}")  # from 1927 on; four digits are a year
SERIAL_BEGIN = date(
    1899, 12, 30
)  # so that it fits from March 1900 on, whatever Excel thinks of 1900
MANY = re.compile(r"[,;\n|]")
BUT_COMMAS = re.compile(r"[;\n|]")
GROUPED = re.compile(r"-?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|(?:\.[0-9]{3})+,[0-9]+)")
ENGLISH = re.compile(r"-?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|(?:,[0-9]{3})+\.[0-9]+)")

THOUSAND = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")

TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Of the first nine digits of a Vietnamese tax code; the tenth is 10 less their sum modulo 11."""


def find_label(words: Mapping[str, str], text: str) -> str | None:
    """The value that a word stands for, whatever its case and diacritics."""
    return words.get(fold(text))


def read_day(text: str) -> tuple[date | None, bool]:
    """A day as Vietnamese (31/12/2026), as ISO, or as the number Excel keeps; and whether that."""
    said = clean_line(text)
    try:
        if found := DAY_FIRST.fullmatch(said):
            return date(int(found[3]), int(found[2]), int(found[1])), False
        if found := YEAR_FIRST.fullmatch(said):
            return date(int(found[1]), int(found[2]), int(found[3])), False
    except ValueError:
        return None, False
    if SERIAL.fullmatch(said):
        return SERIAL_BEGIN + timedelta(days=int(said)), True
    return None, False


def mend_tax_code(text: str, region: str) -> str | None:
    """A Vietnamese tax code of ten digits that has lost its leading zero to a spreadsheet.

    None when it is none: nine digits count only when the last one checks the others.
    """
    if region != "VN" or len(text) != len(TAX_WEIGHTS) or not (text.isascii() and text.isdecimal()):
        return None
    whole = f"0{text}"
    total = sum(int(digit) * weight for digit, weight in zip(whole, TAX_WEIGHTS, strict=False))
    return whole if int(whole[-1]) == 10 - total % 11 else None


def read_number(text: str) -> str:
    """A number as Vietnamese (1.234,5) or English (1,234.5) writes it, as Python reads it.

    One point or comma alone is that of the decimals: so spreadsheets write what they keep.
    """
    said = clean_line(text).replace(" ", "")
    if GROUPED.fullmatch(said):
        return said.replace(".", "").replace(",", ".")
    if ENGLISH.fullmatch(said):
        return said.replace(",", "")
    return said.replace(",", ".") if said.count(",") == 1 and "." not in said else said


def may_be_thousands(text: str) -> bool:
    """Whether a number is written so that who typed it may have meant a thousand: 1.500."""
    return THOUSAND.fullmatch(clean_line(text).replace(" ", "")) is not None


def read_custom_raw(one: CustomField, text: str) -> tuple[Raw, bool]:
    """A cell as a field of one's own takes it, and whether it had to be put right.

    Options must be there letter by letter (R084), however their letters are put together: those of
    a Mac come taken apart. Several are separated by commas or semicolons.
    """
    if one.kind is FieldKind.DATE:
        day, mended = read_day(text)
        return (day.isoformat() if day else text), mended
    if one.kind is FieldKind.NUMBER:
        return read_number(text), False
    if one.kind is FieldKind.CHOICES:
        labels = frozenset(one.options.values())
        pieces = [said for piece in BUT_COMMAS.split(text) if (said := clean_line(piece))]
        return [label for piece in pieces for label in _split_options(piece, labels)], False
    return (clean_line(text) if one.kind is FieldKind.CHOICE else text.strip()), False


def _split_options(text: str, labels: Collection[str]) -> list[str]:
    """What commas separate; an option may have some in it, and of two the longer is meant."""
    parts = text.split(",")
    most = 1 + max((one.count(",") for one in labels), default=0)
    found: list[str] = []
    while parts:
        ends = range(min(most, len(parts)), 0, -1)
        known = (end for end in ends if clean_line(",".join(parts[:end])) in labels)
        end = next(known, 1)
        if said := clean_line(",".join(parts[:end])):
            found.append(said)
        del parts[:end]
    return found


def split_people(text: str) -> list[str]:
    """The e-mail addresses and extensions in a cell, separated by commas (R086)."""
    return [said for piece in MANY.split(text) if (said := clean_line(piece))]


def read_phones(text: str, region: str) -> tuple[list[str], list[Number]]:
    """The pieces of a cell, and each as a number; a piece that is none is kept as it is (R007)."""
    pieces = [clean_line(piece)[:LONGEST_TYPED] for piece in split_cell(text, region)]
    kept = [piece for piece in pieces if piece]
    return kept, [parse(piece, region) for piece in kept]


def show_typed(number: Number) -> str:
    """What is stored as typed: of a number that was put right, how it is written now."""
    return number.typed if number.mended is None else number.display
