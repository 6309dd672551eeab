"""Many keys in one question, each looked up by the plain index of its column."""

from typing import Any

import orjson
from sqlalchemy import ARRAY, ColumnElement, Dialect, Text, TypeDecorator, bindparam, func, select

KEYS = "keys"
"""The parameter of a statement that takes them: a list."""


class _JsonList(TypeDecorator[list[Any]]):
    """A list as one parameter, for SQLite's json_each."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database; days as ISO dates, as SQLite has them."""
        return orjson.dumps(value).decode()


def among_keys(column: ColumnElement[Any], dialect: str, keys: str = KEYS) -> ColumnElement[bool]:
    """Whether the column holds one of the parameter that is called `keys`.

    A statement made once serves any number of keys: a list of parameters would be written into it
    anew each time, which took longer than to look them up.

    PostgreSQL takes search's trigram indexes for equality too, and thinks them cheaper than the
    plain index when it is given a list of some hundred keys: it then reads for seconds. Given rows
    instead of a list, it looks one key up after the other.
    """
    if dialect == "postgresql":
        return column.in_(select(func.unnest(bindparam(keys, type_=ARRAY(column.type)))))
    rows = func.json_each(bindparam(keys, type_=_JsonList)).table_valued("value")
    return column.in_(select(rows.c.value))
