"""Where contacts are found by what was asked for, and what holds of one that is.

Trigrams only say where to look: every row that they name is compared itself. So the answers are
the same on both databases, and without the trigrams (see migration 0003), only later.
"""

from collections.abc import Iterable, Iterator
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

MOST_GRAMS = 24
"""Enough to find by; what they let through is compared in any case."""

QUEUE = table("search_queue", column("kind", String), column("row", Integer))

# Letter by letter as migration 0003 has it, or PostgreSQL does not know its index again.
SPACE: ColumnElement[str] = literal_column("' '")
DIGITS: ColumnElement[str] = literal_column(
    "coalesce(substr(phones.e164, 2), replace(replace(replace(replace(replace("
    "phones.typed,' ',''),'.',''),'-',''),'(',''),')',''))"
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find contacts: by the entries of an index, which are keys of their rows."""

    entries: Select[Any]
    contact_ids: Select[Any]
    key: ColumnElement[int]

    def count(self, limit: int) -> ScalarSelect[int]:
        """How many entries there are, counted up to `limit`."""
        return (
            select(func.count()).select_from(self.entries.limit(limit).subquery()).scalar_subquery()
        )

    def found(self, limit: int) -> Select[Any]:
        """Ids of contacts by the first `limit` entries."""
        return self.contact_ids.where(self.key.in_(self.entries.limit(limit)))


def list_ways(asked: Asked, *, grams: bool) -> Iterator[Way]:
    """Every way to find what is asked for; `grams` when SQLite's trigram tables are there."""
    contact_id, customer_id = contacts.c.id, customers.c.id
    of_contact = select(contact_id)
    of_customer = select(contact_id).join(customers, customers.c.id == contacts.c.customer_id)
    of_phone = select(phones.c.contact_id)
    if asked.words:
        # Before each word are two blanks, so that its first letter alone has a trigram.
        needles = [word.rjust(3) for word in asked.words]
        names, companies = _has_words(contacts, asked.words), _has_words(customers, asked.words)
        entries = _entries("search_contact_names", contact_id, names, needles, grams=grams)
        yield _way(entries, of_contact, contact_id, names)
        entries = _entries("search_customer_names", customer_id, companies, needles, grams=grams)
        yield _way(entries, of_customer, customer_id, companies)
    if asked.code:
        by_code = select(customer_id).where(customers.c.code == asked.code)
        yield Way(by_code, of_customer, customer_id)
    if asked.email:
        holds = contacts.c.email.contains(asked.email, autoescape=True)
        entries = _entries("search_emails", contact_id, holds, [asked.email], grams=grams)
        yield _way(entries, of_contact, contact_id, holds)
    if asked.number:
        by_number = select(phones.c.id).where(phones.c.e164 == asked.number)
        yield Way(by_number, of_phone, phones.c.id)
    for piece in asked.digits:
        holds = DIGITS.contains(piece, autoescape=True)
        entries = _entries("search_numbers", phones.c.id, holds, [piece], grams=grams)
        yield _way(entries, of_phone, phones.c.id, holds)


def fits(asked: Asked) -> ColumnElement[bool]:
    """The same as a condition on a contact and its customer, for rows that are there anyway."""
    ways: list[ColumnElement[bool]] = []
    if asked.words:
        ways += [_has_words(contacts, asked.words), _has_words(customers, asked.words)]
    if asked.code:
        ways.append(customers.c.code == asked.code)
    if asked.email:
        ways.append(contacts.c.email.contains(asked.email, autoescape=True))
    numbers = [DIGITS.contains(piece, autoescape=True) for piece in asked.digits]
    if asked.number:
        numbers.append(phones.c.e164 == asked.number)
    if numbers:
        mine = select(phones.c.id).where(phones.c.contact_id == contacts.c.id, or_(*numbers))
        ways.append(mine.correlate(contacts).exists())
    return or_(*ways) if ways else false()


def has_marks(asked: Asked) -> ColumnElement[bool] | None:
    """Whether the name has the words with the diacritics that were typed; None if none were.

    Neither database knows capitals with marks alike, so a word is tried as typed, in small
    letters, in capitals, and with a capital first.
    """
    if not asked.marked:
        return None
    return or_(*(_has_marked(name, asked.marked) for name in (contacts.c.name, customers.c.name)))


def _has_marked(name: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
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


def _needle(word: str) -> str:
    return f" {word}" if len(word) <= SHORT_WORD else word


def _way(
    entries: Select[Any],
    contact_ids: Select[Any],
    key: ColumnElement[int],
    holds: ColumnElement[bool],
) -> Way:
    """Trigrams name rows that may fit; a condition's own entries do."""
    looked_up = entries.get_final_froms()[0] is not key.table
    return Way(entries, contact_ids.where(holds) if looked_up else contact_ids, key)


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
