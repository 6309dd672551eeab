"""What a column of an export shows of a customer and of one of their contacts. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cti.crm.fields.model import BY_KEY, Cell, CustomField, FieldKind, show_cells, tell_cells
from cti.phones import display
from cti.sheet_writing import Value

CUSTOM = "custom."
COMPANY = "contact.company"
CONTACT_TIMES = {"contact.created_at": "created_at", "contact.updated_at": "updated_at"}


@dataclass(frozen=True, slots=True)
class Record:
    """A row to come: the customer's columns, a contact's, and what hangs on them."""

    customer: Mapping[str, Any]
    contact: Mapping[str, Any]  # empty: there is none
    phones: Sequence[Mapping[str, Any]] = ()
    supporters: Sequence[str] = ()
    cells: Mapping[int, list[Cell]] = field(default_factory=dict)
    company: str | None = None  # where the contact works
    referrer: str | None = None


Show = Callable[[Record], Value]


def find_show(
    key: str,
    own: Mapping[str, CustomField],
    labels: Mapping[int, str],
    words: Mapping[str, str],
    zone: ZoneInfo,
) -> Show | None:
    """What makes the cell of a column; None when there is no such field.

    `own` is key → field, `labels` id of a value → label, `words` what kinds and stages are called.
    """
    if key.startswith(CUSTOM):
        one = own.get(key.removeprefix(CUSTOM))
        return None if one is None else lambda record: _show_custom(one, record)
    if key in SPECIAL:
        return SPECIAL[key]
    if (time := CONTACT_TIMES.get(key)) is not None:
        return lambda record: _show(record.contact.get(time), {}, zone)
    standard = BY_KEY.get(key)
    if standard is None:
        return None
    column = standard.column or ""
    if key in {"kind", "stage"}:
        return lambda record: words.get(f"{key}.{record.customer[column]}", record.customer[column])
    of_contact = standard.of == "contact"
    return lambda record: _show(
        (record.contact if of_contact else record.customer).get(column),
        labels if standard.kind is FieldKind.CHOICE else {},
        zone,
    )


def _show(value: object, labels: Mapping[int, str], zone: ZoneInfo) -> Value:
    if isinstance(value, int) and labels:
        return labels.get(value)
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)


def _show_phones(record: Record) -> str:
    """As they are read here, so that the leading zero is there: the primary one first."""
    ordered = sorted(record.phones, key=lambda phone: not phone["is_primary"])
    return ", ".join(
        display(phone["e164"]) if phone["e164"] else str(phone["typed"]) for phone in ordered
    )


def _show_custom(one: CustomField, record: Record) -> Value:
    cells = record.cells.get(one.id, [])
    if one.kind is FieldKind.DATE:
        return cells[0].day if cells else None
    if one.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        told = tell_cells(one, cells)
        return ", ".join(str(label) for label in told) if isinstance(told, list) else _text(told)
    shown = show_cells(one, cells)
    return shown if isinstance(shown, float) else _text(shown)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


SPECIAL: dict[str, Show] = {
    "supporters": lambda record: ", ".join(record.supporters),
    "owner": lambda record: record.customer["owner_name"],
    "owner.extension": lambda record: record.customer["owner_extension"],
    "contact.phones": _show_phones,
    COMPANY: lambda record: record.company,
    "referrer": lambda record: record.referrer,
}
"""Fields that are no column of the row, and what is exported besides those of GET /fields."""
