"""Whether a text has a piece in it, whatever the case and the diacritics of either.

For texts that no index of pieces knows, which are read one by one: a pattern made of what was
typed is compared inside the database, where neither lower() (SQLite's knows ASCII only) nor LIKE
takes đường for ĐƯỜNG, or for duong.
"""

import re
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from cti.text import clean_line, fold

BLANK = " \t\n"
VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
LIKE_WILD = re.compile(r"[\\%_]")
GLOB_WILD = re.compile(r"[*?\[]")


def _list_variants() -> dict[str, str]:
    found = {letter: letter + letter.upper() for letter in map(chr, range(ord("a"), ord("z") + 1))}
    for letter in VIETNAMESE:
        found[fold(letter)] += letter + letter.upper()
    return found


VARIANTS = _list_variants()
"""Letter → how it may be written: large or small, with Vietnamese diacritics or without."""


def list_letters(typed: str) -> list[str]:
    """For each letter of a piece, all that may stand there; what was typed is among them."""
    return [_vary(letter) for letter in clean_line(typed) if fold(letter) or letter == " "]


def _vary(letter: str) -> str:
    if letter == " ":
        return BLANK
    own = (one for one in (letter, letter.lower(), letter.upper()) if len(one) == 1)
    return "".join(dict.fromkeys((*VARIANTS.get(fold(letter), ""), *own)))


class _HasPiece(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


def contains_piece(column: ColumnElement[Any], typed: str) -> ColumnElement[bool] | None:
    """Whether the column has the piece in it; None when nothing is left of that."""
    letters = list_letters(typed)
    if not letters:
        return None
    texts = (_write_like(letters), _write_glob(letters), write_regex(letters))
    return _HasPiece(column, *(bindparam(None, text, String) for text in texts))


def _write_like(letters: list[str]) -> str:
    """What the text looks like at least: LIKE knows the case of ASCII letters, "_" is any."""
    fixed = (one.isascii() and one != BLANK for one in letters)
    shape = (
        LIKE_WILD.sub(r"\\\g<0>", one[0]) if is_fixed else "_"
        for one, is_fixed in zip(letters, fixed, strict=True)
    )
    return f"%{''.join(shape)}%"


def _write_glob(letters: list[str]) -> str:
    shape = "".join(_choose(one, GLOB_WILD.sub(r"[\g<0>]", one)) for one in letters)
    return f"*{shape}*"


def write_regex(letters: list[str]) -> str:
    """The pattern as a regular expression, of PostgreSQL as of Python."""
    return "".join(_choose(one, re.escape(one)) for one in letters)


def _choose(letters: str, alone: str) -> str:
    return f"[{letters}]" if len(letters) > 1 else alone


@compiles(_HasPiece, "sqlite")
def _compare_globs(element: _HasPiece, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as it is called
    """LIKE first: it is quicker, and of most texts it says no."""
    column, like, glob = (compiler.process(one, **kw) for one in list(element.clauses)[:3])
    return f"({column} LIKE {like} ESCAPE '\\' AND {column} GLOB {glob})"


@compiles(_HasPiece, "postgresql")
def _compare_regexes(element: _HasPiece, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as it is called
    column, _, _, regex = element.clauses
    return f"({compiler.process(column, **kw)} ~ {compiler.process(regex, **kw)})"
