"""Phone numbers as people type them, read into E.164. Pure.

Whatever does not read is still a `Number`, of kind `invalid`: it is saved, shown and flagged, never
dropped (R007). Putting right is done by rule only, and said in `mended`: a wrong guess would call a
stranger. In particular, landlines of before 2017 are never converted, see `may_be_old_landline`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, PhoneNumberType
from phonenumbers import carrier as carriers

from cti.phone_tables import FORMER_AREA_CODES, MOVED_MOBILES, VIETNAM_EMERGENCY


class Kind(StrEnum):
    """What sort of number it is, as far as rules and prices care."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    EMERGENCY = "emergency"
    INVALID = "invalid"


class Mended(StrEnum):
    """What had to be put right; the first that applies, in this order."""

    OLD_PREFIX = "old_prefix"  # an 11-digit mobile of before 2018
    EXCEL_FLOAT = "excel_float"  # 9.87654321E+08, 987654321.0
    LOST_ZERO = "lost_zero"  # 987654321


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed, and as it was understood."""

    typed: str
    e164: str | None  # None when it cannot be dialled as an ordinary number
    kind: Kind
    carrier: str | None  # that the range was given to; a ported number may have left it
    mended: Mended | None
    display: str  # national format for the own country, else international; as typed if invalid

    def __reduce__(self) -> tuple[type["Number"], tuple[object, ...]]:
        """Pickled by its parts: a frozen dataclass's own way takes twice as long to read."""
        parts = (self.typed, self.e164, self.kind, self.carrier, self.mended, self.display)
        return Number, parts

    @property
    def callable(self) -> bool:
        """Whether click-to-call and matching work with it (R007)."""
        return self.e164 is not None and self.kind is not Kind.INVALID


LONGEST_TYPED: Final = 64  # characters; what is longer is no phone number
MAX_DIGITS: Final = 15  # E.164

KINDS: Final = {
    PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Kind.MOBILE,  # the United States do not tell them apart
    PhoneNumberType.TOLL_FREE: Kind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.SHARED_COST: Kind.PREMIUM,
    PhoneNumberType.PERSONAL_NUMBER: Kind.PREMIUM,  # charged like it, and a known trap
    PhoneNumberType.PAGER: Kind.PREMIUM,
}

SEPARATORS: Final = re.compile(r"[\s.()\-\u2010-\u2015\u2212/]+")
DIALABLE: Final = re.compile(r"\+?[0-9]+")
EXCEL_FLOAT: Final = re.compile(r"([0-9]{7,15})[.,]0+")
EXCEL_POWER: Final = re.compile(r"([0-9])[.,]([0-9]+)[eE]\+?([0-9]{1,2})")
GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")
LABEL: Final = re.compile(r"^[^\d+(*#]*(?=[\d+(])")  # "ĐT: 0912…", and the ' of a text cell
COUNTRY_CODE: Final = re.compile(r"^(?:\+|00)?84")
OLD_MOBILE: Final = re.compile(rf"(?:(?:\+|00)?84)?0?({'|'.join(MOVED_MOBILES)})([0-9]{{7}})")


def _mobile_pattern() -> str:
    metadata = PhoneMetadata.metadata_for_region("VN", None)
    if metadata is None or metadata.mobile is None:  # pragma: no cover - the library has Vietnam
        message = "phonenumbers has no metadata for Vietnam"
        raise RuntimeError(message)
    return str(metadata.mobile.national_number_pattern)


# Made of the library's own metadata, so that it says what the library would, in a tenth of the
# time. Lengths tell the forms apart: 9 digits are a lost zero, 10 begin with 0, 11 with 84.
FAST_MOBILE: Final = re.compile(rf"(\+84|0084|84|0|)((?=[0-9]{{9}}$)(?:{_mobile_pattern()}))")


@lru_cache(maxsize=16)  # a cell of a sheet is read whole first, then piece by piece
def parse(typed: str, region: str = "VN") -> Number:
    """Read what somebody typed. Never raises; what makes no sense is of kind `invalid`.

    `region` (ISO 3166) is the country of numbers without a country code.
    """
    text = unicodedata.normalize("NFKC", typed).strip() if len(typed) <= LONGEST_TYPED else ""
    text, floated = _undo_spreadsheet(LABEL.sub("", _drop_invisible(text)))
    digits = SEPARATORS.sub("", text)
    if not DIALABLE.fullmatch(digits):
        return _invalid(typed)
    if region == "VN":
        return _parse_vietnamese(typed, text, digits, floated=floated)
    return _parse_by_library(typed, text, digits, region, Mended.EXCEL_FLOAT if floated else None)


def display(e164: str, region: str = "VN") -> str:
    """How a stored number is shown: `0912 345 678`; numbers abroad `+1 650-253-0000`."""
    if region == "VN" and e164.startswith("+84") and FAST_MOBILE.fullmatch(e164):
        return f"0{e164[3:6]} {e164[6:9]} {e164[9:]}"
    try:
        number = phonenumbers.parse(e164, None)
    except NumberParseException:
        return e164
    return _format(number, region)


CUT: Final = re.compile(r"\s*(?:[;,|&\n\r\t]|\s[-–—]\s|/|\bhoặc\b|\bvà\b|\bor\b|\band\b)\s*")
RUN: Final = re.compile(r"\+?\(?[0-9][0-9 .()\-]{5,}[0-9]")


def split_cell(cell: object, region: str = "VN") -> list[str]:
    """The numbers in one cell of a sheet, as texts for `parse`; usually one.

    Takes what spreadsheet readers give: text, int, float, None. A cell that holds no number at all
    comes back as it is, so that it can be reported; an empty one gives an empty list.
    """
    text = _cell_text(cell)
    if not text:
        return []
    if parse(text, region).kind is not Kind.INVALID:
        return [text]
    pieces = [piece for piece in CUT.split(text) if piece]
    readable = [found for piece in pieces for found in _find_numbers(piece, region)]
    return readable or [text]


def may_be_old_landline(number: Number) -> bool:
    """Whether a valid mobile reads just like a landline of before 2017 (08-38765432).

    Never converted: nothing in the number tells. Warn when the row is a company or the file is old.
    """
    if number.e164 is None or number.kind is not Kind.MOBILE or number.e164[:3] != "+84":
        return False
    national = number.e164[3:]
    return any(
        national.startswith(code)
        and len(national) == len(code) + length
        and national[len(code)] in heads
        for code, length, heads in FORMER_AREA_CODES
    )


def _drop_invisible(text: str) -> str:
    """Marks that copying from web pages and chats leaves behind: zero width, direction."""
    if text.isascii():
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _undo_spreadsheet(text: str) -> tuple[str, bool]:
    if found := EXCEL_FLOAT.fullmatch(text):
        return found[1], True
    if found := EXCEL_POWER.fullmatch(text):
        head, decimals, power = found[1], found[2], int(found[3])
        # Excel shows 9.88E+08 for 987654321: digits that are gone must not be taken for zeros.
        # One may be missing, for a number that ends in 0.
        if power <= MAX_DIGITS and power - 1 <= len(decimals) <= power:
            return str(int(Decimal(f"{head}.{decimals}E{power}"))), True
    if GROUPED.fullmatch(text):
        return text.replace(",", ""), True
    return text, False


def _parse_vietnamese(typed: str, text: str, digits: str, *, floated: bool) -> Number:
    mended = Mended.EXCEL_FLOAT if floated else None
    if found := FAST_MOBILE.fullmatch(digits):
        if not found[1]:
            mended = mended or Mended.LOST_ZERO
        return _vietnamese_mobile(typed, found[2], mended)
    if found := OLD_MOBILE.fullmatch(digits):
        return _vietnamese_mobile(typed, MOVED_MOBILES[found[1]] + found[2], Mended.OLD_PREFIX)
    if digits in VIETNAM_EMERGENCY or COUNTRY_CODE.sub("", digits) in VIETNAM_EMERGENCY:
        return Number(typed, None, Kind.EMERGENCY, None, None, digits)
    return _parse_by_library(typed, text, digits, "VN", mended)


def _vietnamese_mobile(typed: str, national: str, mended: Mended | None) -> Number:
    shown = f"0{national[:3]} {national[3:6]} {national[6:]}"
    return Number(
        typed, f"+84{national}", Kind.MOBILE, _mobile_carrier(national[:3]), mended, shown
    )


@lru_cache(maxsize=1000)
def _mobile_carrier(prefix: str) -> str | None:
    """Whom a Vietnamese prefix of three digits was given to; no range is finer than that."""
    number = phonenumbers.PhoneNumber(country_code=84, national_number=int(prefix) * 10**6)
    return carriers.name_for_number(number, "en") or None


def _parse_by_library(
    typed: str, text: str, digits: str, region: str, mended: Mended | None
) -> Number:
    if phonenumbers.is_emergency_number(digits, region):
        return Number(typed, None, Kind.EMERGENCY, None, None, digits)
    try:
        # With its separators: the library reads the (0) of +84(0) only in brackets.
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return _invalid(typed)
    if not phonenumbers.is_valid_number(number):
        return _invalid(typed)
    kind = KINDS.get(phonenumbers.number_type(number), Kind.LANDLINE)
    national = phonenumbers.national_significant_number(number)
    if mended is None and digits == national and _has_trunk_zero(number, national):
        mended = Mended.LOST_ZERO
    return Number(
        typed,
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        kind,
        carriers.name_for_number(number, "en") or None,
        mended,
        _format(number, region),
    )


def _has_trunk_zero(number: phonenumbers.PhoneNumber, national: str) -> bool:
    shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return SEPARATORS.sub("", shown) == f"0{national}"


def _format(number: phonenumbers.PhoneNumber, region: str) -> str:
    home = number.country_code == phonenumbers.country_code_for_region(region)
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


def _invalid(typed: str) -> Number:
    return Number(typed, None, Kind.INVALID, None, None, typed.strip())


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _find_numbers(piece: str, region: str) -> list[str]:
    """The numbers in a piece that may have words around it, or two numbers a blank apart."""
    if parse(piece, region).kind is not Kind.INVALID:
        return [piece]
    words = piece.split()
    if len(words) > 1 and all(parse(word, region).callable for word in words):
        return words
    runs = [run.strip() for run in RUN.findall(piece)]
    return [run for run in runs if parse(run, region).callable]
