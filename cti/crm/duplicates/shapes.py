"""JSON shapes of duplicates: the rules, what a form duplicates, what is there twice already."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.shapes import Form, Person, View

CriterionName = Literal[
    "name",
    "code",
    "email",
    "phone",
    "fax",
    "tax_code",
    "office_address",
    "description",
    "birthday",
]
SeverityName = Literal["off", "warn", "block"]


class Confirmable(Form):
    """A form that is checked for duplicates (R122, R123)."""

    confirm_duplicates: bool | None = Field(
        default=None,
        description="False: ask (409 customer.duplicate_suspected) before doing what is only "
        "warned of; true: do it; left out: do it, and tell in `warnings`",
    )


class DuplicateRules(Form):
    """How bad it is when two customers have the same; a criterion left out is as it was."""

    name: SeverityName | None = None
    code: SeverityName | None = None
    email: SeverityName | None = None
    phone: SeverityName | None = None
    fax: SeverityName | None = None
    tax_code: SeverityName | None = None
    office_address: SeverityName | None = None
    description: SeverityName | None = None
    birthday: SeverityName | None = None


class DuplicateRulesView(View):
    name: SeverityName
    code: SeverityName
    email: SeverityName
    phone: SeverityName
    fax: SeverityName
    tax_code: SeverityName
    office_address: SeverityName
    description: SeverityName
    birthday: SeverityName


class DuplicateMatch(View):
    """{field} is there already in customer {customer} of {owner}: no more is told (X14)."""

    field: CriterionName
    severity: SeverityName
    customer: str
    code: str
    owner: str | None
    customer_id: int | None = Field(description="Null: a customer that the user may not see")


class DuplicateCustomer(View):
    id: int
    version: int
    code: str
    name: str
    owner: Person | None
    created_at: datetime
    updated_at: datetime


class DuplicateGroup(View):
    """Customers that have the same; at most 20 of them are shown."""

    field: CriterionName
    value: str | None = Field(
        description="What they have in common, as one of them has it; null: their names"
    )
    count: int = Field(description="Of the first 50 that are counted")
    more: bool = Field(description="True: there are more than `count`")
    customers: list[DuplicateCustomer]


class DuplicatePage(View):
    rows: list[DuplicateGroup]
    next: str | None = Field(
        description="Not null: there may be more, also when this page has few groups or none"
    )
