"""JSON shapes of saved views, and of what a user chose for a list."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cti.crm.fields.shapes import FieldKey
from cti.crm.listing.query import Direction, KindFilter, OwnerFilter, Scope, Sort, Tile
from cti.crm.listing.shapes import FieldFilter
from cti.shapes import Form, Person, Versioned, View

ListName = Literal["customers"]
ChoiceList = Literal["customers", "contacts", "companies"]
"""Lists that remember what a user chose; views are saved of customers alone."""
Sharing = Literal["private", "team", "all"]
ViewName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Columns = Annotated[list[FieldKey], Field(max_length=100)]
PageSize = Annotated[int, Field(ge=10, le=200)]
DefaultView = Annotated[
    str,
    Field(
        pattern=r"^(all|mine|department|none|[1-9][0-9]{0,15})$",
        description="One of the predefined (R136), or a view's id",
    ),
]


class ViewQuery(Form):
    """What a view shows: as the query of GET /customers."""

    q: str = Field(default="", max_length=200)
    scope: Scope = "contact"
    owner: OwnerFilter = "all"
    kind: KindFilter = "all"
    tile: Tile = "all"
    filters: list[FieldFilter] = Field(default=[], max_length=30)
    sort: Sort = "created"
    order: Direction = "desc"


class ViewForm(Form):
    """A view as it is saved."""

    list: ListName = "customers"
    name: ViewName
    shared: Sharing = "private"
    query: ViewQuery = ViewQuery()
    columns: Columns = []
    page_size: PageSize = 50


class ViewChange(Versioned):
    """Only what is sent is changed."""

    name: ViewName | None = None
    shared: Sharing | None = None
    query: ViewQuery | None = None
    columns: Columns | None = None
    page_size: PageSize | None = None


class SavedView(View):
    id: int
    version: int
    name: str
    shared: Sharing
    owner: Person
    query: ViewQuery
    columns: Columns
    page_size: int
    can_edit: bool
    updated_at: datetime


class Choices(Form):
    """What a user chose for a list; null: as it comes. What is left out stays."""

    columns: Columns | None = None
    page_size: PageSize | None = None
    default_view: DefaultView | None = None


class ChoicesView(View):
    columns: Columns | None
    page_size: int | None
    default_view: str | None


class SavedViews(View):
    """The views that the caller may see, and their own choices."""

    rows: list[SavedView]
    choices: ChoicesView
