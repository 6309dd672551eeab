"""By what two customers are the same: nine criteria, one key for each. Pure (R121, R125).

Two records are duplicates by a criterion when they share a key. Keys do not depend on how
something was typed: case, diacritics, blanks, separators and the ways to write a number.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cti.phones import parse
from cti.text import clean_code, clean_line, fold, make_key

NOT_WORD = re.compile(r"[\W_]+")
KEY_LENGTH = 40
DIGEST_BYTES = 16


class Criterion(StrEnum):
    """What is compared, in the order in which it is told."""

    NAME = "name"
    CODE = "code"
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    TAX_CODE = "tax_code"
    OFFICE_ADDRESS = "office_address"
    DESCRIPTION = "description"
    BIRTHDAY = "birthday"


class Severity(StrEnum):
    """What happens when it is found (R124)."""

    OFF = "off"
    WARN = "warn"
    BLOCK = "block"


Rules = Mapping[Criterion, Severity]
Keys = Mapping[Criterion, frozenset[str]]

DEFAULT_RULES: Rules = {
    criterion: Severity.WARN
    if criterion in {Criterion.EMAIL, Criterion.PHONE, Criterion.TAX_CODE}
    else Severity.OFF
    for criterion in Criterion
}
"""R123 warns of phone and e-mail; nothing blocks until an admin says so."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What of a customer is compared; what is empty is not."""

    name: str | None = None
    code: str | None = None
    emails: tuple[str | None, ...] = ()  # the customer's and its contacts'
    phones: tuple[str | None, ...] = ()  # E.164, over all contacts
    fax: str | None = None
    tax_code: str | None = None
    office_address: str | None = None
    description: str | None = None
    birthday: date | None = None
    company: str | None = None  # a new company, made together with it


def make_keys(candidate: Candidate, region: str) -> dict[Criterion, frozenset[str]]:
    """The keys of a customer by criterion; a criterion with nothing to compare has none."""
    found: dict[Criterion, set[str | None]] = {
        Criterion.NAME: {make_key(candidate.name or ""), make_key(candidate.company or "")},
        Criterion.CODE: {clean_code(candidate.code or "")},
        Criterion.EMAIL: {clean_line(email or "").lower() for email in candidate.emails},
        Criterion.PHONE: set(candidate.phones),
        Criterion.FAX: {make_fax_key(candidate.fax, region)},
        Criterion.TAX_CODE: {make_tax_key(candidate.tax_code)},
        Criterion.OFFICE_ADDRESS: {make_digest(candidate.office_address)},
        Criterion.DESCRIPTION: {make_digest(candidate.description)},
        Criterion.BIRTHDAY: {candidate.birthday.isoformat() if candidate.birthday else None},
    }
    kept = {criterion: frozenset(key for key in keys if key) for criterion, keys in found.items()}
    return {criterion: keys for criterion, keys in kept.items() if keys}


def make_stored_keys(values: Mapping[str, object], region: str) -> dict[str, str | None]:
    """The key columns of a customer that follow from those of its columns that are written."""
    made: dict[str, str | None] = {}
    if "tax_code" in values:
        made["tax_key"] = make_tax_key(_text(values["tax_code"]))
    if "fax" in values:
        made["fax_key"] = make_fax_key(_text(values["fax"]), region)
    if "office_address" in values:
        made["office_key"] = make_digest(_text(values["office_address"]))
    if "description" in values:
        made["description_key"] = make_digest(_text(values["description"]))
    return made


def make_tax_key(typed: str | None) -> str | None:
    """Letters and digits only: 0101234567-001 and 0101234567 001 are the same."""
    return NOT_WORD.sub("", fold(typed or ""))[:KEY_LENGTH] or None


def make_fax_key(typed: str | None, region: str) -> str | None:
    """The number as a telephone's, or what digits and letters there are."""
    if not typed:
        return None
    return parse(typed, region).e164 or make_tax_key(typed)


def make_digest(typed: str | None) -> str | None:
    """A digest of the words, whatever is between them: texts are too long to be keys."""
    words = NOT_WORD.sub(" ", fold(typed or "")).strip()
    if not words:
        return None
    return hashlib.blake2b(words.encode(), digest_size=DIGEST_BYTES).hexdigest()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
