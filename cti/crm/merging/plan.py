"""Which of two customers' values the merged one gets. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cti.crm.merging.errors import MergeFieldError

Side = Literal["kept", "gone"]
Value = object

GROUPS: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_key"),
    "kind": ("kind",),
    "stage": ("stage",),
    "owner": ("owner_id",),
    "source": ("source_id",),
    "group": ("group_id",),
    "relationship": ("relationship_id",),
    "size": ("size_id",),
    "sector": ("sector_id",),
    "tax_code": ("tax_code", "tax_key"),
    "email": ("email",),
    "website": ("website",),
    "fax": ("fax", "fax_key"),
    "birthday": ("birthday",),
    "address": ("address",),
    "office_address": ("office_address", "office_key"),
    "province": ("province",),
    "description": ("description", "description_key"),
    "referrer": ("referrer_customer_id", "referrer_user_id"),
    "last_contact_at": ("last_contact_at",),
}
"""Field → the columns that go together. The code is not among them: it stays the kept one's."""

TIMES = {"last_contact_at": datetime.fromisoformat, "birthday": date.fromisoformat}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which the two differ, and whose value is taken."""

    field: str
    kept: Value
    gone: Value
    taken: Side


def choose(
    kept: Mapping[str, Value], gone: Mapping[str, Value], wanted: Mapping[str, Side]
) -> list[Choice]:
    """The fields in which two customers differ; `wanted` decides, else the kept one's if filled.

    `kept` and `gone` are field → value, of the same fields. Raises MergeFieldError.
    """
    if unknown := sorted(wanted.keys() - kept.keys()):
        raise MergeFieldError(fields=unknown)
    return [
        Choice(
            field,
            mine,
            gone[field],
            wanted.get(field, "gone" if is_empty(mine) else "kept"),
        )
        for field, mine in kept.items()
        if mine != gone[field]
    ]


def is_empty(value: Value) -> bool:
    """Nothing is there: null, or as many nulls as the field has columns."""
    if isinstance(value, tuple | list):
        return not any(part is not None for part in value)
    return value in (None, "")


def pick(row: Mapping[str, Value]) -> dict[str, Value]:
    """A customer's row by field, the columns of each as a tuple."""
    return {field: tuple(row[name] for name in columns) for field, columns in GROUPS.items()}


def pack(columns: Mapping[str, Value]) -> dict[str, Value]:
    """Columns as JSON holds them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in columns.items()
    }


def unpack(columns: Mapping[str, Value]) -> dict[str, Value]:
    """The same back."""
    return {
        name: TIMES[name](value) if name in TIMES and isinstance(value, str) else value
        for name, value in columns.items()
    }
