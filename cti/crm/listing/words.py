"""What is typed into the list's search box, as a condition on customers (R130, R131)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, union

from cti.crm.listing.conditions import Condition
from cti.crm.listing.query import Scope
from cti.crm.search.asked import Asked, read_query
from cti.crm.search.match import (
    ALL,
    CUSTOMERS,
    NO_NAMES,
    Way,
    fits_customer,
    has_marked,
    has_piece,
    list_ways,
    make_way,
)
from cti.crm.search.sample import Names
from cti.schema import contacts, customers, phones
from cti.text import fold

CONTAINED: dict[str, tuple[str, Any, Select[Any]]] = {
    "name": ("search_customer_names", customers.c.name_key, CUSTOMERS.by_customer),
    "contact.name": ("search_contact_names", contacts.c.name_key, CUSTOMERS.by_contact),
    "contact.email": ("search_emails", contacts.c.email, CUSTOMERS.by_contact),
    "contact.phones": ("search_numbers", phones.c.e164, CUSTOMERS.by_phone),
}
"""Fields of which pieces are found by trigrams: the index, the column, what is selected by it."""

WITHIN = {"all": ALL, "contact": frozenset({"contact"}), "customer": frozenset({"customer"})}


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: the condition, the ways to find it, and whose names have it as typed."""

    holds: ColumnElement[bool]
    ways: tuple[Way, ...]
    first: ColumnElement[bool] | None


def read_words(
    q: str, scope: Scope, region: str, *, grams: bool, names: Names = NO_NAMES
) -> Words | None:
    """What a text asks for; None when nothing is left of it.

    `region` is the country of numbers typed without a country code, `grams` says that SQLite's
    trigram tables are there, and by `names`, some of those that there are, is found sooner.
    """
    asked = read_query(q, region)
    if asked is None:
        return None
    within = WITHIN[scope]
    found = list_ways(asked, grams=grams, sought=CUSTOMERS, within=within, names=names)
    return Words(fits_customer(asked, within), tuple(found), _find_marked(asked.marked, scope))


def _find_marked(marked: tuple[str, ...], scope: Scope) -> ColumnElement[bool] | None:
    if not marked:
        return None
    parts = []
    if scope != "contact":
        parts.append(has_marked(customers.c.name, marked))
    if scope != "customer":
        mine = select(contacts.c.id).where(
            contacts.c.customer_id == customers.c.id,
            contacts.c.deleted_at.is_(None),
            has_marked(contacts.c.name, marked),
        )
        parts.append(exists(mine.correlate(customers)))
    return or_(*parts)


def find_containing(field: str, text: str, region: str, *, grams: bool) -> Condition | None:
    """The condition that one of CONTAINED has this piece; None when nothing is left of it.

    Names are compared without diacritics, numbers in any format.
    """
    if field == "contact.phones":
        asked = read_query(text, region)
        if asked is None or not (asked.number or asked.digits):
            return None
        asked = Asked(number=asked.number, digits=asked.digits)
        ways = list(list_ways(asked, grams=grams, sought=CUSTOMERS))
        entries = union(*(way.found_all() for way in ways))
        return Condition(fits_customer(asked, ALL), select(entries.subquery()))
    piece = text.lower() if field == "contact.email" else fold(text)
    if not piece:
        return None
    index, column, sought = CONTAINED[field]
    holds = has_piece(column, piece)
    way = make_way(index, column.table.c.id, holds, piece.split(), sought, grams=grams)
    if column.table is contacts:
        here = select(contacts.c.id).where(
            contacts.c.customer_id == customers.c.id, contacts.c.deleted_at.is_(None), holds
        )
        holds = here.correlate(customers).exists()
    return Condition(holds, way.found_all())
