"""Merge fields of text messages: what stands for what, and what is wrong with it. Pure.

A field is written in braces, by its name in either language: `{Tên khách hàng}`. Source: R298; a
customer as the recipient fills its own two, a contact its own two, and neither the other's.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, NamedTuple

from cti.text import fold

Recipient = Literal["customer", "contact"]
Why = Literal["unknown", "recipient", "empty"]
"""There is no such field; this kind of recipient has none; this one has it empty."""


class MergeField(StrEnum):
    """What can be filled in; the word before the dot says of which recipient."""

    CUSTOMER_NAME = "customer.name"
    CUSTOMER_NOTE = "customer.description"
    CONTACT_NAME = "contact.name"
    CONTACT_TITLE = "contact.title"


NAMES: dict[MergeField, tuple[str, str]] = {
    MergeField.CUSTOMER_NAME: ("Tên khách hàng", "Customer name"),
    MergeField.CUSTOMER_NOTE: ("Ghi chú khách hàng", "Customer note"),
    MergeField.CONTACT_NAME: ("Người liên hệ", "Contact name"),
    MergeField.CONTACT_TITLE: ("Chức vụ", "Job title"),
}
"""How a field is written in a text, in Vietnamese and in English."""

BY_NAME = {fold(name): field for field, names in NAMES.items() for name in names}

WRITTEN = re.compile(r"\{([^{}\n]{1,60})\}")


class Problem(NamedTuple):
    """A field, as it is written, that could not be filled."""

    field: str
    why: Why


class Filled(NamedTuple):
    """A text with its fields filled, and each field that was not, once."""

    text: str
    problems: tuple[Problem, ...]


def find_unknown(body: str) -> list[str]:
    """The fields of a text that there are not, as written."""
    written = dict.fromkeys(name.strip() for name in WRITTEN.findall(body))
    return [name for name in written if fold(name) not in BY_NAME]


def drop_fields(body: str) -> str:
    """The text without its fields: what every recipient gets at least."""
    return WRITTEN.sub("", body)


def fill(body: str, recipient: Recipient | None, values: Mapping[MergeField, str | None]) -> Filled:
    """The text as this recipient would read it.

    What can't be filled stays as it is written, so that nobody overlooks it; what is empty becomes
    nothing. Without a recipient only fields that there are not are problems.
    """
    problems: dict[Problem, None] = {}

    def replace(found: re.Match[str]) -> str:
        name = found[1].strip()
        field = BY_NAME.get(fold(name))
        if field is None:
            problems[Problem(name, "unknown")] = None
        elif recipient is not None and field.value.partition(".")[0] != recipient:
            problems[Problem(name, "recipient")] = None
        elif recipient is not None:
            value = values.get(field) or ""
            if not value:
                problems[Problem(name, "empty")] = None
            return value
        return found[0]

    return Filled(WRITTEN.sub(replace, body), tuple(problems))
