"""Where contacts and customers are found by what was asked for, and what holds of one that is.

Trigrams only say where to look: every row that they name is compared itself. So the answers are
the same on both databases, and without the trigrams (see migration 0003), only later.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
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
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.known_ids import given, look_up
from cti.crm.search.asked import (
    FEWEST_LETTERS,
    SHORT_WORD,
    Asked,
    Sampled,
    choose_grams,
    cut_grams,
)
from cti.crm.search.sample import Names
from cti.schema import contacts, customers, phones
from cti.text import respell

LAST_LETTER = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)

MOST_GRAMS = 24
"""Enough to find by; what they let through is compared in any case."""

FEW = 50
"""Rare is what at most one in so many has."""

SPECIAL = frozenset("%_\\")
"""What LIKE takes for more than a letter."""

QUEUE = table("search_queue", column("kind", String), column("row", Integer))

# Letter by letter as migration 0003 has it, or PostgreSQL does not know its index again.
SPACE: ColumnElement[str] = literal_column("' '")
DIGITS: ColumnElement[str] = literal_column(
    "coalesce(substr(phones.e164, 2), replace(replace(replace(replace(replace("
    "phones.typed,' ',''),'.',''),'-',''),'(',''),')',''))"
)


NO_NAMES: Names = {}

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
    """One way to find what is sought: by the entries of an index, which are keys of rows.

    `ids` selects what is sought by those rows, of which `left` is still to be asked; no `ids`: the
    keys are what is sought.
    """

    entries: Select[Any]
    key: ColumnElement[int]
    ids: Select[Any] | None
    left: tuple[ColumnElement[bool], ...] = ()

    def found_by(self, connection: AsyncConnection, keys: Sequence[int]) -> Select[Any]:
        """Ids of what is sought by these entries, which were read before."""
        some = given(connection, keys)
        if self.ids is None:
            return some
        return look_up(connection, some, self.key, self.ids.where(*self.left))

    def found_all(self) -> Select[Any]:
        """Ids of what is sought by every entry."""
        if self.ids is None:
            return self.entries
        return self.ids.where(self.key.in_(self.entries), *self.left)


def list_ways(
    asked: Asked,
    *,
    grams: bool,
    sought: Sought = CONTACTS,
    within: AbstractSet[str] = ALL,
    names: Names = NO_NAMES,
) -> Iterator[Way]:
    """Every way to find what is asked for; `grams` when SQLite's trigram tables are there.

    By `names`, some of those that there are, is judged by which letters names are found soonest.
    """
    if "contact" in within:
        yield from _list_contact_ways(asked, sought, names, grams=grams)
    if "customer" in within:
        yield from _list_customer_ways(asked, sought, names, grams=grams)


def _list_contact_ways(asked: Asked, sought: Sought, names: Names, *, grams: bool) -> Iterator[Way]:
    contact_id = contacts.c.id
    if asked.words:
        ids = sought.by_contact
        yield _find_by_name("search_contact_names", contact_id, asked, ids, names, grams=grams)
    if asked.email:
        holds, needles = _has_address(asked.email, grams=grams), [asked.email]
        ids = sought.by_contact
        yield make_way("search_emails", contact_id, holds, needles, ids, grams=grams)
    if asked.number:
        by_number = select(phones.c.contact_id).where(phones.c.e164 == asked.number)
        yield _at_hand(by_number, contact_id, sought.by_contact)
    for piece in asked.digits:
        holds = has_piece(DIGITS, piece)
        if grams:
            ids = sought.by_phone
            yield make_way("search_numbers", phones.c.id, holds, [piece], ids, grams=grams)
        else:
            by_piece = select(phones.c.contact_id).where(holds)
            yield _at_hand(by_piece, contact_id, sought.by_contact)


def _list_customer_ways(
    asked: Asked, sought: Sought, names: Names, *, grams: bool
) -> Iterator[Way]:
    key, ids = customers.c.id, sought.by_customer
    if asked.words:
        yield _find_by_name("search_customer_names", key, asked, ids, names, grams=grams)
    for holds in _name_customer(asked):
        yield _at_hand(select(key).where(holds), key, ids)


def _find_by_name(
    index: str,
    key: ColumnElement[int],
    asked: Asked,
    ids: Select[Any],
    names: Names,
    *,
    grams: bool,
) -> Way:
    some = names.get(key.table.name, Sampled())
    every = list(dict.fromkeys(gram for word in _pad(asked.words) for gram in cut_grams(word)))
    chosen = choose_grams(every, some)
    holds = _has_words(key.table, asked.words)
    if not grams and len(chosen) < len(every) and _is_rare(chosen, some):
        # PostgreSQL's index is asked for these alone, and each row that it names for other words.
        text: ColumnElement[str] = SPACE.op("||")(key.table.c.name_key)
        needles = [_needle(one.strip()) for one in chosen]
        looked_up = [has_piece(text, needle) for needle in needles]
        others = [word for word in asked.words if _needle(word) not in needles]
        holds = and_(*looked_up, *(_has_unindexed(key.table, word) for word in others))
    return make_way(index, key, holds, chosen, ids, grams=grams)


def _has_unindexed(of: Any, word: str) -> ColumnElement[bool]:  # noqa: ANN401 - a table with `name_key`
    """Whether a row that is there has the word; said so that PostgreSQL's index is not asked."""
    if len(word) > SHORT_WORD:
        return has_piece(of.c.name_key, word)
    text: ColumnElement[str] = SPACE.op("||")(of.c.name_key)
    return has_piece(text.op("||")(""), _needle(word))


def _is_rare(grams: Sequence[str], names: Sampled) -> bool:
    """Whether few names have them: of what many have, PostgreSQL reads the first in the table.

    Of letters and digits alone are grams that its index knows by themselves.
    """
    if not all(gram.strip().isalnum() for gram in grams):
        return False
    return FEW * names.find(grams).bit_count() <= len(names)


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
        yield has_piece(contacts.c.email, asked.email)
    numbers = [has_piece(DIGITS, piece) for piece in asked.digits]
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
    """Whether the contact's or the customer's name has the words with the diacritics typed.

    None if none were.

    Neither database knows capitals with marks alike, so a word is tried as typed, in small
    letters, in capitals, and with a capital first.
    """
    if not asked.marked:
        return None
    customer = select(customers.c.id).where(
        customers.c.id == contacts.c.customer_id, has_marked(customers.c.name, asked.marked)
    )
    # The offset keeps PostgreSQL from reading all customers to answer for a few.
    of_customer = customer.offset(0).correlate(contacts).exists()
    return or_(has_marked(contacts.c.name, asked.marked), of_customer)


def has_marked(name: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    """Whether one name has all of them."""
    return and_(
        *(or_(*(func.replace(name, form, "") != name for form in _forms(one))) for one in words)
    )


def _forms(word: str) -> list[str]:
    forms = {word}
    for small in filter(None, (word.lower(), respell(word.lower()))):
        forms |= {small, small.upper(), small.capitalize()}
    return sorted(forms)


def _has_address(address: str, *, grams: bool) -> ColumnElement[bool]:
    """An address, or a piece of one.

    Of a piece with an @ in it PostgreSQL's index is asked for what is before it and a little more:
    who has all the trigrams of a domain is nearly everybody, and the list of each is long.
    """
    whole = has_piece(contacts.c.email, address)
    before, at, domain = address.partition("@")
    if grams or not at or len(before) < FEWEST_LETTERS or not domain:
        return whole
    looked_up = has_piece(contacts.c.email, f"{before}@{domain[:1]}")
    unindexed: ColumnElement[str] = contacts.c.email.op("||")("")
    return and_(looked_up, has_piece(unindexed, address))


def _has_words(of: Any, words: Iterable[str]) -> ColumnElement[bool]:  # noqa: ANN401 - a table with `name_key`
    text: ColumnElement[str] = SPACE.op("||")(of.c.name_key)
    return and_(*(has_piece(text, _needle(word)) for word in words))


def has_piece(text: ColumnElement[Any], piece: str) -> ColumnElement[bool]:
    """Whether a piece is anywhere in a text.

    A pattern put together in the statement, or with an escape of its own, PostgreSQL makes anew for
    each row.
    """
    if SPECIAL.isdisjoint(piece):
        return text.like(f"%{piece}%")
    return text.contains(piece, autoescape=True)


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
    found = list(dict.fromkeys(gram for piece in pieces for gram in cut_grams(piece)))
    if grams and found:  # none of a text of one or two characters
        return Way(_match_grams(index, key, found[:MOST_GRAMS]), key, ids, (holds,))
    if ids.columns_clause_froms == [key.table]:  # what is sought stands in the row itself
        return Way(ids.where(holds), key, None)
    return _at_hand(select(key).where(holds), key, ids)


def _at_hand(entries: Select[Any], key: ColumnElement[int], ids: Select[Any]) -> Way:
    """Keys of which nothing is left to be asked."""
    is_sought = list(ids.selected_columns) == [key] and ids.whereclause is None
    return Way(entries, key, None if is_sought else ids)


def _match_grams(name: str, key: ColumnElement[int], grams: Iterable[str]) -> Select[Any]:
    quoted = ('"{}"'.format(gram.replace('"', '""')) for gram in grams)
    words = literal(" AND ".join(quoted))
    index = table(name, column("rowid"))
    matches: ColumnElement[bool] = literal_column(name).op("MATCH", is_comparison=True)(words)
    # Rows too new for the index are looked at each; see migration 0003.
    queued = select(QUEUE.c.row).where(QUEUE.c.kind == key.table.name)
    looked_up = union_all(select(index.c.rowid.label("key")).where(matches), queued).subquery()
    return select(looked_up.c.key)
