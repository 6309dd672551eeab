"""A column that is among what a subquery selects, said so that PostgreSQL can look it up.

`id IN (SELECT …)` as one side of an OR is a test of every row there; `id = ANY (ARRAY(SELECT …))`
is a value by then, which indexes are asked for, as SQLite does of itself.
"""

from typing import Any, Self

from sqlalchemy import Boolean, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002 - as it is called
        """Said with parentheses; as a condition it needs no "= 1", which indexes don't answer."""
        return self


def one_of(column: ColumnElement[Any], among: Select[Any]) -> ColumnElement[bool]:
    """Whether the column is one of these values; the subquery refers to nothing around it."""
    return _OneOf(column, among.correlate(None).scalar_subquery())


@compiles(_OneOf)
def _name(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as it is called
    column, among = element.clauses
    return f"({compiler.process(column, **kw)} IN {compiler.process(among, **kw)})"


@compiles(_OneOf, "postgresql")
def _name_array(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as it is called
    column, among = element.clauses
    return f"({compiler.process(column, **kw)} = ANY (ARRAY{compiler.process(among, **kw)}))"
