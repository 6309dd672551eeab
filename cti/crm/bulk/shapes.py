"""JSON shapes of work on many customers at once."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cti.crm.bulk.errors import SelectionError
from cti.crm.commerce.shapes import DocumentFilter
from cti.crm.fields.shapes import CustomRaw, FieldKey
from cti.crm.listing.service import CustomerQuery
from cti.crm.opportunities.shapes import OpportunityText
from cti.crm.search.page import Order, OwnerFilter, Sort
from cti.crm.shapes import RowId, Stage
from cti.shapes import Form, Text, View
from cti.sheet_writing import SheetFormat

JobKind = Literal["edit", "assign", "delete", "export", "opportunity", "campaign", "undo"]
JobState = Literal["waiting", "running", "done", "cancelled", "failed"]
SupporterMode = Literal["add", "remove", "replace"]


class Selection(Form):
    """Customers by their ids, or all of a list."""

    ids: list[RowId] | None = Field(default=None, min_length=1, max_length=10_000)
    query: CustomerQuery | None = Field(
        default=None, description="As GET /customers takes it; cursor and limit are of no account"
    )

    @model_validator(mode="after")
    def name_one(self) -> Self:
        """One of the two is there."""
        if (self.ids is None) == (self.query is None):
            raise SelectionError
        return self


class BulkFields(Form):
    """Only what is sent is changed, null empties: fields that many customers may share."""

    stage: Stage | None = None
    source_id: RowId | None = None
    group_id: RowId | None = None
    relationship_id: RowId | None = None
    size_id: RowId | None = None
    sector_id: RowId | None = None
    province: str | None = Field(default=None, max_length=100)
    address: Text | None = None
    website: str | None = Field(default=None, max_length=300)
    custom: dict[FieldKey, CustomRaw] | None = Field(default=None, max_length=200)


class BulkEditForm(Form):
    selection: Selection
    fields: BulkFields


class Assignment(Form):
    """Who gets the customers. What is left out stays."""

    owner_id: RowId | None = Field(default=None, description="Null, when sent: nobody")
    team_id: RowId | None = Field(
        default=None,
        description="In turn to each active member of this team, in place of one owner",
    )
    supporter_ids: list[RowId] | None = Field(default=None, max_length=50)
    supporter_mode: SupporterMode = "add"


class BulkAssignForm(Form):
    selection: Selection
    assignment: Assignment


class BulkDeleteForm(Form):
    selection: Selection


class BulkOpportunitiesForm(Form):
    selection: Selection
    opportunity: OpportunityText = Field(
        description="With each customer's primary contact; {name} in the name is the customer's"
    )


class ExportColumn(Form):
    """A column of the file: a field's key as in GET /fields, and its heading."""

    key: FieldKey
    heading: str = Field(min_length=1, max_length=200)


class SheetForm(Form):
    """A file to be written: which kind, which columns."""

    form: SheetFormat = "xlsx"
    columns: list[ExportColumn] = Field(min_length=1, max_length=200)
    words: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]] = (
        Field(
            default={},
            max_length=20,
            description="How kinds and stages are called, e.g. `stage.lead`; else as stored",
        )
    )
    title: str = Field(
        default="CTI",
        min_length=1,
        max_length=25,
        pattern=r"^[^\[\]:*?/\\']+$",
        description="Of the sheet",
    )


class ExportForm(SheetForm):
    selection: Selection
    of: Literal["customers", "contacts"] = Field(
        default="customers", description="A row for each customer, or for each of their contacts"
    )


class ContactQuery(Form):
    """Contacts of a list, as GET /contacts takes it."""

    q: str = Field(default="", max_length=200)
    owner: OwnerFilter = "all"
    owner_id: RowId | None = None
    company_id: RowId | None = None
    sort: Sort = "created"
    order: Order = "desc"


class ContactSelection(Form):
    """Contacts by their ids, or all of a list."""

    ids: list[RowId] | None = Field(default=None, min_length=1, max_length=10_000)
    query: ContactQuery | None = None

    @model_validator(mode="after")
    def name_one(self) -> Self:
        """One of the two is there."""
        if (self.ids is None) == (self.query is None):
            raise SelectionError
        return self


class ContactExportForm(SheetForm):
    """A row for each contact, with what is wanted of its customer."""

    selection: ContactSelection


class DocumentExportForm(SheetForm):
    """A row for each commercial document that a list finds."""

    query: DocumentFilter


class Refusal(View):
    """A customer that was left as it is, and why."""

    customer_id: int
    name: str | None = Field(description="Null: not one that this user may see")
    code: str
    params: dict[str, object] = {}


class BulkJob(View):
    """Work in the background. `refusals` are the first thousand."""

    id: int
    kind: JobKind
    state: JobState
    total: int | None = Field(description="Null: not counted yet")
    done: int
    changed: int
    unchanged: int
    refused: int
    refusals: list[Refusal]
    error: str | None = Field(description="The code of what ended it early")
    has_file: bool
    can_undo: bool = Field(description="By POST …/undo: what nobody has changed since")
    undone_by: int | None = Field(description="The job that undoes this one, or has")
    undoes: JobKind | None = Field(description="Of an undo: what it takes back")
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class BulkJobs(View):
    rows: list[BulkJob]
