"""JSON shapes of the customer list and its filters."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt, StrictStr, TypeAdapter

from cti.crm.fields.shapes import FieldKey, ProfileView
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


FILTERS: TypeAdapter[list[FieldFilter]] = TypeAdapter(
    Annotated[list[FieldFilter], Field(max_length=30)]
)


class ContactName(View):
    id: int
    name: str


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
    created_at: datetime
    updated_at: datetime


class CustomerPage(View):
    rows: list[CustomerRow]
    next: str | None
    total: int
    more: bool = Field(description="True: there are more than `total`, and counting stopped there")


class Neighbours(View):
    """The customers beside one in a list; null at its ends."""

    previous: int | None
    next: int | None
