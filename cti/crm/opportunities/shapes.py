"""JSON shapes of opportunities."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.shapes import CompanyRef, Membership
from cti.shapes import Form, Person, Text, Versioned, View

OpportunityStage = Literal["open", "won", "lost", "cancelled"]

MOST_VALUE = 10**15  # đồng


class OpportunityText(Form):
    """What is said of an opportunity, whoever it is with."""

    name: str = Field(min_length=1, max_length=300)
    value: int = Field(default=0, ge=0, le=MOST_VALUE, description="In whole đồng")
    stage: OpportunityStage = "open"
    expected_on: date | None = None
    description: Text | None = None


class OpportunityForm(OpportunityText):
    contact_id: RowId | None = Field(
        default=None, description="Of the customer (R150); left out: its primary contact"
    )


class OpportunityChange(Versioned):
    """Only what is sent is changed."""

    name: str | None = Field(default=None, min_length=1, max_length=300)
    contact_id: RowId | None = None
    value: int | None = Field(default=None, ge=0, le=MOST_VALUE)
    stage: OpportunityStage | None = None
    expected_on: date | None = None
    description: Text | None = None


class Opportunity(View):
    id: int
    version: int
    name: str
    customer: CompanyRef
    contact: CompanyRef | None
    owner: Person | None = Field(description="The customer's")
    value: int = Field(description="In whole đồng")
    stage: OpportunityStage
    expected_on: date | None
    description: str | None
    campaigns: list[Membership] = Field(description="The campaigns the customer is in (R154)")
    can_edit: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class OpportunityPage(View):
    rows: list[Opportunity]
    next: str | None
    total: int
    worth: int = Field(description="Of all that the filter finds, in whole đồng")
