"""What the words in the search box ask for. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from cti.crm.duplicates.keys import make_tax_key
from cti.phones import parse
from cti.text import clean_code, clean_line, fold

MOST_WORDS = 8
FEWEST_DIGITS = 3
FEWEST_LETTERS = 4
SHORT_WORD = 2
"""A word of one or two letters is found where words begin: within them it would be anywhere."""

RARE = 5
"""What is in so few of the names of a sample has a short list in the index."""

PHONE_LIKE = re.compile(r"\+?[0-9][0-9 .()\-/]*|\+|\([0-9][0-9 .()\-/]*")
ADDRESS_LIKE = re.compile(r"^\S*[@.]\S*$")
NOT_DIGITS = re.compile(r"[^0-9]")
TRUNK_PREFIX = re.compile(r"^(?:\+84|0084|84|0)\(?0?\)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: any of its parts that is not empty finds a contact."""

    words: tuple[str, ...] = ()  # folded; each is in the name
    marked: tuple[str, ...] = ()  # as typed, if that was with diacritics: who has them comes first
    code: str = ""
    tax: str = ""  # as cti.crm.duplicates.keys makes of a tax code
    is_code_like: bool = False  # then the beginning of a code is enough
    email: str = ""
    number: str = ""  # a whole one, E.164
    digits: tuple[str, ...] = ()  # any of these pieces of a number


def read_query(q: str, region: str) -> Asked | None:
    """What a search box's text asks for; None when nothing is left of it.

    `region` is the country of numbers typed without a country code.
    """
    text = clean_line(q)
    if not text:
        return None
    typed = unicodedata.normalize("NFKC", text)
    if PHONE_LIKE.fullmatch(typed):
        return replace(_read_number(typed, region), **_read_codes(text))
    words = fold(text).split()[:MOST_WORDS]
    marked = text.split()[:MOST_WORDS] if fold(text) != text.casefold() else []
    return Asked(
        words=tuple(dict.fromkeys(words)),
        marked=tuple(marked),
        **_read_codes(text),
        email=text.lower() if ADDRESS_LIKE.search(text) else "",
    )


def _read_codes(text: str) -> dict[str, Any]:
    """A code, or a tax code, has a digit and no blank: its beginning is looked for."""
    tax = make_tax_key(text) or ""
    bare = text.replace("-", "").replace(".", "")
    is_code_like = (
        bare.isascii()
        and bare.isalnum()
        and len(bare) >= FEWEST_LETTERS
        and any(char.isdigit() for char in bare)
    )
    return {"code": clean_code(text), "tax": tax, "is_code_like": is_code_like}


def _read_number(typed: str, region: str) -> Asked:
    """A whole number, or a piece of one, without what stands for the country or the 0 before it.

    Stored is +84912345678: 0912, +84 912 and 912 all find it.
    """
    whole = parse(typed, region).e164
    if whole is not None:
        return Asked(number=whole)
    compact = re.sub(r"[^0-9+]", "", typed)
    digits = NOT_DIGITS.sub("", compact)
    if len(digits) < FEWEST_DIGITS:
        return Asked()
    pieces = dict.fromkeys((digits, TRUNK_PREFIX.sub("", compact)))
    return Asked(digits=tuple(piece for piece in pieces if len(piece) >= FEWEST_DIGITS))


def cut_grams(text: str) -> list[str]:
    """Runs of three characters that together cover a text, each once; none of a shorter one."""
    starts = [*range(0, len(text) - 3, 3), len(text) - 3] if len(text) >= 3 else []  # noqa: PLR2004 - a trigram
    return list(dict.fromkeys(text[at : at + 3] for at in starts))


class Sampled:
    """Some of the names that there are; which of them have a gram is found out once."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self._names = names
        self._having: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._names)

    def find(self, grams: Iterable[str]) -> int:
        """Names that have all of these, a bit each."""
        every = (1 << len(self._names)) - 1
        return reduce(and_, map(self._find_one, grams), every)

    def _find_one(self, gram: str) -> int:
        having = self._having.get(gram)
        if having is None:
            bits = "".join("1" if gram in name else "0" for name in self._names)
            having = self._having[gram] = int(bits or "0", 2)
        return having


def choose_grams(grams: Sequence[str], names: Sampled) -> list[str]:
    """Those of the grams that find among the names whatever all of them find there.

    The rare ones, in the order of how rare they are: the index reads a list for each. All of them
    when there are no names to judge by.
    """
    if not names:
        return list(grams)
    within = {gram: names.find([gram]) for gram in grams}
    left, wanted = names.find(()), names.find(grams)
    chosen = []
    for gram in sorted(grams, key=lambda one: within[one].bit_count()):
        if within[gram].bit_count() <= RARE or (left != wanted and left & ~within[gram]):
            chosen.append(gram)
            left &= within[gram]
    return chosen or list(grams[:1])
