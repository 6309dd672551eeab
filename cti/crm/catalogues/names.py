"""Which pick lists there are. Pure. Source: requirements R023, R181, R332, R334, R335."""

import re
from enum import StrEnum

from cti.text import clean_line

OPTIONS_OF = re.compile(r"field\.([1-9][0-9]{0,15})")
KEY_LENGTH = 300


class Catalogue(StrEnum):
    """The pick lists that every directory has; a field of one's own adds one for its options."""

    SIZE = "size"
    SECTOR = "sector"
    CONTACT_SOURCE = "contact_source"
    SOURCE = "source"
    GROUP = "group"
    RELATIONSHIP = "relationship"
    TRANSACTION_TYPE = "transaction_type"


CUSTOMER_COLUMNS: dict[str, str] = {
    f"{catalogue.value}_id": catalogue.value
    for catalogue in Catalogue
    if catalogue not in {Catalogue.CONTACT_SOURCE, Catalogue.TRANSACTION_TYPE}
}
"""Columns of customers that hold a value of a catalogue → the catalogue."""

CONTACT_COLUMNS: dict[str, str] = {"source_id": Catalogue.CONTACT_SOURCE.value}
"""The same of contacts."""


def name_options(field_id: int) -> str:
    """The catalogue that holds the options of a field of one's own."""
    return f"field.{field_id}"


def find_field_id(catalogue: str) -> int | None:
    """Whose options a catalogue holds; None for one that every directory has."""
    found = OPTIONS_OF.fullmatch(catalogue)
    return None if found is None else int(found[1])


def make_label_key(label: str) -> str:
    """What two labels of one catalogue may not share: the text without regard to case."""
    return clean_line(label).casefold()[:KEY_LENGTH]
