"""By what a row is known: what it is matched by, and its keys of duplicates. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from cti.crm.duplicates.keys import Criterion, Keys
from cti.crm.importing.context import Context
from cti.crm.importing.plan import Plan

IDENTITY_BYTES = 8
PHONES = "contact.phones"
STORED_KEYS = {
    Criterion.NAME: "name_key",
    Criterion.CODE: "code",
    Criterion.FAX: "fax_key",
    Criterion.TAX_CODE: "tax_key",
    Criterion.OFFICE_ADDRESS: "office_key",
    Criterion.DESCRIPTION: "description_key",
}


def make_identities(values: Mapping[str, Sequence[str]]) -> tuple[int, ...]:
    """Stable numbers made of what a row is matched by; none when that is nothing.

    One for each of its phone numbers, if those count: rows that share one mean the same customer.
    """
    if not values:
        return ()
    numbers = dict.fromkeys(values.get(PHONES, ("",)))
    return tuple(_make_identity({**values, PHONES: [one]}) for one in numbers)


def _make_identity(values: Mapping[str, Sequence[str]]) -> int:
    said = "\n".join(f"{key}={one[0]}" for key, one in values.items())
    digest = hashlib.blake2b(said.encode(), digest_size=IDENTITY_BYTES).digest()
    return int.from_bytes(digest, signed=True)


def find_key_values(context: Context, plan: Plan) -> dict[str, list[str]]:
    """What the row is matched by: field → values as they are compared. Empty: by nothing."""
    found: dict[str, list[str]] = {}
    for key in context.key:
        if not (values := [one for one in _compare(key, plan) if one]):
            return {}
        found[key] = values
    return found


def make_row_keys(context: Context, plan: Plan, values: Mapping[str, Any] | None = None) -> Keys:
    """The row's keys of duplicates, by the criteria that count; of an edit, those of `values`.

    As cti.crm.duplicates.keys makes them of a form, out of what the plan has worked out already.
    """
    customer: Mapping[str, Any] = plan.customer if values is None else values
    found: dict[Criterion, frozenset[str]] = {}
    for criterion in context.criteria:
        if criterion is Criterion.PHONE:
            keys = [one.e164 for one in plan.numbers]
        elif criterion is Criterion.EMAIL:
            people = (plan.contact, *(one.contact for one in plan.others.values()))
            keys = [customer.get("email"), *(one.get("email") for one in people)]
        elif criterion is Criterion.BIRTHDAY:
            day = customer.get("birthday")
            keys = [day.isoformat() if day else None]
        else:
            keys = [customer.get(STORED_KEYS[criterion])]
        if kept := frozenset(key for key in keys if key):
            found[criterion] = kept
    return found


def _compare(key: str, plan: Plan) -> list[str | None]:
    if key == PHONES:
        return [number.e164 for number in plan.phones]
    if key.startswith("contact."):
        return [plan.contact.get("name_key" if key == "contact.name" else "email")]
    if key == "birthday":
        day = plan.customer.get("birthday")
        return [day.isoformat() if day else None]
    columns = {"name": "name_key", "tax_code": "tax_key", "fax": "fax_key"}
    value = plan.customer.get(columns.get(key, key))
    return [str(value) if value else None]
