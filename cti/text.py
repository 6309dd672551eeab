"""Text that people type: cleaned before it is stored, folded before it is searched. Pure."""

import re
import unicodedata

KEY_LENGTH = 300
"""Characters of a search key that are kept: the width of the `name_key` columns."""

DAMAGED = "\ufffd"
"""What stands in a text for letters that could not be read."""

# Controls, lone surrogates, and what nobody sees: the marks that make a line read in another order
# than it is stored (a name could otherwise show a different number, or turn the rest of a page
# around), and soft hyphens, joiners of words and tags, with which a name would look like another
# that a search finds, and not be found. Joiners that emoji and other scripts need are kept.
REMOVED_CATEGORIES = frozenset({"Cc", "Cs"})
REMOVED_MARKS = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
    + "".join(map(chr, (*range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))))
)
KEPT_CONTROLS = frozenset("\n\t")

# Letters that Unicode does not take apart into a base letter and a mark.
WHOLE_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "\u0131": "i"})

TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE_PLACES = {
    unicodedata.normalize("NFC", of_one): unicodedata.normalize("NFC", of_other)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
    for places in [(f"{first}{tone}{second}", f"{first}{second}{tone}")]
    for of_one, of_other in (places, reversed(places))
}

VIETNAMESE_MARKS = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]+")


def clean(text: str) -> str:
    """Text of several lines as it is stored: NFC, lines end in LF, nothing invisible in it.

    Control characters but line ends and tabs are removed (PostgreSQL refuses NUL, a terminal
    obeys ESC), lone surrogates (no UTF-8 has them) and marks that override the direction.
    """
    if text.isprintable():  # in C, and true of nearly everything: nothing is to be removed
        return unicodedata.normalize("NFC", text).strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if _is_kept(char))
    return unicodedata.normalize("NFC", kept).strip()


def clean_line(text: str) -> str:
    """Text of one line, such as a name: `clean`, with every run of blanks made one space."""
    return _one_line(clean(text))


def clean_code(text: str) -> str:
    """A customer's code as it is stored and looked for: `clean_line`, in capitals.

    kh01 and KH01 are the same code, whichever of them somebody types.
    """
    return clean_line(text).upper()


def fold(text: str) -> str:
    """The key a text is searched by: lower case, no diacritics, one space between words.

    đ becomes d, and hoà and hòa are the same. `fold(fold(x)) == fold(x)`.
    """
    plain = _strip_marks(text)
    if plain.isascii():  # as nearly always; taking apart last may leave a capital
        return _one_line(plain.lower())
    again = _strip_marks(plain)
    while again != plain:  # a few letters fold into letters that fold again
        plain, again = again, _strip_marks(again)
    return _one_line(plain)


def respell(word: str) -> str | None:
    """A word in small letters with its tone on the other vowel: hoà is hòa, thuỷ is thủy.

    Both ways of writing are taught; None of other words.
    """
    other = TONE_PLACES.get(word[-2:])
    return word[:-2] + other if other else None


def make_key(text: str) -> str:
    """`fold`, cut to what a `name_key` column holds (one ligature may fold into many letters)."""
    return fold(text)[:KEY_LENGTH].rstrip()


def _one_line(text: str) -> str:
    """Every run of blanks as one space, none at the ends."""
    return " ".join(text.split())


def _strip_marks(text: str) -> str:
    if text.isascii():  # numbers, codes, addresses of mail
        return clean(text).lower()
    parts = unicodedata.normalize("NFKD", clean(text).casefold())
    quick = VIETNAMESE_MARKS.sub("", parts).translate(WHOLE_LETTERS)
    if quick.isascii():
        return quick
    return "".join(char for char in parts if unicodedata.category(char) != "Mn").translate(
        WHOLE_LETTERS
    )


def _is_kept(char: str) -> bool:
    if char in KEPT_CONTROLS:
        return True
    return char not in REMOVED_MARKS and unicodedata.category(char) not in REMOVED_CATEGORIES
