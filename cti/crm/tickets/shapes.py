"""JSON shapes of tickets ("Phiếu ghi")."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.shapes import CompanyRef
from cti.shapes import Form, Person, Text, Versioned, View

TicketStatus = Literal["open", "pending", "resolved", "closed"]
TicketPriority = Literal["low", "normal", "high", "urgent"]


class TicketForm(Form):
    subject: str = Field(min_length=1, max_length=300)
    description: Text | None = None
    contact_id: RowId | None = Field(
        default=None, description="Of the customer (R220); left out: its primary contact"
    )
    priority: TicketPriority = "normal"
    assignee_id: RowId | None = None


class TicketChange(Versioned):
    """Only what is sent is changed."""

    subject: str | None = Field(default=None, min_length=1, max_length=300)
    description: Text | None = None
    contact_id: RowId | None = None
    status: TicketStatus | None = None
    priority: TicketPriority | None = None
    assignee_id: RowId | None = None


class Ticket(View):
    id: int
    version: int
    number: str = Field(description="PG000123")
    subject: str
    description: str | None
    customer: CompanyRef
    contact: CompanyRef | None
    status: TicketStatus
    priority: TicketPriority
    assignee: Person | None
    can_edit: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class TicketPage(View):
    rows: list[Ticket]
    next: str | None
    total: int
