"""A condition on customers, and how those that fulfil it are found."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a list asks of its customers.

    `holds` is said of the customer at hand, and looks for nothing by itself: what hangs on the
    customer is reached from it. `entries` are ids of all that fulfil it, and maybe of more, read
    off an index; None when there is none. `in_facets`: the index ix_customers_facets knows.
    """

    holds: ColumnElement[bool]
    entries: Select[Any] | None = None
    in_facets: bool = False
