"""Many keys in one question, each looked up by the plain index of its column."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, bindparam, func, select

KEYS = "keys"
"""The parameter of a statement that takes them: a list."""


def among_keys(column: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """Whether the column holds one of the parameter `keys`.

    PostgreSQL takes search's trigram indexes for equality too, and thinks them cheaper than the
    plain index when it is given a list of some hundred keys: it then reads for seconds. Given rows
    instead of a list, it looks one key up after the other.
    """
    if dialect != "postgresql":
        return column.in_(bindparam(KEYS, expanding=True))
    given = bindparam(KEYS, type_=ARRAY(column.type))
    return column.in_(select(func.unnest(given)))
