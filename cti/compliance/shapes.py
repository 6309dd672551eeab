"""JSON shapes of the gate and the DNC lists."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.shapes import Form, NumberBadge, Person, View

DncList = Literal["national", "internal"]


class NumberReport(View):
    """The number tester: everything known about one number."""

    typed: str
    e164: str | None
    display: str
    kind: str = Field(description="mobile | landline | toll_free | premium | emergency | invalid")
    carrier: str | None
    mended: str | None = Field(description="What was put right: lost_zero, old_prefix, …")
    manual: NumberBadge
    campaign: NumberBadge


class DncForm(Form):
    list: DncList = "internal"
    number: str = Field(min_length=3, max_length=64)
    voice: bool = True
    sms: bool = True
    reason: str | None = Field(default=None, max_length=500)


class DncEntry(View):
    list: DncList
    e164: str
    display: str
    voice: bool
    sms: bool
    source: str
    reason: str | None
    by: Person | None
    added_at: datetime


class DncPage(View):
    rows: list[DncEntry]
    next: str | None
    total: int


class DncImported(View):
    added: int
    removed: int
    unchanged: int
    invalid: int
    problems: list["DncProblem"] = Field(description="The first 200")


class DncProblem(View):
    row: int
    value: str
