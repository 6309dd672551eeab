"""JSON shapes of commercial documents ("Chứng từ") and of what a customer owes ("Công nợ")."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import ListedValue, RowId
from cti.crm.commerce.rules import MOST_AMOUNT
from cti.crm.shapes import CompanyRef
from cti.shapes import Form, Person, Text, Versioned, View

DocumentKind = Literal["quote", "order", "contract", "receipt", "payment"]
DocumentStatus = Literal[
    "draft",
    "sent",
    "accepted",
    "refused",
    "confirmed",
    "delivered",
    "in_force",
    "ended",
    "recorded",
    "cancelled",
]
DealingKind = Literal["transaction", "quote", "order", "contract", "receipt", "payment"]

MOST_LINES = 200
MOST_MONTHS = 1200
MOST_PRICE = 10**12  # đồng


class LineForm(Form):
    name: str = Field(min_length=1, max_length=300)
    quantity: float = Field(ge=0.001, le=1_000_000, description="Thousandths at the finest")
    unit_price: int = Field(ge=0, le=MOST_PRICE, description="In whole đồng")


class DocumentForm(Form):
    """What a kind has no use for stays out: `due_on` and `lines` of money, a term of an order."""

    kind: DocumentKind
    number: str | None = Field(
        default=None, max_length=40, description="Unique; left out: one is made, e.g. DH000123"
    )
    status: DocumentStatus | None = Field(default=None, description="Left out: the kind's first")
    contact_id: RowId | None = Field(default=None, description="Of the customer")
    day: date | None = Field(default=None, description="Left out: today")
    amount: int | None = Field(
        default=None,
        ge=0,
        le=MOST_AMOUNT,
        description="In whole đồng; with lines it is their sum and can be left out",
    )
    due_on: date | None = Field(
        default=None, description="To be paid by; of a quote: it holds until"
    )
    lines: list[LineForm] | None = Field(
        default=None, max_length=MOST_LINES, description="Of quotes and orders"
    )
    type_id: RowId | None = Field(
        default=None, description="Of contracts: a value of the pick list `contract_type`"
    )
    effective_on: date | None = Field(default=None, description="Of contracts")
    months: int | None = Field(
        default=None, ge=1, le=MOST_MONTHS, description="Of contracts: the term; null: without end"
    )
    about_id: RowId | None = Field(
        default=None,
        description="The contract of an order, the one that a contract renews, the order or "
        "contract that a receipt or a payment is for; of the same customer",
    )
    description: Text | None = None


class DocumentChange(Versioned):
    """Only what is sent is changed. Not the kind, and not the customer."""

    number: str | None = Field(default=None, max_length=40, description="Null: left as it is")
    status: DocumentStatus | None = None
    contact_id: RowId | None = None
    day: date | None = None
    amount: int | None = Field(default=None, ge=0, le=MOST_AMOUNT)
    due_on: date | None = None
    lines: list[LineForm] | None = Field(default=None, max_length=MOST_LINES)
    type_id: RowId | None = None
    effective_on: date | None = None
    months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    about_id: RowId | None = None
    description: Text | None = None


class DocumentFilter(Form):
    """Documents of a list, as GET /commercial-documents takes it."""

    q: str = Field(default="", max_length=200)
    kind: Literal["all"] | DocumentKind = "all"
    status: Literal["all"] | DocumentStatus = "all"
    owner: Literal["all", "mine", "none"] = "all"
    customer_id: RowId | None = None
    day_from: date | None = None
    day_to: date | None = None
    ends_from: date | None = None
    ends_to: date | None = None


class DocumentLine(View):
    name: str
    quantity: float
    unit_price: int
    total: int = Field(description="In whole đồng")


class DocumentRef(View):
    id: int
    kind: DocumentKind
    number: str


class CommercialDocument(View):
    id: int
    version: int
    kind: DocumentKind
    number: str
    status: DocumentStatus
    moves: list[DocumentStatus] = Field(description="Where the status can go, forward first")
    is_open: bool = Field(description="All of it can be changed still, not only its status")
    customer: CompanyRef
    contact: CompanyRef | None
    day: date
    amount: int = Field(description="In whole đồng")
    due_on: date | None
    lines: list[DocumentLine]
    type: ListedValue | None
    effective_on: date | None
    months: int | None
    ends_on: date | None = Field(description="The last day of a contract's term")
    about: DocumentRef | None
    description: str | None
    owner: Person | None = Field(description="The customer's")
    by: Person | None = Field(description="Who made it")
    can_edit: bool
    created_at: datetime
    updated_at: datetime


class MadeDocument(CommercialDocument):
    made_customer: bool = Field(description="By this one a lead or a contact became a customer")


class CommercialDocumentPage(View):
    rows: list[CommercialDocument]
    next: str | None
    total: int
    worth: int = Field(
        description="Of all that the filter finds but what was cancelled, in whole đồng"
    )


class QuickTransaction(View):
    name: str
    type: str | None
    description: str | None


class Dealing(View):
    """A document, or a quick transaction: one of the two is there."""

    kind: DealingKind
    id: int
    at: datetime = Field(description="When it was written down")
    by: Person | None
    document: CommercialDocument | None
    transaction: QuickTransaction | None


class Dealings(View):
    rows: list[Dealing]
    next: str | None


class LedgerLine(View):
    document: DocumentRef
    day: date
    description: str | None
    charge: int = Field(description="What it adds to the debt, in whole đồng")
    settled: int = Field(description="What it takes off the debt")
    balance: int = Field(description="After it")


class LedgerLines(View):
    """How it came to the balance, the newest day first."""

    rows: list[LedgerLine]
    next: str | None


class OpenCharge(View):
    document: DocumentRef
    due_on: date | None
    amount: int
    left: int = Field(description="Still to be paid")
    overdue: bool


class Ledger(View):
    """Where a customer stands."""

    balance: int = Field(description="What the customer owes; negative: was paid in advance")
    credit: int = Field(description="Paid more than was owed")
    overdue: int = Field(description="Of the balance, what should have been paid before today")
    open: list[OpenCharge] = Field(description="What is not paid yet, the oldest due first")
    more_open: int = Field(description="How many more there are")
