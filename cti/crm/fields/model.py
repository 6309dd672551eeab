"""What fields a customer has, and what fits into them. Pure.

Forms, filters, import and export are made of this list. Source: requirements R025, R027, R055,
R084, R330, R331.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from cti.crm.fields.errors import FieldsRequiredError, FieldValueError
from cti.text import clean, fold

Raw = str | int | float | Sequence[str | int] | None
"""A value as it is sent: an option by its id or its exact label, a date as YYYY-MM-DD."""

LONGEST_TEXT = 2000
LARGEST_NUMBER = 1e15
KEY_LENGTH = 60
MOST_CHOICES = 200


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    USER = "user"  # standard fields only, as the two below
    TIME = "time"
    PHONES = "phones"


@dataclass(frozen=True, slots=True)
class Standard:
    """A field that every directory has. `column` is where it is stored, None elsewhere."""

    key: str
    kind: FieldKind = FieldKind.TEXT
    of: Literal["customer", "contact"] = "customer"
    column: str | None = None
    catalogue: str | None = None
    only: Literal["organisation", "person"] | None = None  # the kind of customer that has it
    can_require: bool = True
    can_edit: bool = True


STANDARD: tuple[Standard, ...] = (
    Standard("code", column="code", can_require=False),
    Standard("name", column="name", can_require=False),
    Standard("kind", FieldKind.CHOICE, column="kind", can_require=False),
    Standard("stage", FieldKind.CHOICE, column="stage", can_require=False),
    Standard("owner", FieldKind.USER, column="owner_id", can_require=False),
    Standard("source", FieldKind.CHOICE, column="source_id", catalogue="source"),
    Standard("group", FieldKind.CHOICE, column="group_id", catalogue="group"),
    Standard("relationship", FieldKind.CHOICE, column="relationship_id", catalogue="relationship"),
    Standard("size", FieldKind.CHOICE, column="size_id", catalogue="size", only="organisation"),
    Standard(
        "sector", FieldKind.CHOICE, column="sector_id", catalogue="sector", only="organisation"
    ),
    Standard("tax_code", column="tax_code"),
    Standard("email", column="email"),
    Standard("website", column="website"),
    Standard("fax", column="fax"),
    Standard("birthday", FieldKind.DATE, column="birthday"),
    Standard("address", column="address"),
    Standard("office_address", column="office_address"),
    Standard("province", column="province"),
    Standard("description", column="description"),
    Standard("referrer"),
    Standard("created_at", FieldKind.TIME, column="created_at", can_require=False, can_edit=False),
    Standard("updated_at", FieldKind.TIME, column="updated_at", can_require=False, can_edit=False),
    Standard(
        "last_contact_at", FieldKind.TIME, column="last_contact_at", can_require=False,
        can_edit=False,
    ),
    Standard("contact.name", of="contact", column="name", can_require=False),
    Standard("contact.phones", FieldKind.PHONES, of="contact"),
    Standard("contact.email", of="contact", column="email"),
    Standard("contact.title", of="contact", column="title"),
    Standard("contact.address", of="contact", column="address"),
    Standard("contact.description", of="contact", column="description"),
    Standard(
        "contact.source", FieldKind.CHOICE, of="contact", column="source_id",
        catalogue="contact_source",
    ),
    Standard("contact.facebook", of="contact", column="facebook"),
    Standard("contact.utm_source", of="contact", column="utm_source", can_require=False),
    Standard("contact.utm_medium", of="contact", column="utm_medium", can_require=False),
    Standard("contact.utm_campaign", of="contact", column="utm_campaign", can_require=False),
    Standard("contact.utm_term", of="contact", column="utm_term", can_require=False),
    Standard("contact.utm_content", of="contact", column="utm_content", can_require=False),
)  # fmt: skip

BY_KEY = {one.key: one for one in STANDARD}


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that an admin added. `options` is id → label, in order, of those with choices."""

    id: int
    key: str
    label: str
    kind: FieldKind
    required: bool
    options: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of custom_values: the value in the column of its kind."""

    text: str | None = None
    number: float | None = None
    day: date | None = None
    option_id: int | None = None


def read_cells(one: CustomField, raw: Raw) -> list[Cell]:
    """What is stored of a value that was sent; none for null, blank or an empty list.

    An option fits by its id or by its label, letter by letter (R084). Raises FieldValueError.
    """
    if raw is None or raw == "" or (isinstance(raw, str) and not raw.strip()):
        return []
    match one.kind:
        case FieldKind.TEXT:
            return _read_text(one, raw)
        case FieldKind.NUMBER:
            return [Cell(number=_read_number(one, raw))]
        case FieldKind.DATE:
            return [Cell(day=_read_day(one, raw))]
        case FieldKind.CHOICE:
            return [Cell(option_id=_read_option(one, raw))]
        case _:
            many = list(raw) if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
            if len(many) > MOST_CHOICES:
                raise _misfit(one, "too_long")
            ids = dict.fromkeys(_read_option(one, option) for option in many)
            return [Cell(option_id=option_id) for option_id in ids]


def show_cells(one: CustomField, cells: Sequence[Cell]) -> object:
    """The value as it is sent out: text, number, YYYY-MM-DD, an option's id, a list of ids."""
    if one.kind is FieldKind.CHOICES:
        ids = {cell.option_id for cell in cells}
        return [option for option in one.options if option in ids]
    if not cells:
        return None
    (cell,) = cells[:1]
    if one.kind is FieldKind.DATE:
        return None if cell.day is None else cell.day.isoformat()
    return {
        FieldKind.TEXT: cell.text,
        FieldKind.NUMBER: cell.number,
        FieldKind.CHOICE: cell.option_id,
    }[one.kind]


def tell_cells(one: CustomField, cells: Sequence[Cell]) -> object:
    """The value as history tells it: options by their labels."""
    shown = show_cells(one, cells)
    if one.kind is FieldKind.CHOICE and isinstance(shown, int):
        return one.options.get(shown)
    if isinstance(shown, list):
        return [one.options.get(option) for option in shown]
    return shown


def make_key(label: str, taken: frozenset[str]) -> str:
    """The key of a new field: its label in plain letters, numbered if another has it."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(label))
    base = "_".join(words.split())[:KEY_LENGTH].rstrip("_") or "field"
    number = 1
    while (key := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return key


def check_filled(
    required: frozenset[str],
    kind: str,
    values: Mapping[str, object],
    of: Literal["customer", "contact"],
    *,
    only_sent: bool,
) -> None:
    """Every required field of the customer or contact has a value, or FieldsRequiredError.

    `values` is key → value. With `only_sent`, for an edit, fields that are not in it are left
    alone: a record from before the rule is not locked by it, but no field can be emptied.
    """
    wanted = [
        one.key
        for one in STANDARD
        if one.key in required
        and one.of == of
        and one.only in (None, kind)
        and not (only_sent and one.key not in values)
    ]
    if missing := [key for key in wanted if values.get(key) in (None, "", [])]:
        raise FieldsRequiredError(fields=missing)


def _read_text(one: CustomField, raw: Raw) -> list[Cell]:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _misfit(one, "not_text")
    text = clean(str(raw))
    if len(text) > LONGEST_TEXT:
        raise _misfit(one, "too_long")
    return [Cell(text=text)] if text else []


def _read_number(one: CustomField, raw: Raw) -> float:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _misfit(one, "not_number")
    try:
        number = float(raw)
    except (ValueError, OverflowError) as error:
        raise _misfit(one, "not_number") from error
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise _misfit(one, "not_number")
    return number


def _read_day(one: CustomField, raw: Raw) -> date:
    try:
        return date.fromisoformat(raw.strip() if isinstance(raw, str) else "")
    except ValueError as error:
        raise _misfit(one, "not_date") from error


def _read_option(one: CustomField, raw: object) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw in one.options:
        return raw
    for option_id, label in one.options.items():
        if raw == label:
            return option_id
    raise _misfit(one, "not_option")


def _misfit(one: CustomField, why: str) -> FieldValueError:
    return FieldValueError(
        field=one.key, label=one.label, why=why, options=list(one.options.values())
    )
