"""What people sent, cleaned into what is stored. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from cti.crm.errors import NameMissingError, PhoneEmptyError, PhoneUnknownError
from cti.crm.rules import choose_primary
from cti.crm.shapes import PhoneForm
from cti.phones import LONGEST_TYPED, parse
from cti.text import clean, clean_code, clean_line, make_key

WIDTHS = {
    "name": 300,
    "code": 40,
    "title": 200,
    "email": 254,
    "website": 300,
    "label": 40,
    "tax_code": 40,
    "fax": 64,
    "province": 100,
    "facebook": 300,
    "utm_source": 200,
    "utm_medium": 200,
    "utm_campaign": 200,
    "utm_term": 200,
    "utm_content": 200,
}
"""Characters a column holds: composing (NFC) makes a few letters longer than they were sent."""

SEVERAL_LINES = frozenset({"address", "description", "office_address"})
NEVER_EMPTY = frozenset({"name", "code", "kind", "stage"})
CUSTOMER_FIELDS = ("name", "code", "kind", "stage", "address", "email", "website", "description")
CONTACT_FIELDS = ("name", "title", "email", "address", "description")


def take_fields(form: BaseModel, fields: Sequence[str]) -> dict[str, Any]:
    """Those of the fields that were sent, cleaned; a name comes with its search key.

    A text of which nothing is left is null. Raises NameMissingError when that is the name.
    """
    sent = {field: getattr(form, field) for field in fields if field in form.model_fields_set}
    values: dict[str, Any] = {
        field: clean_field(field, value) if isinstance(value, str) else value
        for field, value in sent.items()
    }
    for field in NEVER_EMPTY & values.keys():
        if values[field] is None:
            if field == "name":
                raise NameMissingError
            del values[field]  # null: left as it is
    if name := values.get("name"):
        values["name_key"] = make_key(name)
    return values


def clean_field(field: str, value: str | None) -> str | None:
    """One field's text as it is stored, None when nothing is left of it."""
    if value is None:
        return None
    text = clean(value) if field in SEVERAL_LINES else clean_line(value)
    if field == "email":
        text = text.lower()
    elif field == "code":
        text = clean_code(text)
    return text[: WIDTHS.get(field)] or None


def make_phones(
    forms: Sequence[PhoneForm], stored: Sequence[Mapping[str, Any]], region: str
) -> list[dict[str, Any]]:
    """The rows that become the contact's phones, in order, one of them primary.

    A number that does not parse is kept with `e164` null: it can't be called or matched (R007).
    Raises PhoneEmptyError, and PhoneUnknownError for an id that is not among `stored`.
    """
    before = {row["id"]: row for row in stored}
    ids = [form.id for form in forms if form.id is not None]
    unknown = [phone_id for phone_id in ids if phone_id not in before]
    if unknown or len(set(ids)) < len(ids):
        raise PhoneUnknownError(ids=unknown or ids)
    kept = next(
        (at for at, form in enumerate(forms) if form.id and before[form.id]["is_primary"]), None
    )
    primary = choose_primary([form.is_primary for form in forms], kept)
    return [_make_phone(form, region, primary=at == primary) for at, form in enumerate(forms)]


def show_phones(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The numbers as the history shows them."""
    return [str(row["typed"]) for row in rows]


def _make_phone(form: PhoneForm, region: str, *, primary: bool) -> dict[str, Any]:
    typed = clean_line(form.typed)[:LONGEST_TYPED]
    if not typed:
        raise PhoneEmptyError
    return {
        "id": form.id,
        "typed": typed,
        "e164": parse(typed, region).e164,
        "label": clean_field("label", form.label),
        "is_primary": primary,
    }
