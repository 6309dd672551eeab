"""A condition on customers, and how those that fulfil it are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a list asks of its customers.

    `holds` is said of the customer at hand, and looks for nothing by itself: what hangs on the
    customer is reached from it. `entries` are ids of all that fulfil it, and maybe of more, read
    off an index; None when there is none. `is_exact`: they are of no more. `in_facets`: the index
    ix_customers_facets knows; `leads`: it is sorted by that first of all, so a part of it is read.
    `in_owners`: ix_customers_owner knows; `ranges` are those of it in which the condition holds.
    `in_orders`: the indexes that lists are walked along know.
    `is_of_all`: nobody is left out by it.
    """

    holds: ColumnElement[bool]
    entries: Select[Any] | None = None
    is_exact: bool = False
    in_facets: bool = False
    leads: bool = False
    in_owners: bool = False
    in_orders: bool = False
    ranges: Sequence[tuple[FromClause, ColumnElement[bool]]] = ()
    is_of_all: bool = False
