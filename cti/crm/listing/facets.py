"""The customers as one of their indexes has them.

SQLite has no statistics by which it would see that reading this index alone is quicker than
looking up rows by another: it is told. PostgreSQL chooses by itself.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal

from cti.crm.listing.query import Sort
from cti.schema import customers


class ByIndex(FromClause):
    """The table `customers`, or an alias of it, read by an index.

    Of an index of a part of them, the condition must say what that part is.
    """

    inherit_cache = True
    named_with_column = False
    _traverse_internals: list[Any] = [  # noqa: RUF012 - as the base class has it
        ("index", InternalTraversal.dp_string),
        ("of", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, index: str, of: FromClause = customers) -> None:
        self.index = index
        self.of = of

    @property
    def _hide_froms(self) -> list[FromClause]:
        return [self.of]  # as a join hides its sides: it is named here already

    @property
    def _from_objects(self) -> list[FromClause]:
        return [self, self.of]  # to which subqueries may refer


@compiles(ByIndex)
def _name(element: ByIndex, compiler: SQLCompiler, **_kw: object) -> str:
    return compiler.process(element.of, asfrom=True)


@compiles(ByIndex, "sqlite")
def _name_with_index(element: ByIndex, compiler: SQLCompiler, **_kw: object) -> str:
    return f"{compiler.process(element.of, asfrom=True)} INDEXED BY {element.index}"


BY_FACETS = ByIndex("ix_customers_facets")
BY_OWNER = ByIndex("ix_customers_owner")
BY_RELATIONSHIP = ByIndex("ix_customers_relationship")
BY_BIN = ByIndex("ix_customers_bin")
BY_TOUCHED = ByIndex("search_customers_touched")

walked = customers.alias("walked")
"""The customers that a list passes by, in its order, to meet those that are in it."""

IN_ORDER: dict[Sort, ByIndex] = {
    "created": ByIndex("ix_customers_created", walked),
    "updated": ByIndex("ix_customers_updated", walked),
    "name": ByIndex("ix_customers_name_key", walked),
}
"""The orders whose index also knows whose a customer is."""


def select_by_facets(
    columns: Sequence[ColumnElement[Any]], conditions: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    """These columns of the customers of which the conditions hold, by the index of facets."""
    return select(*columns).select_from(BY_FACETS).where(*conditions)
