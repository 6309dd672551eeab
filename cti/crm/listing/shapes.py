"""JSON shapes of the customer list and its filters."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt, StrictStr, TypeAdapter

from cti.crm.fields.shapes import FieldKey, ProfileView
from cti.crm.listing.anniversaries import LONGEST
from cti.crm.shapes import Phone
from cti.shapes import Form, Person, View

Bound = StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=40)]
Pick = StrictInt | Annotated[StrictStr, Field(max_length=200)] | None


class FieldFilter(Form):
    """One field's condition; of several in it, all hold."""

    field: FieldKey
    any: list[Pick] | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="One of these: ids of values or users, or plain values; null: empty",
    )
    least: Bound | None = Field(default=None, description="From here on, a number or YYYY-MM-DD")
    most: Bound | None = Field(default=None, description="Up to here; a day counts to its end")
    contains: str | None = Field(default=None, min_length=1, max_length=200)
    coming: int | None = Field(
        default=None,
        ge=0,
        le=LONGEST,
        description="Of a day: it comes round, as a birthday does, within so many days; 0: today",
    )


LONGEST_FILTERS = 8000
"""Characters of JSON in a query string."""

FILTERS: TypeAdapter[list[FieldFilter]] = TypeAdapter(
    Annotated[list[FieldFilter], Field(max_length=30)]
)


class ContactName(View):
    id: int
    name: str
    title: str | None
    email: str | None


class CustomerPhone(Phone):
    """A number of the customer's, and whose it is."""

    contact_id: int
    contact: str


class CustomerRow(ProfileView):
    """A line of the customer list."""

    id: int
    version: int
    code: str
    name: str
    kind: Literal["person", "organisation"]
    stage: Literal["lead", "contact", "customer"]
    owner: Person | None
    email: str | None
    website: str | None
    address: str | None
    contact: ContactName | None = Field(description="The primary one")
    phones: list[CustomerPhone] = Field(
        description="Of all contacts, the primary one's first; the first six"
    )
    unread: int = Field(default=0, description="Comments that the caller has not read")
    created_at: datetime
    updated_at: datetime


class CustomerPage(View):
    rows: list[CustomerRow]
    previous: str | None = Field(default=None, description="The cursor of the page before")
    next: str | None
    first: int = Field(default=1, description="Where in the list the first row is, from 1")
    total: int
    more: bool = Field(description="True: there are more than `total`, and counting stopped there")


class Neighbours(View):
    """The customers beside one in a list; null at its ends."""

    previous: int | None
    next: int | None


class UnreadTile(View):
    comments: int = Field(description="That the caller has not read (R034)")
    customers: int = Field(description="That have such comments")


class RelationshipCount(View):
    """Of the customers that the caller sees: how many have this relationship (R037)."""

    id: int | None = Field(description="Null: none given")
    label: str | None
    count: int
    percent: float = Field(description="Of all that the caller sees, one decimal")


class Tiles(View):
    """Above the customer list (R033–R037); each number is that of a list."""

    all: int
    unread: UnreadTile
    forgotten: int
    forgotten_days: int = Field(description="Without contact for so long, one is forgotten")
    relationships: list[RelationshipCount]


class ForgottenDays(Form):
    days: int = Field(ge=1, le=3650)
