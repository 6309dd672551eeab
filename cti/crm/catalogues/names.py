"""Which pick lists there are. Pure. Source: requirements R023, R181, R215, R332, R334, R335."""

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
    CONTRACT_TYPE = "contract_type"


OF_WORK = frozenset({Catalogue.TRANSACTION_TYPE, Catalogue.CONTRACT_TYPE})
"""Pick lists of what is done with customers, which no customer has a value of."""

MARKS = {
    "makes_customer": Catalogue.TRANSACTION_TYPE,
    "renews": Catalogue.CONTRACT_TYPE,
}
"""What can be said of the values of one pick list alone: mark → the list."""


CUSTOMER_COLUMNS: dict[str, str] = {
    f"{catalogue.value}_id": catalogue.value
    for catalogue in Catalogue
    if catalogue not in OF_WORK | {Catalogue.CONTACT_SOURCE}
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
