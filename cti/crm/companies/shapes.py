"""JSON shapes of companies, of converting a contact, and of choosing a referrer."""

from pydantic import Field

from cti.crm.fields.shapes import Referrer
from cti.crm.listing.shapes import CustomerRow
from cti.shapes import Form, Person, View


class CompanyContact(View):
    """A person of a company; `customer_id` is the company, or the customer they are of."""

    id: int
    customer_id: int
    name: str
    title: str | None


class CompanyRow(CustomerRow):
    """A line of the company list (R070)."""

    description: str | None
    contacts: list[CompanyContact] = Field(description="At most 20")
    contact_count: int
    open_tickets: int = Field(description="Of its contacts (R220), those not resolved or closed")


class CompanyPage(View):
    rows: list[CompanyRow]
    next: str | None
    total: int
    more: bool


class LinkedContact(CompanyContact):
    """A contact of another customer that belongs to a company."""

    customer: str


class LinkedContacts(View):
    rows: list[LinkedContact] = Field(description="At most 200")


class ConvertForm(Form):
    """Make a customer of a contact (R016)."""

    own: bool = Field(
        default=False,
        description="A contact inside a company becomes a customer by itself, linked to the "
        "company; otherwise the customer that it is a contact of becomes one",
    )


class ReferrerList(View):
    rows: list[Referrer]


class Viewers(View):
    rows: list[Person]
