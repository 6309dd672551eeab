"""The customers as the index ix_customers_facets has them.

SQLite has no statistics by which it would see that reading this index alone is quicker than
looking up rows by another: it is told. PostgreSQL chooses by itself.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from cti.schema import customers

INDEX = "ix_customers_facets"


class ByFacets(FromClause):
    """The table `customers`, read by that index. The condition must say that none is deleted."""

    inherit_cache = True
    named_with_column = False
    _traverse_internals: list[Any] = []  # noqa: RUF012 - one and the same each time, for the cache

    @property
    def _hide_froms(self) -> list[FromClause]:
        return [customers]  # as a join hides its sides: it is named here already


@compiles(ByFacets)
def _name(_element: ByFacets, compiler: SQLCompiler, **_kw: object) -> str:
    return compiler.preparer.format_table(customers)


@compiles(ByFacets, "sqlite")
def _name_with_index(_element: ByFacets, compiler: SQLCompiler, **_kw: object) -> str:
    return f"{compiler.preparer.format_table(customers)} INDEXED BY {INDEX}"


BY_FACETS = ByFacets()


def select_by_facets(
    columns: Sequence[ColumnElement[Any]], conditions: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    """These columns of the customers of which the conditions hold, by the index of facets."""
    return select(*columns).select_from(BY_FACETS).where(*conditions)
