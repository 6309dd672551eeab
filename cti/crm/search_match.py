"""Where contacts and customers are found by what was asked for, and what holds of one that is.

Trigrams only say where to look: every row that they name is compared itself. So the answers are
the same on both databases, and without the trigrams (see migration 0003), only later.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union_all,
)

from cti.crm.search_asked import SHORT_WORD, Asked, cut_grams
from cti.schema import contacts, customers, phones

LAST_LETTER = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)

MOST_GRAMS = 24
"""Enough to find by; what they let through is compared in any case."""

QUEUE = table("search_queue", column("kind", String), column("row", Integer))

# Letter by letter as migration 0003 has it, or PostgreSQL does not know its index again.
SPACE: ColumnElement[str] = literal_column("' '")
DIGITS: ColumnElement[str] = literal_column(
    "coalesce(substr(phones.e164, 2), replace(replace(replace(replace(replace("
    "phones.typed,' ',''),'.',''),'-',''),'(',''),')',''))"
)


ALL = frozenset({"contact", "customer"})
"""Whose information is searched: that of contacts, that of customers themselves (R130, R131)."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is listed: how ids of it are selected by a contact, a customer, a phone."""

    by_contact: Select[Any]
    by_customer: Select[Any]
    by_phone: Select[Any]


CONTACTS = Sought(
    select(contacts.c.id),
    select(contacts.c.id).join(customers, customers.c.id == contacts.c.customer_id),
    select(phones.c.contact_id),
)
CUSTOMERS = Sought(
    select(contacts.c.customer_id).where(contacts.c.deleted_at.is_(None)),
    select(customers.c.id),
    select(contacts.c.customer_id)
    .join(phones, phones.c.contact_id == contacts.c.id)
    .where(contacts.c.deleted_at.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find what is sought: by the entries of an index, which are keys of their rows."""

    entries: Select[Any]
    ids: Select[Any]
    key: ColumnElement[int]

    def count(self, limit: int) -> ScalarSelect[int]:
        """How many entries there are, counted up to `limit`."""
        return (
            select(func.count()).select_from(self.entries.limit(limit).subquery()).scalar_subquery()
        )

    def found(self, limit: int) -> Select[Any]:
        """Ids of what is sought by the first `limit` entries."""
        return self.ids.where(self.key.in_(self.entries.limit(limit)))

    def found_all(self) -> Select[Any]:
        """Ids of what is sought by every entry."""
        return self.ids.where(self.key.in_(self.entries))


def list_ways(
    asked: Asked, *, grams: bool, sought: Sought = CONTACTS, within: AbstractSet[str] = ALL
) -> Iterator[Way]:
    """Every way to find what is asked for; `grams` when SQLite's trigram tables are there."""
    if "contact" in within:
        yield from _list_contact_ways(asked, sought, grams=grams)
    if "customer" in within:
        yield from _list_customer_ways(asked, sought, grams=grams)


def _list_contact_ways(asked: Asked, sought: Sought, *, grams: bool) -> Iterator[Way]:
    if asked.words:
        names = _has_words(contacts, asked.words)
        needles = _pad(asked.words)
        entries = _entries("search_contact_names", contacts.c.id, names, needles, grams=grams)
        yield _way(entries, sought.by_contact, contacts.c.id, names)
    if asked.email:
        holds = contacts.c.email.contains(asked.email, autoescape=True)
        entries = _entries("search_emails", contacts.c.id, holds, [asked.email], grams=grams)
        yield _way(entries, sought.by_contact, contacts.c.id, holds)
    if asked.number:
        by_number = select(phones.c.id).where(phones.c.e164 == asked.number)
        yield Way(by_number, sought.by_phone, phones.c.id)
    for piece in asked.digits:
        holds = DIGITS.contains(piece, autoescape=True)
        entries = _entries("search_numbers", phones.c.id, holds, [piece], grams=grams)
        yield _way(entries, sought.by_phone, phones.c.id, holds)


def _list_customer_ways(asked: Asked, sought: Sought, *, grams: bool) -> Iterator[Way]:
    customer_id = customers.c.id
    if asked.words:
        names = _has_words(customers, asked.words)
        needles = _pad(asked.words)
        entries = _entries("search_customer_names", customer_id, names, needles, grams=grams)
        yield _way(entries, sought.by_customer, customer_id, names)
    for holds in _name_customer(asked):
        yield Way(select(customer_id).where(holds), sought.by_customer, customer_id)


def _name_customer(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """What a customer's own code, tax code or e-mail address says, by their indexes."""
    if asked.code:
        yield _begins(customers.c.code, asked.code, whole=not asked.is_code_like)
    if asked.tax:
        yield _begins(customers.c.tax_key, asked.tax, whole=not asked.is_code_like)
    if asked.email:
        yield _begins(customers.c.email, asked.email, whole=False)


def _begins(column: ColumnElement[Any], text: str, *, whole: bool) -> ColumnElement[bool]:
    """Said as a range, which an index answers; LIKE is not, on a SQLite without its pragma."""
    if whole:
        return column == text
    following = min(ord(text[-1]) + 1, LAST_LETTER)
    if following in SURROGATES:  # which no database takes
        following = SURROGATES.stop
    return and_(column >= text, column < text[:-1] + chr(following))


def fits(asked: Asked) -> ColumnElement[bool]:
    """The same as a condition on a contact and its customer, for rows that are there anyway."""
    ways = [*_fit_contact(asked), *_fit_customer(asked)]
    return or_(*ways) if ways else false()


def fits_customer(asked: Asked, within: AbstractSet[str]) -> ColumnElement[bool]:
    """The same as a condition on a customer, found by any of its contacts."""
    ways = list(_fit_customer(asked)) if "customer" in within else []
    of_contact = list(_fit_contact(asked)) if "contact" in within else []
    if of_contact:
        mine = select(contacts.c.id).where(
            contacts.c.customer_id == customers.c.id,
            contacts.c.deleted_at.is_(None),
            or_(*of_contact),
        )
        ways.append(mine.correlate(customers).exists())
    return or_(*ways) if ways else false()


def _fit_contact(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.words:
        yield _has_words(contacts, asked.words)
    if asked.email:
        yield contacts.c.email.contains(asked.email, autoescape=True)
    numbers = [DIGITS.contains(piece, autoescape=True) for piece in asked.digits]
    if asked.number:
        numbers.append(phones.c.e164 == asked.number)
    if numbers:
        mine = select(phones.c.id).where(phones.c.contact_id == contacts.c.id, or_(*numbers))
        yield mine.correlate(contacts).exists()


def _fit_customer(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.words:
        yield _has_words(customers, asked.words)
    yield from _name_customer(asked)


def has_marks(asked: Asked) -> ColumnElement[bool] | None:
    """Whether the name has the words with the diacritics that were typed; None if none were.

    Neither database knows capitals with marks alike, so a word is tried as typed, in small
    letters, in capitals, and with a capital first.
    """
    if not asked.marked:
        return None
    return or_(*(has_marked(name, asked.marked) for name in (contacts.c.name, customers.c.name)))


def has_marked(name: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    """Whether one name has all of them."""
    return and_(
        *(
            or_(
                *(
                    func.replace(name, form, "") != name
                    for form in sorted({word, word.lower(), word.upper(), word.capitalize()})
                )
            )
            for word in words
        )
    )


def _has_words(of: Any, words: Iterable[str]) -> ColumnElement[bool]:  # noqa: ANN401 - a table with `name_key`
    text: ColumnElement[str] = SPACE.op("||")(of.c.name_key)
    return and_(*(text.contains(_needle(word), autoescape=True) for word in words))


def _pad(words: Iterable[str]) -> list[str]:
    """Before each word are two blanks, so that its first letter alone has a trigram."""
    return [word.rjust(3) for word in words]


def _needle(word: str) -> str:
    return f" {word}" if len(word) <= SHORT_WORD else word


def make_way(
    index: str,
    key: ColumnElement[int],
    holds: ColumnElement[bool],
    pieces: Iterable[str],
    ids: Select[Any],
    *,
    grams: bool,
) -> Way:
    """By one condition: rows that have all of the pieces, anywhere in the text of the index."""
    return _way(_entries(index, key, holds, pieces, grams=grams), ids, key, holds)


def _way(
    entries: Select[Any],
    ids: Select[Any],
    key: ColumnElement[int],
    holds: ColumnElement[bool],
) -> Way:
    """Trigrams name rows that may fit; a condition's own entries do."""
    looked_up = entries.get_final_froms()[0] is not key.table
    return Way(entries, ids.where(holds) if looked_up else ids, key)


def _entries(
    name: str,
    key: ColumnElement[int],
    holds: ColumnElement[bool],
    needles: Iterable[str],
    *,
    grams: bool,
) -> Select[Any]:
    if not grams:
        return select(key).where(holds)
    found = list(dict.fromkeys(gram for needle in needles for gram in cut_grams(needle)))
    if not found:  # an address of one or two characters: there is nothing to look it up by
        return select(key).where(holds)
    quoted = ('"{}"'.format(gram.replace('"', '""')) for gram in found[:MOST_GRAMS])
    words = literal(" AND ".join(quoted))
    index = table(name, column("rowid"))
    matches: ColumnElement[bool] = literal_column(name).op("MATCH", is_comparison=True)(words)
    # Rows too new for the index are looked at each; see migration 0003.
    queued = select(QUEUE.c.row).where(QUEUE.c.kind == key.table.name)
    looked_up = union_all(select(index.c.rowid.label("key")).where(matches), queued).subquery()
    return select(looked_up.c.key)
