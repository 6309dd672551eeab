"""JSON shapes of reports."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from cti.shapes import Person, View

KpiPart = Literal["tasks", "comments", "calls"]


class SourceCount(View):
    """Customers who came by one source."""

    id: int | None = Field(description="Of the pick list `source`; null: none given")
    label: str | None
    count: int


class KpiFigures(View):
    """What was done in the period (R351, R360–R362)."""

    customers: int = Field(description="Created, and there still")
    interactions: int = Field(description="Tasks, comments and calls together")
    tasks: int = Field(description="About a customer, done in the period")
    comments: int = Field(description="Left with customers")
    calls: int = Field(description="Outbound, picked up by the customer, and talked")
    talk_s: int = Field(description="Seconds talked in these calls")


class KpiRow(KpiFigures):
    """Of one employee: customers they own, what they did themselves."""

    user: Person | None = Field(description="Null: of nobody, or of who is gone")


class Kpi(View):
    """The figures of a period, of everybody whose work the caller may look at."""

    first: date
    last: date
    own_only: bool = Field(description="The caller sees no work but their own")
    sources: list[SourceCount] = Field(
        description="New customers by source, of all or of the one employee who was asked for"
    )
    rows: list[KpiRow]
    total: KpiFigures


class KpiCustomer(View):
    id: int
    name: str


class KpiEntry(View):
    """One thing that was counted."""

    id: str
    at: datetime
    customer: KpiCustomer | None
    user: Person | None
    text: str | None = Field(description="A task's title, a comment's text, a call's number")
    talk_s: int | None = Field(description="Of a call")


class KpiEntries(View):
    """Those of the counted ones that the caller may see, the newest first."""

    rows: list[KpiEntry]
    next: str | None
